"""The catalogue: finding items, adding and describing them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode

from flask import request, url_for
from werkzeug.wrappers import Response

from webapp.core import paging
from webapp.core.doors import actor, go_to, page, signed_in, wants_part
from webapp.core.errors import Invalid
from webapp.core.forms import read_query
from webapp.school import calendar

from .. import access
from ..forms.items import item_edit_form, item_form
from ..items import categories, free, items
from ..items.families import Browsed, chosen
from ..items.stocked import Stocked, stocked_key
from ..models import Set
from ..schemas.items import LoanDates
from ..sets import sets
from .blueprints import bp

PAGE = 24
SETS = 6  # shown above the items
LONGEST_SEARCH = 200


class Sought(NamedTuple):
    """What the address asks for, among what is in use or in the archive."""

    words: str
    category: str | None
    status: str | None
    family: str = ""
    instrument: str = ""

    @property
    def is_all(self) -> bool:
        return not (self.category or self.status or self.family)


@bp.get("")
@signed_in
def index() -> Response:
    names = categories.names()
    sought = _sought(names)
    browsed = _browse(sought)
    part, dates = _found(sought)
    kept = _kept(sought, dates)
    return page(
        "stock/items/items",
        422 if dates.problems else 200,
        items=dates.rows,
        sought=sought,
        categories=names,
        dates=dates,
        older=part.after and _older(part.after, kept | browsed.asked),
        browsed=browsed,
        is_part=wants_part(),
        kept=kept,
        suspension=free.why_not(actor()),
        sets=_sets(sought.words) if sought.is_all and not dates.is_free_only else [],
    )


def _sought(names: Mapping[str, str]) -> Sought:
    category = request.args.get("category", "")
    words = request.args.get("q", "")[:LONGEST_SEARCH]
    return Sought(
        words,
        category if category in names else None,
        _status(),
        *chosen(request.args.get("family", ""), request.args.get("instrument", "")),
    )


def _kept(sought: Sought, dates: "ForDates") -> dict[str, str]:
    """What stays in the address as somebody goes on from here."""
    said = {"q": sought.words, "category": sought.category, "status": sought.status}
    said |= {"free": "y" if dates.is_free_only else None}
    return {name: value for name, value in (said | dict(dates.asked)).items() if value}


class ForDates(NamedTuple):
    """Items with what is free of them for a loan on the dates in the address, if there are any."""

    rows: Sequence[Stocked]
    asked: Mapping[str, str]  # `from` and `until` as they were typed
    first: date | None = None
    last: date | None = None
    problems: Mapping[str, str] = {}  # at these fields
    is_free_only: bool = False  # without those of which none is free

    @property
    def days(self) -> int:
        if self.first and self.last:
            return calendar.count_days(self.first, self.last)
        return 0


def _found(sought: Sought) -> tuple[paging.Part[Stocked], ForDates]:
    """A page of what is found, with what is free of it; only that, found among more, if the address says so."""
    is_free_only = request.args.get("free") == "y"
    looked_at = free.LOOKED_AT if is_free_only else PAGE
    rows = _search(sought, looked_at + 1)
    dates = _for_dates(rows, is_free_only)
    if is_free_only and not dates.problems:
        part = paging.sift(dates.rows, PAGE, looked_at, free.is_one_free, stocked_key)
    else:
        part = paging.cut(dates.rows, PAGE, stocked_key)
    return part, dates._replace(rows=part.rows)


def _for_dates(rows: Sequence[Stocked], is_free_only: bool) -> ForDates:
    """Of today, if only what is free is to be shown and no day is said."""
    asked = {name: request.args.get(name, "") for name in ("from", "until")}
    if not any(asked.values()) and not is_free_only:
        return ForDates(rows, asked)
    try:
        dates = read_query(LoanDates)
        first = dates.first or calendar.today()
        last = dates.until or first
        rows = free.for_loan(actor(), rows, first, last)
        return ForDates(rows, asked, first, last, is_free_only=is_free_only)
    except Invalid as no:
        return ForDates(rows, asked, problems=no.fields, is_free_only=is_free_only)


def _browse(sought: Sought) -> Browsed:
    """What is found, by families, and which of them the address names."""
    found = items.kinds(
        actor(), words=sought.words, category=sought.category, status=sought.status
    )
    return Browsed(found, sought.family, sought.instrument)


def _search(sought: Sought, limit: int) -> list[Stocked]:
    return items.search(
        actor(),
        **sought._asdict(),
        after=paging.place(request.args.get("after"), str, int),
        limit=limit,
    )


def _sets(words: str) -> list[Set]:
    """A few of the sets that are lent, where a list begins; the rest are on a page of their own."""
    if "after" in request.args:
        return []
    rows = sets.listed(actor(), words=words, limit=SETS)
    return [row for row in rows if row.is_lent]


def _status() -> str | None:
    """What staff may ask for; all others see only what is in use."""
    is_archive = actor().is_staff and request.args.get("status") == "retired"
    return "retired" if is_archive else None


def _older(after: str, kept: Mapping[str, str]) -> str:
    return f"{url_for('.index')}?{urlencode({**kept, 'after': after})}"


@bp.get("/new")
@signed_in
def new() -> Response:
    access.check_may_describe(actor())
    return page("layout/form", form=item_form())


@bp.post("/new")
@signed_in
def add() -> Response:
    with item_form() as form:
        item = items.add(actor(), **form.read())
    return go_to("lending.item", id=item.id)


@bp.get("/<int:id>/edit")
@signed_in
def edit(id: int) -> Response:
    described = items.described(actor(), id)
    access.check_may_describe(actor())
    item = items.find(actor(), id)
    return page("layout/form", form=item_edit_form(described=described, item=item))


@bp.post("/<int:id>/edit")
@signed_in
def describe(id: int) -> Response:
    item = items.find(actor(), id)
    with item_edit_form(request.form.get("category", ""), item=item) as form:
        items.describe(actor(), id, **form.read())
    return go_to("lending.item", id=id)
