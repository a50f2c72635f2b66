"""Counting a location: scan, tick and type what is there."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from flask import request, url_for
from pydantic import ValidationError
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from webapp.core import paging
from webapp.core.doors import actor, go_to, page, signed_in
from webapp.core.errors import Invalid, Refusal
from webapp.core.inputs import an_id, problems
from webapp.core.said import Said
from webapp.core.words import _
from webapp.people import people

from .. import locations
from ..forms.stocktakes import ScanForm, StocktakeForm
from ..schemas.stocktakes import TickInput
from ..stocktakes import counting, stocktakes, tallies
from ..stocktakes.finding import Finding
from .blueprints import stocktakes as bp

PAGE, ROWS = 24, 40
PLACES = 1_000
FIELDS = {"batches": "batch-", "numbers": "item-", "units": "unit"}
SURPRISES = ("elsewhere", "out", "away", "unknown")


@bp.get("")
@signed_in
def listed() -> Response:
    before = paging.id_in(request.args.get("after"))
    counts = stocktakes.listed(actor(), before=before, limit=PAGE + 1)
    part = paging.cut(counts, PAGE, paging.by_id)
    return page(
        "stock/stocktakes/stocktakes",
        stocktakes=part.rows,
        names=people.names(count.opened_by for count in counts),
        older=part.after and url_for(".listed", after=part.after),
    )


@bp.get("/new")
@signed_in
def new() -> Response:
    return page("layout/form", form=_form(location=request.args.get("location", "")))


@bp.post("/new")
@signed_in
def begin() -> Response:
    with _form() as form:
        count = stocktakes.begin(actor(), **form.read())
    return go_to(".show", Said(_("The count has begun")), id=count.id)


@bp.get("/<int:id>")
@signed_in
def show(id: int) -> Response:
    """Where it stands: the scan box, the review, or what became of it."""
    count = stocktakes.find(actor(), id)
    if count.status == "review":
        return go_to(".look", id=id)
    if count.status == "counting":
        return _counting(id)
    names = people.names([count.opened_by])
    return page(
        "stock/stocktakes/stocktake_done",
        count=count,
        names=names,
        adjustments=stocktakes.written(actor(), id),
    )


@bp.post("/<int:id>")
@signed_in
def scan(id: int) -> Response:
    form = ScanForm()
    try:
        with form:
            done = counting.count(actor(), id, **form.read())
    except Invalid as refusal:
        refusal.page = partial(_counting, id, refusal, form)
        raise
    return go_to(".show", id=id, last=done.line.id, again=1 if done.again else None)


@bp.post("/<int:id>/tick")
@signed_in
def tick(id: int) -> Response:
    try:
        counting.tick(actor(), id, **dict(_ticked(request.form)))
    except Invalid as refusal:
        refusal.page = partial(_counting, id, refusal)
        raise
    return go_to(".show", Said(_("Counted")), id=id, after=request.args.get("after"))


@bp.post("/<int:id>/forget")
@signed_in
def forget(id: int) -> Response:
    counting.forget(actor(), id, request.form.get("line", 0, type=an_id))
    return go_to(".show", Said(_("Taken out of the count"), tone="mute"), id=id)


@bp.get("/<int:id>/sheet")
@signed_in
def sheet(id: int) -> Response:
    """For counting on paper."""
    count = stocktakes.find(actor(), id)
    return page(
        "stock/stocktakes/count_sheet",
        count=count,
        rows=tallies.rows(stocktakes.findings(actor(), id)),
    )


def _form(**start: str) -> StocktakeForm:
    places = [place for place in locations.listed(actor(), limit=PLACES) if place.is_active]
    return StocktakeForm(
        choices={"location": [(str(place.id), place.name) for place in places]}, **start
    )


def _counting(
    id: int, refusal: Refusal | None = None, form: ScanForm | None = None
) -> Response:
    findings = stocktakes.findings(actor(), id)
    rows, older = _tally(id, tallies.rows(findings))
    visible = findings.while_counting
    return page(
        "stock/stocktakes/stocktake",
        refusal.status if refusal else 200,
        count=stocktakes.find(actor(), id),
        no=refusal,
        form=form or ScanForm(),
        rows=rows,
        older=older,
        last=_last(visible),
        done=[finding for finding in visible if finding.line_id],
        surprises=[finding for finding in visible if finding.verdict in SURPRISES],
        typed=request.form,
    )


def _tally(
    id: int, rows: Sequence[tallies.Row]
) -> tuple[Sequence[tallies.Row], str | None]:
    """The rows from where the address says, and the address of what follows."""
    after = paging.place(request.args.get("after"), str, int)
    left = [row for row in rows if not after or row.place > after]
    part = paging.cut(left, ROWS, lambda row: row.place)
    return part.rows, part.after and url_for(".show", id=id, after=part.after)


def _last(findings: Iterable[Finding]) -> Finding | None:
    """What was counted just now, by the address."""
    line = request.args.get("last", type=an_id)
    return next((one for one in findings if line and one.line_id == line), None)


def _ticked(typed: MultiDict[str, str]) -> TickInput:
    """Units ticked, and the numbers typed; what was left empty is not counted."""
    numbers: dict[str, dict[str, str]] = {"batch": {}, "item": {}}
    for key, value in typed.items():
        named = re.fullmatch(r"(batch|item)-([0-9]{1,9})", key)
        if named and value.strip():
            numbers[named[1]][named[2]] = value.strip()
    ticks = {
        "units": typed.getlist("unit"),
        "batches": numbers["batch"],
        "numbers": numbers["item"],
    }
    try:
        return TickInput.model_validate(ticks, strict=False)
    except ValidationError as error:
        raise Invalid(fields=_by_field(problems(error))) from None


def _by_field(problems: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with the ticks, by the names of the page's fields."""
    fields = {}
    for path, words in problems.items():
        name, *ids = path.split(".")
        fields[FIELDS[name] + "".join(ids[:1])] = words
    return fields
