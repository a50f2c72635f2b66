"""Signing in and out, and people, in a browser."""

import re
from contextlib import suppress
from typing import Any

from flask import Blueprint, Request, current_app, g, request, session, url_for
from flask_login import LoginManager, login_user, logout_user
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from webapp.core import downloads, paging, unsent
from webapp.core.actor import Actor
from webapp.core.beforehand import first
from webapp.core.db import reading, transaction
from webapp.core.doors import actor, done, go, go_to, page, public, signed_in
from webapp.core.errors import Refusal
from webapp.core.said import Said
from webapp.core.words import _

from .. import (
    access,
    accounts,
    cards,
    devices,
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
    sign_ins,
    throttle,
    tokens,
)
from ..forms import NewPersonForm, PasswordForm, PersonForm, SignInForm
from ..heads import Head
from ..models import User
from ..schemas import PersonFilter

PAGE = 50
MAILS = 4  # e-mails that are shown on somebody's page

bp = Blueprint("people", __name__)
downloads.on_page(bp, "/people", "people", exports.everybody, PersonFilter)
login = LoginManager()


@login.user_loader  # type: ignore[untyped-decorator]
def by_cookie(token: str) -> Actor | None:
    """Not where there is an Authorization header: then only that counts."""
    return (
        None
        if "Authorization" in request.headers
        else _seen(sign_ins.recognise(token), sign_ins.notice)
    )


@login.request_loader  # type: ignore[untyped-decorator]
def by_bearer(request: Request) -> Actor | None:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return (
        _seen(tokens.recognise(token), tokens.notice)
        if kind == "Bearer" and token
        else None
    )


@bp.after_app_request
def note_who_was_here(response: Response) -> Response:
    """The one trace that looking leaves, at most every five minutes; no answer fails for it."""
    if unseen := g.pop("unseen", None):
        with suppress(Refusal, SQLAlchemyError), transaction():
            notice, token = unseen
            notice(token)
    return response


def hash_password(_who: Actor | None) -> None:
    """Slow on purpose."""
    g.password_hash = passwords.hashed(request.form.get("password", "")[:200])


@bp.get("/login", endpoint="login")
@public
def sign_in_form() -> Response:
    return page("people/login", form=SignInForm())


@bp.post("/login")
@public
def sign_in() -> Response:
    with SignInForm() as form:
        typed = form.read()
        email, shared = typed["email"], typed.pop("shared")
        device = devices.read(request.cookies.get("device", ""))
        source = device.source(email, request.remote_addr or "")
        with transaction():
            throttle.count(email, source, is_known=device.knows(email))
        with reading():
            user = sign_ins.check(**typed)
        who = sign_ins.open(user, shared=shared, agent=request.user_agent.string)
    throttle.forgive(email, source)
    to = _begin_session(who, is_permanent=not shared)
    return _remember(device.note(email), go(to))


def _typed_before_by(who: Actor) -> unsent.Unsent | None:
    """What they sent when they were signed out; nobody else's who sat at this computer."""
    typed = unsent.take()
    return typed if sign_ins.whose(session.get("_user_id", "")) == who.id else None


@bp.get("/send-again")
@signed_in
def send_again() -> Response:
    typed = unsent.take()
    return page("people/send_again", unsent=typed) if typed else go("/")


def _begin_session(who: Actor, *, is_permanent: bool) -> str:
    """With nothing in it of whoever was here before, but what they typed themselves; where to go on."""
    typed = _typed_before_by(who)
    session.clear()
    session.permanent = is_permanent
    login_user(who)
    if not typed:
        return _next()
    unsent.put_back(typed)
    return url_for("people.send_again")


@bp.post("/logout")
@signed_in
def sign_out() -> Response:
    sign_ins.close(actor())
    logout_user()
    return go_to("people.login")


@bp.get("/people")
@signed_in
def everybody() -> Response:
    search, after = request.args.get("q", "")[:100], paging.id_in(request.args.get("after"))
    rows = people.all_people(actor(), search=search, after=after, limit=PAGE + 1)
    part = paging.cut(rows, PAGE, paging.by_id)
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
    return page("layout/form", form=NewPersonForm(choices=_teachers()))


@bp.post("/people/new")
@signed_in
@first(hash_password)
def add() -> Response:
    with NewPersonForm(choices=_teachers()) as form:
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
        parts=sections.of(actor(), head.person, stands),
        **_beside(head),
        **_around(head),
    )


@bp.get("/people/<int:id>/edit")
@signed_in
def edit(id: int) -> Response:
    form = PersonForm(choices=_teachers(), obj=people.find(actor(), id))
    access.check_may_manage(actor())
    return page("layout/form", form=form)


@bp.post("/people/<int:id>/edit")
@signed_in
def describe(id: int) -> Response:
    with PersonForm(choices=_teachers()) as form:
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
    ids = [each.id for each in answering]
    return {
        "guardians": answering,
        "mails": mails_sent.of_person(head.person, ids, limit=MAILS + 1),
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


def _teachers() -> dict[str, list[tuple[object, str]]]:
    return {
        "teacher_id": [
            ("", _("Nobody")),
            *((t.id, t.name) for t in people.teachers(actor())),
        ]
    }


def _seen(who: Actor | None, notice: object) -> Actor | None:
    if who and who.unseen:
        g.unseen = notice, who.token
    return who


def _remember(note: str, response: Response) -> Response:
    """The device, for the next time somebody mistypes their password there."""
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    lasts = devices.LASTS_DAYS * 24 * 3600
    response.set_cookie(
        "device",
        note,
        max_age=lasts,
        path="/login",
        secure=secure,
        httponly=True,
        samesite="Lax",
    )
    return response


def _next() -> str:
    wanted = request.args.get("next", "")
    return wanted if re.fullmatch(r"/(?![/\\])[^\\\x00-\x20]*", wanted) else "/"
