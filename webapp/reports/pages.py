"""What is looked up and printed: who is late, and what became of a unit."""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from webapp.core import spreadsheet
from webapp.core.doors import actor, page, signed_in
from webapp.school import calendar, settings

from . import overdue

bp = Blueprint("reports", __name__)


@bp.get("/reports/overdue")
@signed_in
def late() -> Response:
    every, key = overdue.sheets(actor()), request.args.get("teacher", "")
    about = {"today": calendar.today(), "school": settings.get("name")}
    return page("reports/overdue", every=every, sheets=overdue.only(every, key), key=key, **about)


@bp.get("/reports/overdue.csv")
@signed_in
def late_csv() -> Response:
    found = overdue.only(overdue.sheets(actor()), request.args.get("teacher", ""))
    name = f'attachment; filename="overdue-{calendar.today()}.csv"'
    lines = spreadsheet.lines(overdue.HEAD, overdue.rows(found))
    return Response(lines, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": name})
