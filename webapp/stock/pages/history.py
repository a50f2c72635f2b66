"""What was done with stock: the list, one operation, and taking it back."""

from flask import request, url_for
from werkzeug.wrappers import Response

from webapp.core import paging
from webapp.core.doors import actor, go, page, signed_in
from webapp.core.errors import Conflict
from webapp.core.forms import asked

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
    said = asked(OperationFilter).model_dump(exclude_none=True)
    (before,) = paging.place(request.args.get("after"), int) or (None,)
    found = history.listed(actor(), before=before, limit=PAGE + 1, **said)
    older = len(found) > PAGE and url_for(
        ".done", **said, after=paging.cursor(found[PAGE - 1].id)
    )
    newer = before and url_for(".done", **said)
    choices = {
        "kinds": history.kinds(actor()),
        "reasons": history.reasons(actor()),
        "doers": history.doers(actor()),
    }
    return page(
        "stock/operations/operations",
        200,
        operations=found[:PAGE],
        said=said,
        older=older,
        newer=newer,
        **choices,
    )


@acts.get("/<int:id>")
@signed_in
def show(id: int) -> Response:
    act = history.find(actor(), id)
    (after,) = paging.place(request.args.get("after"), int) or (None,)
    moved = movements.listed(
        actor(), operation=id, before=after, limit=PAGE + 1, oldest_first=True
    )
    more = len(moved) > PAGE and url_for(
        ".show", id=id, after=paging.cursor(moved[PAGE - 1].id)
    )
    no = None if act.undone_by or act.reverses else undo.refusal(actor(), id)
    return page(
        "stock/operations/operation",
        act=act,
        moved=moved[:PAGE],
        more=more,
        stays=no and no.message,
    )


@acts.get("/<int:id>/undo")
@signed_in
def ask_undo(id: int) -> Response:
    act = history.find(actor(), id)
    try:
        seen = undo.preview(actor(), id)
    except Conflict as no:
        return _refused(id, no)
    lines, levels = seen.lines[:SHOWN], seen.changes[:SHOWN]
    return page(
        "stock/operations/undo",
        form=UndoForm(),
        act=act,
        seen=seen,
        lines=lines,
        levels=levels,
        names=undo.named(lines),
    )


@acts.post("/<int:id>/undo")
@signed_in
def take_back(id: int) -> Response:
    with UndoForm() as form:
        said = form.read()
    try:
        made = undo.undo(actor(), id, **said)
    except Conflict as refused:
        no = refused
        no.page = lambda: _refused(id, no)
        raise
    loan = made.checkout_id
    return go(url_for("lending.show", id=loan) if loan else url_for(".show", id=made.id))


def _refused(id: int, no: Conflict) -> Response:
    """Why not, and the way to what was done since."""
    return page("stock/operations/undo", no.status, act=history.find(actor(), id), no=no)
