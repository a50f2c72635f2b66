"""The whole history, for programs."""

from flask import Blueprint

from webapp.core import downloads, paging
from webapp.core.doors import actor, only, signed_in
from webapp.core.openapi import Answer, answers

from .. import access
from ..lists import exports, whole_history
from ..lists.whole_history import Place
from ..schemas.whole_history import DeedShown, WholeHistoryExport, WholeHistoryQuery

bp = Blueprint("whole_history_api", __name__, url_prefix="/api/inventory/history")


@bp.get("/")
@signed_in
@only(access.may_hand_out)
@answers("operations", list[DeedShown])
def index(query: WholeHistoryQuery) -> Answer:
    """List what was done with stock and decided about loans, newest first, by whom or by days; for staff."""
    filters = query.model_dump(exclude={"after", "limit", "count"})
    before = Place(*(paging.place(query.after, int, int) or ()))
    deeds = whole_history.listed(actor(), before=before, limit=query.limit + 1, **filters)
    here, headers = paging.answer(deeds, query.limit, lambda deed: deed.place)
    return [DeedShown.of(deed) for deed in here], 200, headers


downloads.for_programs(bp, "/", "history", exports.whole_history, WholeHistoryExport)
