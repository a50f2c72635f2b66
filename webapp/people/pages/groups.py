"""Classes and ensembles in a browser."""

import re
from collections.abc import Iterator, Sequence

from flask import Blueprint, request
from werkzeug.wrappers import Response

from webapp.core import text
from webapp.core.doors import actor, go_to, page, signed_in
from webapp.core.said import Said
from webapp.core.words import _

from .. import access, groups, naming, people
from ..forms import GroupForm, NewGroupForm
from ..models import Group, User
from ..people import Named

LIKE_AN_ID = re.compile("[0-9]{1,9}")
bp = Blueprint("groups", __name__, url_prefix="/groups")


@bp.get("")
@signed_in
def index() -> Response:
    visible = groups.all_groups(actor())
    return page(
        "people/groups", groups=visible, members=groups.counts(visible), teachers=_names()
    )


@bp.get("/new")
@signed_in
def new() -> Response:
    access.check_may_manage_groups(actor())
    return page("layout/form", form=NewGroupForm(choices=_choices()))


@bp.post("/new")
@signed_in
def add() -> Response:
    access.check_may_manage_groups(actor())
    with NewGroupForm(choices=_choices()) as form:
        typed = form.read()
        newcomer = _newcomer(typed.pop("newcomer"))
        typed["member_ids"] += [newcomer.id] if newcomer else []
        group = groups.add(actor(), **typed)
    return _go_on(group, newcomer, _("The group is there"))


@bp.get("/<int:id>")
@signed_in
def show(id: int) -> Response:
    group, inside = groups.find(actor(), id), groups.members(actor(), id)
    known = people.known(actor(), [user.id for user in inside])
    return page(
        "people/group",
        group=group,
        members=inside,
        known=known,
        teacher=_names().get(group.teacher_id),
    )


@bp.get("/<int:id>/edit")
@signed_in
def edit(id: int) -> Response:
    group = groups.find(actor(), id)
    access.check_may_manage_groups(actor())
    inside = groups.members(actor(), id)
    form = GroupForm(
        choices=_choices(inside), obj=group, member_ids=[each.id for each in inside]
    )
    return page("layout/form", form=form)


@bp.post("/<int:id>/edit")
@signed_in
def describe(id: int) -> Response:
    with GroupForm(choices=_choices(groups.members(actor(), id))) as form:
        access.check_may_manage_groups(actor())
        typed = form.read()
        newcomer = _newcomer(typed.pop("newcomer"))
        typed["member_ids"] += [newcomer.id] if newcomer else []
        group = groups.describe(actor(), id, **typed)
    return _go_on(group, newcomer, _("Saved"))


def _newcomer(words: str) -> User | None:
    """Who is named beside those who are ticked. Invalid at `newcomer` for nobody, or several."""
    return naming.named(actor(), words, field="newcomer") if words else None


def _go_on(group: Group, newcomer: User | None, words: str) -> Response:
    """Back to the form after somebody was named, for the next; else to the group."""
    if newcomer is None:
        return go_to(".show", Said(words), id=group.id)
    words = _(
        "%(name)s is in %(group)s now. Name the next, or go back",
        name=newcomer.name,
        group=group.name,
    )
    return go_to(".edit", Said(words), id=group.id)


def _names() -> dict[int | None, str]:
    return {teacher.id: teacher.name for teacher in people.teachers(actor())}


def _choices(inside: Sequence[User] = ()) -> dict[str, list[tuple[object, str]]]:
    """Who may teach it, and who is in it, or was ticked as it was sent."""
    return {
        "teacher_id": [("", _("Nobody")), *_names().items()],
        "member_ids": [*_ticks(inside)],
    }


def _ticks(inside: Sequence[User]) -> Iterator[tuple[int, str]]:
    """By name, with the e-mail of those who have one name."""
    sent = request.form.getlist("member_ids")
    missing = {int(id) for id in sent if LIKE_AN_ID.fullmatch(id)}
    missing -= {each.id for each in inside}
    persons = [*inside, *(people.these(actor(), missing) if missing else ())]
    members = [Named(each.id, each.name, each.email) for each in persons]
    members.sort(key=lambda each: (text.sort_key(each.name), each.id))
    ids = [each.id for each in members]
    return zip(ids, naming.told_apart(members), strict=True)
