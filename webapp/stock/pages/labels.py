"""Labels to print for units."""

from typing import TypedDict

from flask import current_app, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from webapp.core import paging
from webapp.core.doors import actor, page, signed_in
from webapp.core.inputs import an_id
from webapp.school import settings

from ..models import Unit
from ..units import labels
from .blueprints import things

USUAL_PAPER = "a4-l7160"


class Chosen(TypedDict):
    """Which units are asked for: themselves, all of an item, or all that an operation moved."""

    unit: list[int]
    item: list[int]
    operation: list[int]


@things.get("/labels")
@signed_in
def labels_of() -> Response:
    chosen, paper = _chosen(), _paper()
    on_sheet = labels.PAPERS[paper].each
    start = min(max(request.args.get("start", 1, type=int), 1), on_sheet)
    part = paging.cut(_units(chosen), labels.MOST, paging.by_id)
    return page(
        "stock/units/labels",
        units=part.rows,
        sheets=labels.sheets(part.rows, on_sheet, start),
        older=part.after and _older(chosen, paper, part.after),
        start=start,
        each=on_sheet,
        paper=paper,
        papers=labels.PAPERS,
        chosen=chosen,
        qr=_code,
        school=settings.get("name"),
    )


def _older(chosen: Chosen, paper: str, after: str) -> str:
    return url_for(".labels_of", **chosen, paper=paper, after=after)


def _units(chosen: Chosen) -> list[Unit]:
    after = paging.id_in(request.args.get("after")) or 0
    return labels.chosen(
        actor(),
        ids=chosen["unit"],
        item=next(iter(chosen["item"]), None),
        operation=next(iter(chosen["operation"]), None),
        after=after,
    )


def _chosen() -> Chosen:
    return {
        "unit": _ids("unit"),
        "item": _ids("item"),
        "operation": _ids("operation"),
    }


def _ids(name: str) -> list[int]:
    return request.args.getlist(name, type=an_id)[: labels.MOST]


def _paper() -> str:
    paper = request.args.get("paper", "")
    return paper if paper in labels.PAPERS else USUAL_PAPER


def _code(id: int) -> Markup:
    return Markup(labels.code(current_app.config["BASE_URL"], id))  # noqa: S704  # drawn from a number
