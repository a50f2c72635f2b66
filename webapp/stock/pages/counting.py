"""Counting a location: scan, tick and type what is there, look at the surprises, and have the differences written."""

import re
from typing import Any

from flask import request, url_for
from pydantic import ValidationError
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from webapp.core import paging
from webapp.core.doors import actor, go, page, signed_in
from webapp.core.errors import Invalid, Refusal
from webapp.core.inputs import an_id, problems
from webapp.people import people

from .. import locations
from ..forms.stocktakes import ScanForm, StocktakeForm
from ..schemas.stocktakes import ChoicesInput, TickInput
from ..stocktakes import counting, stocktakes, tallies
from ..stocktakes.differences import Choices
from .blueprints import stocktakes as bp

PAGE, ROWS = 24, 40
CHOICES = tuple(ChoicesInput.model_fields)
FIELDS = {"batches": "batch-", "numbers": "item-", "units": "unit"}


@bp.get("")
@signed_in
def listed() -> Response:
    (before,) = paging.place(request.args.get("after"), int) or (None,)
    found = stocktakes.listed(actor(), before=before, limit=PAGE + 1)
    older = len(found) > PAGE and url_for(
        ".listed", after=paging.cursor(found[PAGE - 1].id)
    )
    names = people.names(count.opened_by for count in found)
    return page(
        "stock/stocktakes/stocktakes", stocktakes=found[:PAGE], names=names, older=older
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
    return go(url_for(".show", id=count.id))


@bp.get("/<int:id>")
@signed_in
def show(id: int) -> Response:
    """Where it stands: the scan box, the review, or what became of it."""
    count = stocktakes.find(actor(), id)
    if count.status == "review":
        return go(url_for(".look", id=id))
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
    except Invalid as no:
        raise _again(no, lambda no=no: _counting(id, no, form)) from None
    return go(url_for(".show", id=id, last=done.line.id, again=1 if done.again else None))


@bp.post("/<int:id>/tick")
@signed_in
def tick(id: int) -> Response:
    try:
        counting.tick(actor(), id, **_ticked(request.form))
    except Invalid as no:
        raise _again(no, lambda no=no: _counting(id, no)) from None
    return go(url_for(".show", id=id, after=request.args.get("after")))


@bp.post("/<int:id>/forget")
@signed_in
def forget(id: int) -> Response:
    counting.forget(actor(), id, request.form.get("line", 0, type=an_id))
    return go(url_for(".show", id=id))


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


@bp.get("/<int:id>/review")
@signed_in
def look(id: int) -> Response:
    if stocktakes.find(actor(), id).status != "review":
        return go(url_for(".show", id=id))
    return _review(id)


@bp.post("/<int:id>/review")
@signed_in
def review(id: int) -> Response:
    stocktakes.review(actor(), id)
    return go(url_for(".look", id=id))


@bp.post("/<int:id>/reopen")
@signed_in
def reopen(id: int) -> Response:
    stocktakes.reopen(actor(), id)
    return go(url_for(".show", id=id))


@bp.post("/<int:id>/choose")
@signed_in
def choose(id: int) -> Response:
    """What was ticked is kept before it is shown what becomes of it."""
    choices, version = _chosen(request.form)
    try:
        stocktakes.choose(actor(), id, choices, version=version)
    except Refusal as no:
        raise (
            _again(no, lambda no=no: _review(id, no, choices))
            if no.status in (409, 412)
            else no
        ) from None
    return go(url_for(".preview", id=id))


@bp.get("/<int:id>/apply")
@signed_in
def preview(id: int) -> Response:
    """Exactly what would be written, to be confirmed."""
    count = stocktakes.find(actor(), id)
    try:
        plan = stocktakes.plan(actor(), id)
    except Refusal as no:
        return _review(id, no)
    may = not plan.needs_second or stocktakes.may_be_second(actor(), count)
    return page("stock/stocktakes/stocktake_apply", count=count, plan=plan, may_apply=may)


@bp.post("/<int:id>/apply")
@signed_in
def apply(id: int) -> Response:
    try:
        stocktakes.apply(actor(), id, seen=request.form.get("seen", "")[:16])
    except Refusal as no:
        raise (
            _again(no, lambda no=no: _review(id, no)) if no.status == 409 else no
        ) from None
    return go(url_for(".show", id=id))


@bp.post("/<int:id>/cancel")
@signed_in
def cancel(id: int) -> Response:
    stocktakes.cancel(actor(), id)
    return go(url_for(".show", id=id))


def _form(**start: Any) -> StocktakeForm:
    places = [place for place in locations.listed(actor(), limit=1000) if place.is_active]
    return StocktakeForm(
        choices={"location": [(str(place.id), place.name) for place in places]}, **start
    )


def _counting(id: int, no: Refusal | None = None, form: ScanForm | None = None) -> Response:
    findings, last = stocktakes.findings(actor(), id), request.args.get("last", type=an_id)
    told = findings.while_counting
    after, every = paging.place(request.args.get("after"), str, int), tallies.rows(findings)
    left = [row for row in every if not after or row.place > after]
    cursor = len(left) > ROWS and paging.cursor(*left[ROWS - 1].place)
    return page(
        "stock/stocktakes/stocktake",
        no.status if no else 200,
        count=stocktakes.find(actor(), id),
        no=no,
        form=form or ScanForm(),
        rows=left[:ROWS],
        older=cursor and url_for(".show", id=id, after=cursor),
        last=next((found for found in told if found.line_id == last), None)
        if last
        else None,
        done=[found for found in told if found.line_id],
        surprises=[
            found
            for found in told
            if found.verdict in ("elsewhere", "out", "away", "unknown")
        ],
        said=request.form,
    )


def _review(id: int, no: Refusal | None = None, said: Choices | None = None) -> Response:
    """With what was ticked last; or what is ticked now, which others may have changed meanwhile."""
    count, findings = stocktakes.find(actor(), id), stocktakes.findings(actor(), id).all
    return page(
        "stock/stocktakes/stocktake_review",
        no.status if no else 200,
        count=count,
        no=no,
        surprises=[found for found in findings if found.is_surprise],
        left=[found for found in findings if found.verdict == "not_counted"],
        right=sum(found.verdict == "as_expected" for found in findings),
        said=said or count.chosen,
    )


def _again(no: Refusal, draw: Any) -> Refusal:
    """The same page again once all is rolled back, with what was refused."""
    no.page = draw
    return no


def _ticked(said: MultiDict[str, str]) -> dict[str, Any]:
    """Units ticked, and the numbers typed; what was left empty is not counted."""
    numbers: dict[str, dict[str, str]] = {"batches": {}, "numbers": {}}
    for key, value in said.items():
        if (named := re.fullmatch(r"(batch|item)-([0-9]{1,9})", key)) and value.strip():
            numbers["batches" if named[1] == "batch" else "numbers"][named[2]] = (
                value.strip()
            )
    try:
        return dict(
            TickInput.model_validate(
                {"units": said.getlist("unit"), **numbers}, strict=False
            )
        )
    except ValidationError as error:
        told = ((name.split("."), words) for name, words in problems(error).items())
        raise Invalid(
            fields={FIELDS[at[0]] + "".join(at[1:2]): words for at, words in told}
        ) from None


def _chosen(said: MultiDict[str, str]) -> tuple[Choices, int | None]:
    try:
        read = ChoicesInput.model_validate(
            {name: said.getlist(name) for name in CHOICES}, strict=False
        )
    except ValidationError as error:
        raise Invalid(fields=problems(error)) from None
    return Choices.of(**dict(read)), said.get("version", type=an_id)
