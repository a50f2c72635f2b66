"""Labels to print for units."""

from typing import TypedDict

from flask import current_app, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from webapp.core import paging
from webapp.core.doors import actor, page, signed_in
from webapp.core.inputs import an_id
from webapp.school import settings

from ..units import labels
from ..units.units import Kept
from .blueprints import things

USUAL_PAPER = "a4-l7160"


class _Wanted(TypedDict):
    """Which units are asked for: themselves, all of an item, or all that an operation moved."""

    unit: list[int]
    item: list[int]
    operation: list[int]


@things.get("/labels")
@signed_in
def labels_of() -> Response:
    wanted, paper = _wanted(), _paper()
    on_sheet = labels.PAPERS[paper].each
    start = min(max(request.args.get("start", 1, type=int), 1), on_sheet)
    part = paging.cut(_units(wanted), labels.MOST, lambda unit: (unit.id,))
    return page(
        "stock/units/labels",
        found=part.rows,
        sheets=labels.sheets(part.rows, on_sheet, start),
        older=part.after and _older(wanted, paper, part.after),
        start=start,
        each=on_sheet,
        paper=paper,
        papers=labels.PAPERS,
        asked=wanted,
        qr=_code,
        school=settings.get("name"),
    )


def _older(wanted: _Wanted, paper: str, after: str) -> str:
    return url_for(".labels_of", **wanted, paper=paper, after=after)


def _units(wanted: _Wanted) -> list[Kept]:
    (after,) = paging.place(request.args.get("after"), int) or (0,)
    return labels.wanted(
        actor(),
        ids=wanted["unit"],
        item=next(iter(wanted["item"]), None),
        operation=next(iter(wanted["operation"]), None),
        after=after,
    )


def _wanted() -> _Wanted:
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
