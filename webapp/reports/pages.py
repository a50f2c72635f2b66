"""What is looked up and printed: who is late, and what became of a unit."""

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from webapp.core import paging, spreadsheet
from webapp.core.doors import actor, page, signed_in
from webapp.lending import holding
from webapp.people import people
from webapp.school import calendar, settings
from webapp.stock import checkpoints, movements
from webapp.stock import units as things

from . import overdue

bp = Blueprint("reports", __name__)
PAGE = 50


@bp.get("/reports/overdue")
@signed_in
def late() -> Response:
    every, key = overdue.sheets(actor()), request.args.get("teacher", "")
    about = {"today": calendar.today(), "school": settings.get("name"), "seal": checkpoints.seal()}
    return page("reports/overdue", every=every, sheets=overdue.only(every, key), key=key, **about)


@bp.get("/reports/overdue.csv")
@signed_in
def late_csv() -> Response:
    found = overdue.only(overdue.sheets(actor()), request.args.get("teacher", ""))
    name = f'attachment; filename="overdue-{calendar.today()}.csv"'
    lines = spreadsheet.lines(overdue.HEAD, overdue.rows(found))
    return Response(lines, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": name})


@bp.get("/units")
@signed_in
def units() -> Response:
    code, after = request.args.get("q", "")[:80], paging.place(request.args.get("after"), int) or (0,)
    found = things.search(actor(), code=code, after=after[0], limit=PAGE + 1)
    more = len(found) > PAGE and url_for(".units", q=code or None, after=paging.cursor(found[PAGE - 1].id))
    return page("reports/units", units=found[:PAGE], q=code, more=more)


@bp.get("/units/<int:id>")
@signed_in
def unit(id: int) -> Response:
    seen, before = things.find(actor(), id), paging.place(request.args.get("after"), int) or (None,)
    moved = movements.of_unit(actor(), id, before=before[0], limit=PAGE + 1)
    older = len(moved) > PAGE and url_for(".unit", id=id, after=paging.cursor(moved[PAGE - 1].id))
    newer = before[0] and url_for(".unit", id=id)
    who = {"holder": holding.holder(actor(), id), "names": people.names(each.actor_id for each in moved)}
    return page("reports/unit", 200, unit=seen, moved=moved[:PAGE], older=older, newer=newer, **who)
