"""What is looked up and printed: who is late, how rooms are used, and units by any number on them."""

from functools import partial
from typing import NamedTuple

from flask import request, url_for
from werkzeug.wrappers import Response

from webapp.core import bounces, dates, paging, spreadsheet
from webapp.core.doors import actor, go, go_to, page, signed_in
from webapp.core.errors import Conflict
from webapp.core.forms import read_query
from webapp.core.inputs import an_id
from webapp.core.words import _
from webapp.lending.telling import reminding
from webapp.school import calendar, settings
from webapp.stock.items import items
from webapp.stock.ledger import checkpoints
from webapp.stock.units import codes, scans
from webapp.stock.units import units as things

from .. import overdue, room_use, unreached
from ..schemas import UseQuery
from .blueprint import bp

PAGE = 50


@bp.get("/reports/overdue")
@signed_in
def late() -> Response:
    """With whom somebody has just had reminded, where the address says so."""
    id = request.args.get("reminded", type=an_id)
    if not id or id not in reminding.reminded_today():
        return _late()
    return _late(told=Reminded(id, _("Reminded today."), is_sent=True))


class Reminded(NamedTuple):
    """What became of a reminder of a loan, in words."""

    id: int
    words: str
    is_sent: bool


@bp.post("/reports/overdue/<int:id>/remind", endpoint="remind")
@signed_in
def remind_now(id: int) -> Response:
    by, key = _by(), request.args.get("teacher", "")
    try:
        reminding.remind(actor(), id)
    except Conflict as no:
        told = Reminded(id, no.message, is_sent=False)
        no.page = partial(_late, status=no.status, told=told)
        raise
    to = url_for(".late", by=by, teacher=key or None, reminded=id, _anchor="told")
    return go(to)


def _late(status: int = 200, told: Reminded | None = None) -> Response:
    by = _by()
    every, key = overdue.sheets(actor(), by), request.args.get("teacher", "")
    sheets = overdue.only(every, key)
    return page(
        "reports/overdue",
        status,
        told=told,
        by=by,
        kinds=overdue.BY,
        every=every,
        sheets=sheets,
        unreached=bounces.of({loan.email for each in sheets for loan in each.loans}),
        reminded=reminding.reminded_today(),
        key=key,
        today=calendar.today(),
        school=settings.get("name"),
        seal=checkpoints.seal(),
    )


@bp.get("/reports/unreached")
@signed_in
def not_reached() -> Response:
    return page(
        "reports/unreached",
        people=unreached.listed(actor()),
        today=calendar.today(),
        school=settings.get("name"),
    )


@bp.get("/reports/overdue.csv")
@signed_in
def late_csv() -> Response:
    every = overdue.sheets(actor(), _by())
    sheets = overdue.only(every, request.args.get("teacher", ""))
    name = f'attachment; filename="overdue-{calendar.today()}.csv"'
    lines = spreadsheet.lines(overdue.HEAD, overdue.rows(sheets))
    return Response(
        lines, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": name}
    )


def _by() -> str:
    by = request.args.get("by", "")
    return by if by in overdue.BY else "teacher"


@bp.get("/reports/rooms")
@signed_in
def rooms() -> Response:
    query = read_query(UseQuery)
    use = room_use.of(actor(), query.start_date, query.end_date)
    return page(
        "reports/rooms",
        use=use,
        show=query.show,
        duration=room_use.duration,
        days=[
            (str(short), str(day))
            for short, day in zip(dates.SHORT_WEEKDAYS, dates.WEEKDAYS, strict=True)
        ],
        kinds=room_use.KINDS,
    )


@bp.get("/reports/rooms.csv")
@signed_in
def rooms_csv() -> Response:
    query = read_query(UseQuery)
    use = room_use.of(actor(), query.start_date, query.end_date)
    name = f'attachment; filename="rooms-{use.first}-{use.last}.csv"'
    lines = spreadsheet.lines(room_use.HEAD, use.rows())
    return Response(
        lines, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": name}
    )


@bp.get("/search", endpoint="search")
@signed_in
def find() -> Response:
    """Where the search was before the one box: what is bookmarked still leads there."""
    return go_to("find.find", q=request.args.get("q", ""))


@bp.get("/units")
@signed_in
def units() -> Response:
    code = request.args.get("q", "")[: scans.LONGEST]
    if label := codes.on_label(code):
        return go_to("lending.printed", code=label)
    after = _after() or 0
    item_id = request.args.get("item", type=an_id)
    rows = things.search(actor(), code=code, item=item_id, after=after, limit=PAGE + 1)
    part = paging.cut(rows, PAGE, paging.by_id)
    return page(
        "reports/units",
        units=part.rows,
        q=code,
        longest=scans.LONGEST,
        more=part.after
        and url_for(".units", q=code or None, item=item_id, after=part.after),
        of=items.find(actor(), item_id) if item_id else None,
    )


def _after() -> int | None:
    """The id that the page before ended with."""
    place: tuple[int] | None = paging.place(request.args.get("after"), int)
    return place[0] if place else None
