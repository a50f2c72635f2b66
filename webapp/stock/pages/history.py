"""What was done with stock: the list, one operation, and taking it back."""

from functools import partial
from typing import TypedDict

from flask import request, url_for
from werkzeug.wrappers import Response

from webapp.core import paging
from webapp.core.doors import actor, go_to, page, signed_in
from webapp.core.errors import Conflict
from webapp.core.forms import read_query
from webapp.core.said import Said
from webapp.core.words import _

from ..forms.operations import UndoForm
from ..movements import history, movements
from ..operations import undo
from ..schemas.operations import OperationFilter
from .blueprints import acts

PAGE = 50
SHOWN = 100  # lines of a preview; the rest is of the same kind


@acts.get("")
@signed_in
def done() -> Response:
    filters = read_query(OperationFilter).model_dump(exclude_none=True)
    before = paging.id_in(request.args.get("after"))
    rows = history.listed(actor(), before=before, limit=PAGE + 1, **filters)
    part = paging.cut(rows, PAGE, paging.by_id)
    return page(
        "stock/operations/operations",
        operations=part.rows,
        filters=filters,
        older=part.after and url_for(".done", **filters, after=part.after),
        newer=before and url_for(".done", **filters),
        **_choices(),
    )


class Choices(TypedDict):
    """What the list can be narrowed to: words by code, and names by id."""

    kinds: dict[str, str]
    reasons: dict[str, str]
    doers: dict[int, str]


def _choices() -> Choices:
    return {
        "kinds": history.kinds(actor()),
        "reasons": history.reasons(actor()),
        "doers": history.doers(actor()),
    }


@acts.get("/<int:id>")
@signed_in
def show(id: int) -> Response:
    act = history.find(actor(), id)
    after = paging.id_in(request.args.get("after"))
    moved = movements.listed(
        actor(), operation=id, before=after, limit=PAGE + 1, oldest_first=True
    )
    part = paging.cut(moved, PAGE, paging.by_id)
    refusal = None if act.undone_by or act.reverses else undo.refusal(actor(), id)
    return page(
        "stock/operations/operation",
        act=act,
        moved=part.rows,
        more=part.after and url_for(".show", id=id, after=part.after),
        stays=refusal and refusal.message,
    )


@acts.get("/<int:id>/undo")
@signed_in
def ask_undo(id: int) -> Response:
    act = history.find(actor(), id)
    try:
        seen = undo.preview(actor(), id)
    except Conflict as refusal:
        return _refused(id, refusal)
    lines = seen.lines[:SHOWN]
    return page(
        "stock/operations/undo",
        form=UndoForm(),
        act=act,
        seen=seen,
        lines=lines,
        levels=seen.changes[:SHOWN],
        names=undo.named(lines),
    )


@acts.post("/<int:id>/undo")
@signed_in
def take_back(id: int) -> Response:
    with UndoForm() as form:
        typed = form.read()
    try:
        undone = undo.undo(actor(), id, **typed)
    except Conflict as refusal:
        refusal.page = partial(_refused, id, refusal)
        raise
    if undone.checkout_id:
        return go_to("lending.show", Said(_("Undone"), tone="mute"), id=undone.checkout_id)
    return go_to(".show", Said(_("Undone"), tone="mute"), id=undone.id)


def _refused(id: int, refusal: Conflict) -> Response:
    """Why not, and the way to what was done since."""
    act = history.find(actor(), id)
    return page("stock/operations/undo", refusal.status, act=act, no=refusal)
