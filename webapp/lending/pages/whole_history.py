"""The whole history in a browser."""

from flask import request, url_for
from werkzeug.wrappers import Response

from webapp.core import downloads, paging
from webapp.core.doors import actor, page, signed_in
from webapp.core.forms import read_query
from webapp.people import access as people

from ..lists import exports, whole_history
from ..lists.whole_history import NEWEST, Place
from ..schemas.whole_history import WholeHistoryFilter
from .blueprint import bp

PAGE = 50


@bp.get("/history", endpoint="whole_history")
@signed_in
def show() -> Response:
    filters = read_query(WholeHistoryFilter).model_dump(exclude_none=True)
    before = Place(*(paging.place(request.args.get("after"), int, int) or ()))
    deeds = whole_history.listed(actor(), before=before, limit=PAGE + 1, **filters)
    part = paging.cut(deeds, PAGE, lambda deed: deed.place)
    here = ".whole_history"
    return page(
        "lending/whole_history",
        deeds=part.rows,
        filters=filters,
        older=part.after and url_for(here, **filters, after=part.after),
        newer=before != NEWEST and url_for(here, **filters),
        doers=whole_history.doers(actor()),
        may_manage=people.may_manage(actor()),
    )


downloads.on_page(bp, "/history", "history", exports.whole_history, WholeHistoryFilter)
