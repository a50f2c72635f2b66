"""Series in a browser: asked for, previewed, booked and shown."""

from datetime import date, timedelta
from typing import TypedDict, Unpack

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from webapp.core.doors import actor, go_to, looks, page, signed_in
from webapp.core.errors import Conflict
from webapp.core.form_addresses import to_address
from webapp.core.form_fields import options
from webapp.core.forms import read_query
from webapp.core.said import Said
from webapp.core.words import _
from webapp.school import calendar
from webapp.school.recurring import WEEKDAYS

from .. import access, rooms
from ..forms.reservations import PURPOSES, STAFF_PURPOSES
from ..forms.series import SeriesForm
from ..models import Reservation, SeriesSkip
from ..schemas.reservations import AskQuery
from ..series import series, series_upcoming
from . import named_students, series_dates
from .series_dates import choices, shown_again

bp = Blueprint("series", __name__, url_prefix="/series")
TERM = timedelta(weeks=12)  # how long a series goes on unless somebody says so


class Start(TypedDict, total=False):
    """What a form of a series begins with."""

    room: str
    first_date: date
    last_date: date
    weekdays: list[str]
    start: str | None
    end: str | None
    purpose: str
    notes: str


@bp.get("/new")
@signed_in
def ask() -> Response:
    return page("rooms/series/series_ask", form=_form(**_start(read_query(AskQuery))))


@bp.get("/preview")
@bp.post("/preview")
@signed_in
@looks
def preview() -> Response:
    with _form() as form:
        shown = _preview(form)
    return to_address() or shown


@bp.post("/new")
@signed_in
def book() -> Response:
    with _form() as form, shown_again(lambda refusal: _preview(form, refusal)):
        typed = form.read()
        typed["student"] = named_students.id_of(typed["student"])
        booked = series.book(actor(), **typed, choices=choices())
    return go_to(".show", Said(_("The series is booked")), id=booked.id)


@bp.get("/<int:id>")
@signed_in
def show(id: int) -> Response:
    shown = series.find(actor(), id)
    rows, skips = series.occurrences(shown), series.skips(shown)
    return page(
        "rooms/series/series",
        series=shown,
        dates=sorted([*rows, *skips], key=_on),
        ahead=[row for row in rows if series_upcoming.is_ahead(row)],
    )


@bp.context_processor
def _helpers() -> dict[str, object]:
    return {"chosen": series_dates.options, "CHOICE": series_dates.CHOICE}


def places() -> list[tuple[str, str]]:
    """The rooms to choose from: id and name."""
    return [(str(room.id), room.name) for room in rooms.list_all(actor()) if room.is_active]


def _preview(form: SeriesForm, refusal: Conflict | None = None) -> Response:
    typed = form.read()
    typed["student"] = named_students.id_of(typed["student"])
    pattern, planned = series.preview(actor(), **typed, choices=choices())
    words = f"{form.place}: {pattern.words}"
    return series_dates.show(form, planned, refusal, action=url_for(".book"), words=words)


def _on(date_of: Reservation | SeriesSkip) -> date:
    return date_of.on if isinstance(date_of, SeriesSkip) else date_of.occurrence_date


def _start(query: AskQuery) -> Start:
    """What a link says, on the school's clock."""
    starts, ends = (
        calendar.local(at) if at and at.tzinfo else at
        for at in (query.start_time, query.end_time)
    )
    on = starts.date() if starts else query.date or calendar.today()
    return Start(
        room=str(query.room),
        first_date=on,
        last_date=on + TERM,
        weekdays=[WEEKDAYS[on.weekday()]],
        start=f"{starts:%H:%M}" if starts else None,
        end=f"{ends:%H:%M}" if ends else None,
        purpose=query.purpose,
        notes=query.notes,
    )


def _form(**start: Unpack[Start]) -> SeriesForm:
    purposes = STAFF_PURPOSES if access.may_decide(actor()) else PURPOSES
    form = SeriesForm(choices={"room": places(), "purpose": [*options(purposes)]}, **start)
    form.action, form.back = url_for(".preview"), url_for("rooms.index")
    return form
