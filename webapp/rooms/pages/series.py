"""Series in a browser: asked for, previewed, booked, changed and given back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import Blueprint, request, url_for
from pydantic import ValidationError
from werkzeug.wrappers import Response

from webapp.core.doors import actor, go, page, signed_in
from webapp.core.errors import Conflict, Invalid, Stale
from webapp.core.forms import asked, options
from webapp.core.inputs import problems
from webapp.people import people
from webapp.school import calendar
from webapp.school.recurring import WEEKDAYS

from .. import access, rooms
from ..forms.rooms import PURPOSES, STAFF_PURPOSES
from ..forms.series import CancelForm, ChangeForm, SeriesForm
from ..models import Reservation, Series, SeriesSkip
from ..schemas.rooms import AskQuery
from ..schemas.series import DateChoiceInput, ScopeQuery
from ..series import series, series_changes, series_upcoming
from ..series.series_lines import Choice, Line, Preview
from ..series.series_upcoming import Change

bp = Blueprint("series", __name__, url_prefix="/series")
TERM = timedelta(weeks=12)  # how long a series goes on unless somebody says so
CHOICE = "on-"  # before the date in a field's name


@bp.get("/new")
@signed_in
def ask() -> Response:
    return page("rooms/series/series_ask", form=_series_form(**_start(asked(AskQuery))))


@bp.post("/preview")
@signed_in
def preview() -> Response:
    with _series_form() as form:
        return _preview(form)


@bp.post("/new")
@signed_in
def book() -> Response:
    with _series_form() as form, _shown_again(lambda no: _preview(form, no)):
        made = series.book(actor(), **_said(form), choices=_choices())
    return go(url_for(".show", id=made.id))


@bp.get("/<int:id>")
@signed_in
def show(id: int) -> Response:
    found = series.find(actor(), id)
    rows, skips = series.occurrences(found), series.skips(found)
    ahead = [row for row in rows if series_upcoming.is_ahead(row)]
    return page(
        "rooms/series/series",
        series=found,
        dates=sorted([*rows, *skips], key=_on),
        ahead=ahead,
    )


@bp.get("/<int:id>/change")
@signed_in
def alter(id: int) -> Response:
    found, query = series.find(actor(), id), asked(ScopeQuery)
    now = series_upcoming.as_it_is(found, query.date)
    start = {
        "version": found.version,
        "start": now.start,
        "end": now.end,
        "room": str(now.room_id),
    }
    return page(
        "rooms/series/series_ask", form=_change_form(found, **start, **_scope(query))
    )


@bp.post("/<int:id>/change/preview")
@signed_in
def preview_change(id: int) -> Response:
    with _change_form(series.find(actor(), id)) as form:
        return _preview_change(id, form)


@bp.post("/<int:id>/change")
@signed_in
def change(id: int) -> Response:
    form = _change_form(series.find(actor(), id))
    with form, _shown_again(lambda no: _preview_change(id, form, no)):
        changed, version = _change(form)
        now = series_changes.apply(actor(), id, changed, _choices(), version=version)
    return go(url_for(".show", id=now.id))


@bp.get("/<int:id>/cancel")
@signed_in
def give_back(id: int) -> Response:
    found, query = series.find(actor(), id), asked(ScopeQuery)
    return page(
        "rooms/series/series_ask",
        form=_cancel_form(found, version=found.version, **_scope(query)),
    )


@bp.post("/<int:id>/cancel")
@signed_in
def cancel(id: int) -> Response:
    with _cancel_form(series.find(actor(), id)) as form:
        told = form.read()
        series_changes.cancel(
            actor(), id, scope=told["scope"], on=told["date"], version=told["version"]
        )
    return go(url_for(".show", id=id))


@bp.context_processor
def _words() -> dict[str, Any]:
    return {"chosen": _chosen, "CHOICE": CHOICE}


@contextmanager
def _shown_again(draw: Callable[[Conflict], Response]) -> Iterator[None]:
    """Dates that cannot be had: every date once more, as it is when all is rolled back."""
    try:
        yield
    except Stale:
        raise
    except Conflict as no:
        no.page = lambda no=no: draw(no)
        raise


def _preview(form: SeriesForm, no: Conflict | None = None) -> Response:
    pattern, found = series.preview(actor(), **_said(form), choices=_choices())
    return _dates(
        form, found, no, action=url_for(".book"), words=f"{form.place}: {pattern.words}"
    )


def _preview_change(id: int, form: ChangeForm, no: Conflict | None = None) -> Response:
    changed, _ = _change(form)
    found, words = (
        series_changes.preview(actor(), id, changed, _choices()),
        "As the dates would be",
    )
    return _dates(form, found, no, action=url_for(".change", id=id), words=words)


def _dates(
    form: SeriesForm | ChangeForm, found: Preview, no: Conflict | None, **told: Any
) -> Response:
    """All that was asked goes along in hidden fields; what is chosen stands at its date."""
    said = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name in form.reads.model_fields
    ]
    special = {choice.on for choice in _choices()} | {line.want.on for line in found.bad}
    for name, is_special in (("open", True), ("others", False)):
        told[name] = [
            line for line in found.lines if (line.want.on in special) is is_special
        ]
    return page(
        "rooms/series/series_preview",
        no.status if no else 200,
        form=form,
        found=found,
        said=said,
        no=no,
        **told,
    )


def _on(each: Reservation | SeriesSkip) -> date:
    return each.on if isinstance(each, SeriesSkip) else each.occurrence_date


def _choices() -> list[Choice]:
    said = {
        name.removeprefix(CHOICE): v
        for name, v in request.form.items()
        if name.startswith(CHOICE) and v
    }
    try:
        read = [
            DateChoiceInput.model_validate({"date": on} | dict(parse_qsl(v)), strict=False)
            for on, v in said.items()
        ]
    except ValidationError as error:
        raise Invalid(fields={"choices": next(iter(problems(error).values()))}) from None
    return [each.choice for each in read]


def _chosen(line: Line, leave: str) -> list[tuple[str, str]]:
    """What may be sent for a date, and in which words: what was chosen before, nothing at all, or an offer."""
    sent = request.form.get(f"{CHOICE}{line.want.on}", "")
    offers = [
        (urlencode({k: v for k, v in o.change.items() if k != "date"}), o.label)
        for o in line.offers
    ]
    mine = (
        [(sent, f"{line.room.name}, {line.clock}")]
        if sent and sent != "skip=1" and line.is_good
        else []
    )
    return [
        *mine,
        ("skip=1", leave),
        *(offer for offer in offers if offer[0] != sent or not mine),
    ]


def _said(form: SeriesForm) -> dict[str, Any]:
    told = form.read()
    named = told.pop("student")
    return told | {"student": people.named(actor(), named).id if named else None}


def _change(form: ChangeForm) -> tuple[Change, int | None]:
    told = form.read()
    return Change(
        told["scope"], told["date"], told["room"], told["start"], told["end"]
    ), told["version"]


def _start(query: AskQuery) -> dict[str, Any]:
    """What a link says, on the school's clock."""
    times = [
        calendar.local(at) if at and at.tzinfo else at
        for at in (query.start_time, query.end_time)
    ]
    start, end = (at and f"{at:%H:%M}" for at in times)
    on = times[0].date() if times[0] else query.date or calendar.today()
    told = {
        "room": str(query.room),
        "first_date": on,
        "last_date": on + TERM,
        "weekdays": [WEEKDAYS[on.weekday()]],
    }
    return told | {
        "start": start,
        "end": end,
        "purpose": query.purpose,
        "notes": query.notes,
    }


