"""What waits for a second person: to agree, or to say no."""

from flask import request, url_for
from werkzeug.wrappers import Response

from webapp.core import paging
from webapp.core.doors import actor, go_to, page, signed_in
from webapp.core.said import Said
from webapp.core.words import _

from ..operations import operations, pending
from .blueprints import acts
from .handling import what_was_done

PAGE = 24


@acts.get("/pending")
@signed_in
def waiting() -> Response:
    decided = request.args.get("decided") == "1"
    before = paging.id_in(request.args.get("after"))
    rows = pending.listed(actor(), decided=decided, before=before, limit=PAGE + 1)
    part = paging.cut(rows, PAGE, paging.by_id)
    older = part.after and url_for(
        ".waiting", after=part.after, decided="1" if decided else None
    )
    return page(
        "stock/operations/pending",
        pending=part.rows,
        decided=decided,
        older=older,
        **what_was_done(),
    )


@acts.get("/pending/<int:id>")
@signed_in
def one_waiting(id: int) -> Response:
    return page("stock/operations/pending_one", each=pending.find(actor(), id))


@acts.post("/pending/<int:id>/approve")
@signed_in
def approve(id: int) -> Response:
    operation_id = operations.approve(actor(), id).operation_id
    return _strip(id) or go_to(".waiting", done=operation_id)


@acts.post("/pending/<int:id>/reject")
@signed_in
def reject(id: int) -> Response:
    operations.reject(actor(), id)
    return _strip(id) or go_to(".waiting", Said(_("Rejected: nothing changes")))


def _strip(id: int) -> Response | None:
    """What takes the place of its card in the inbox, where it was answered there."""
    if not request.headers.get("HX-Target", "").endswith(f"#act-{id}"):
        return None
    return page("stock/operations/answered", each=pending.find(actor(), id))
