"""Labels to print for units."""

from typing import Any

from flask import current_app, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from webapp.core import paging
from webapp.core.doors import actor, page, signed_in
from webapp.core.inputs import an_id
from webapp.school import settings

from ..units import labels
from .blueprints import things


@things.get("/labels")
@signed_in
def labels_of() -> Response:
    asked: dict[str, Any] = {
        name: request.args.getlist(name, type=an_id)[: labels.MOST]
        for name in ("unit", "item", "operation")
    }
    paper = request.args.get("paper", "")
    paper = paper if paper in labels.PAPERS else "a4-l7160"
    each = labels.PAPERS[paper].each
    start = min(max(request.args.get("start", 1, type=int), 1), each)
    (after,) = paging.place(request.args.get("after"), int) or (0,)
    one = {name: next(iter(asked[name]), None) for name in ("item", "operation")}
    found = labels.wanted(actor(), ids=asked["unit"], **one, after=after)
    last = found[labels.MOST - 1] if len(found) > labels.MOST else None
    older = last and url_for(
        ".labels_of", **asked, paper=paper, after=paging.cursor(last.id)
    )
    laid = {
        "sheets": labels.sheets(found[: labels.MOST], each, start),
        "start": start,
        "each": each,
    }
    about = {
        "paper": paper,
        "papers": labels.PAPERS,
        "asked": asked,
        "school": settings.get("name"),
    }
    return page(
        "stock/units/labels",
        200,
        found=found[: labels.MOST],
        older=older,
        qr=_code,
        **laid,
        **about,
    )


def _code(id: int) -> Markup:
    return Markup(labels.code(current_app.config["BASE_URL"], id))  # noqa: S704  # drawn from a number
