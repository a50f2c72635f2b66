"""People in a browser: their list, their page, and their account."""

from typing import Any

from flask import Blueprint, g, request, session, url_for
from werkzeug.wrappers import Response

from webapp.core import downloads, languages, paging
from webapp.core.actor import Actor
from webapp.core.beforehand import first
from webapp.core.doors import actor, done, go_to, page, signed_in
from webapp.core.said import Said
from webapp.core.words import _

from .. import (
    access,
    accounts,
    cards,
    exports,
    figures,
    groups,
    guardians,
    heads,
    mails_sent,
    office_notes,
    passwords,
    people,
    sections,
    tokens,
)
from ..forms import NewPersonForm, PasswordForm, PersonForm
from ..heads import Head
from ..models import User
from ..schemas import PersonFilter

PAGE = 50
MAILS = 4  # e-mails that are shown on somebody's page

bp = Blueprint("people", __name__)
downloads.on_page(bp, "/people", "people", exports.everybody, PersonFilter)


def hash_password(_who: Actor | None) -> None:
    """Slow on purpose."""
    g.password_hash = passwords.hashed(request.form.get("password", "")[:200])


@bp.get("/people")
@signed_in
def everybody() -> Response:
    search = request.args.get("q", "")[:100]
    after = paging.place(request.args.get("after"), str, int)
    rows = people.all_people(
        actor(), search=search, by_card=True, after=after, limit=PAGE + 1
    )
    part = paging.cut(rows, PAGE, people.by_name)
    more = part.after and url_for(".everybody", q=search, after=part.after)
    taught = {teacher.id: teacher.name for teacher in people.teachers(actor())}
    return page(
        "people/people",
        asked=PersonFilter,
        persons=part.rows,
        search=search,
        more=more,
        teachers=taught,
        marks=sections.marks_of(actor(), part.rows),
    )


@bp.get("/people/new")
@signed_in
def new() -> Response:
    access.check_may_manage(actor())
    return page("layout/form", form=NewPersonForm(choices=_choices()))


@bp.post("/people/new")
@signed_in
@first(hash_password)
def add() -> Response:
    with NewPersonForm(choices=_choices()) as form:
        fields = form.read()
        fields.pop("password")
        user = accounts.add(actor(), **fields, password_hash=g.password_hash)
    return go_to(".show", Said(_("Added: they can sign in now")), id=user.id)


@bp.get("/people/<int:id>")
@signed_in
def show(id: int) -> Response:
    head = heads.find(actor(), id)
    owner, token = session.pop("issued", (None, None))
    stands = figures.of_people([id])[id] if actor().is_staff else figures.Figures()
    return page(
        "people/person",
        issued=token if owner == id else None,
        figures=stands,
        parts=sections.of(actor(), head, stands),
        **_beside(head),
        **_around(head),
    )


@bp.get("/people/<int:id>/edit")
@signed_in
def edit(id: int) -> Response:
    form = PersonForm(choices=_choices(), obj=people.find(actor(), id))
    access.check_may_manage(actor())
    return page("layout/form", form=form)


@bp.post("/people/<int:id>/edit")
@signed_in
def describe(id: int) -> Response:
    with PersonForm(choices=_choices()) as form:
        accounts.describe(actor(), id, **form.read())
    return go_to(".show", Said(_("Saved")), id=id)


@bp.post("/people/<int:id>/disable")
@signed_in
def disable(id: int) -> Response:
    return _done(
        accounts.disable(actor(), id),
        Said(_("They cannot sign in any more"), undo=url_for(".enable", id=id)),
    )


@bp.post("/people/<int:id>/enable")
@signed_in
def enable(id: int) -> Response:
    return _done(accounts.enable(actor(), id), Said(_("They can sign in again")))


@bp.get("/people/<int:id>/password")
@signed_in
def new_password(id: int) -> Response:
    people.find(actor(), id)
    access.check_may_manage(actor())
    return page("layout/form", form=PasswordForm())


@bp.post("/people/<int:id>/password")
@signed_in
@first(hash_password)
def change_password(id: int) -> Response:
    with PasswordForm() as form:
        form.read()
        accounts.change_password(actor(), id, password_hash=g.password_hash)
    return go_to(".show", Said(_("The password is changed")), id=id)


def _done(user: User, word: Said) -> Response:
    path = url_for(".show", id=user.id)
    around = _around(heads.find(actor(), user.id))
    return done("people/_person.html", path, word, **around)


def _beside(head: Head) -> dict[str, Any]:
    """How somebody is reached, and for staff what was written to them and what the office notes."""
    answering = guardians.of_people([head.person.id]).get(head.person.id, [])
    if not actor().is_staff:
        return {"guardians": answering}
    return {
        "guardians": answering,
        "mails": mails_sent.of_person(head.person.id, limit=MAILS + 1),
        "most_mails": MAILS,
        "notes": office_notes.shown_of(actor(), head.person.id),
    }


def _around(head: Head) -> dict[str, Any]:
    """What a person's page shows around them, whom the actor may see."""
    who, person, id = actor(), head.person, head.person.id
    return {
        **head._asdict(),
        "students": people.students_of(who, id) if person.role != "student" else [],
        "groups": groups.of(who, id),
        "tokens": tokens.tokens_of(who, id),
        "cards": cards.last_of(who, id),
    }


def _choices() -> dict[str, list[tuple[object, str]]]:
    return {
        "teacher_id": [
            ("", _("Nobody")),
            *((t.id, t.name) for t in people.teachers(actor())),
        ],
        "language": [*languages_of_people()],
    }


def languages_of_people() -> list[tuple[str, str]]:
    """What somebody may choose, each language by its own name."""
    return [("", _("As the browser asks")), *languages.named()]