def _scope(query: ScopeQuery) -> dict[str, Any]:
    return {"scope": query.scope or ("this" if query.date else "all"), "date": query.date}


def _series_form(**start: Any) -> SeriesForm:
    purposes = STAFF_PURPOSES if access.may_decide(actor()) else PURPOSES
    form = SeriesForm(choices=_places() | {"purpose": [*options(purposes)]}, **start)
    form.action, form.back = url_for(".preview"), url_for("rooms.index")
    return form


def _change_form(found: Series, **start: Any) -> ChangeForm:
    form = ChangeForm(choices=_places(), **start)
    form.action, form.back = (
        url_for(".preview_change", id=found.id),
        url_for(".show", id=found.id),
    )
    form.around = lambda: _as_it_is(found)
    return form


def _cancel_form(found: Series, **start: Any) -> CancelForm:
    form = CancelForm(**start)
    form.action, form.back = url_for(".cancel", id=found.id), url_for(".show", id=found.id)
    form.around = lambda: _as_it_is(found)
    return form


def _as_it_is(found: Series) -> dict[str, str]:
    """What a refusal's rollback made the series forget is read again here."""
    return {"room_now": found.room.name, "dates_now": found.pattern.words}


def _places() -> dict[str, list[tuple[str, str]]]:
    return {
        "room": [
            (str(room.id), room.name) for room in rooms.list_all(actor()) if room.is_active
        ]
    }
