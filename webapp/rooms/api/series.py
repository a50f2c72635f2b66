"""Series for programs."""

from flask import Blueprint

from webapp.core import paging
from webapp.core.doors import actor, if_match, signed_in
from webapp.core.openapi import Answer, answer_list, answers

from ..models import Series
from ..schemas.rooms import ListQuery
from ..schemas.series import (
    ChangeInput,
    ScopeInput,
    SeriesInput,
    SeriesListed,
    SeriesPreviewShown,
    SeriesShown,
)
from ..series import series, series_changes
from ..series.series_lines import Choice
from ..series.series_upcoming import Change

bp = Blueprint("series_api", __name__, url_prefix="/api/inventory/series")


@bp.get("/")
@signed_in
@answers("series", list[SeriesListed], 422)
def list_series(query: ListQuery) -> Answer:
    """List the series you may see, the newest first."""
    before = paging.id_in(query.after)
    rows = series.list_all(actor(), limit=query.limit + 1, before=before)
    return answer_list(SeriesListed, rows, query.limit, paging.by_id)


@bp.post("/preview/")
@signed_in
@answers("series", SeriesPreviewShown, 422)
def preview(json: SeriesInput) -> Answer:
    """Preview a series: every date as it would be booked. Nothing is saved."""
    return SeriesPreviewShown.of(series.preview(actor(), **json.request)[1])


@bp.post("/")
@signed_in
@answers("series", SeriesShown, 422, status=201)
def book(json: SeriesInput) -> Answer:
    """Book a series: all dates that are not skipped, or none. A 409 lists every date as it is now."""
    return _answer(series.book(actor(), **json.request), 201)


@bp.get("/<int:id>/")
@signed_in
@answers("series", SeriesShown)
def show(id: int) -> Answer:
    """Show a series with its dates and the dates that were left out."""
    return _answer(series.find(actor(), id))


@bp.post("/<int:id>/change/preview/")
@signed_in
@answers("series", SeriesPreviewShown, 422)
def preview_change(id: int, json: ChangeInput) -> Answer:
    """Preview a change: every date as it would be. Nothing is saved."""
    return SeriesPreviewShown.of(series_changes.preview(actor(), id, *_change(json)))


@bp.post("/<int:id>/change/")
@signed_in
@answers("series", SeriesShown, 412, 422)
def change(id: int, json: ChangeInput) -> Answer:
    """Move one date, that date and all after it, or all upcoming dates. Returns the series they now belong to."""
    return _answer(series_changes.apply(actor(), id, *_change(json), version=if_match()))


@bp.post("/<int:id>/cancel/")
@signed_in
@answers("series", SeriesShown, 412, 422)
def cancel(id: int, json: ScopeInput) -> Answer:
    """Cancel one date, that date and all after it, or all upcoming dates."""
    series_changes.cancel(actor(), id, scope=json.scope, on=json.date, version=if_match())
    return _answer(series.find(actor(), id))


def _change(json: ChangeInput) -> tuple[Change, list[Choice]]:
    change = Change(json.scope, json.date, json.room, json.start, json.end)
    return change, [each.choice for each in json.choices]


def _answer(row: Series, status: int = 200) -> Answer:
    shown = SeriesShown.of(row, series.occurrences(row), series.skips(row))
    return shown, status, {"ETag": f'"v{row.version}"'}
