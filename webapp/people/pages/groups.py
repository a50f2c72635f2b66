"""Classes and ensembles in a browser."""

from flask import Blueprint
from werkzeug.wrappers import Response

from webapp.core.doors import actor, go_to, page, signed_in
from webapp.core.said import Said
from webapp.core.words import _

from .. import access, groups, people
from ..forms import GroupForm, NewGroupForm

MOST = 1000  # people to choose members from
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
    with NewGroupForm(choices=_choices()) as form:
        group = groups.add(actor(), **form.read())
    return go_to(".show", Said(_("The group is there")), id=group.id)


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
    inside = [user.id for user in groups.members(actor(), id)]
    return page(
        "layout/form", form=GroupForm(choices=_choices(), obj=group, member_ids=inside)
    )


@bp.post("/<int:id>/edit")
@signed_in
def describe(id: int) -> Response:
    with GroupForm(choices=_choices()) as form:
        groups.describe(actor(), id, **form.read())
    return go_to(".show", Said(_("Saved")), id=id)


def _names() -> dict[int | None, str]:
    return {teacher.id: teacher.name for teacher in people.teachers(actor())}


def _choices() -> dict[str, list[tuple[object, str]]]:
    everybody = [(user.id, user.name) for user in people.all_people(actor(), limit=MOST)]
    return {
        "teacher_id": [("", _("Nobody")), *_names().items()],
        "member_ids": [*everybody],
    }
