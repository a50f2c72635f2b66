"""Changing a series in a browser, or giving it back: one date, what follows, or all to come."""

from datetime import date
from typing import Any, TypedDict, Unpack

from flask import url_for
from werkzeug.wrappers import Response

from webapp.core.doors import actor, go_to, looks, page, signed_in
from webapp.core.errors import Conflict
from webapp.core.form_addresses import to_address
from webapp.core.forms import read_query
from webapp.core.said import Said
from webapp.core.words import _
from webapp.school.recurring import MIDNIGHT

from ..forms.series import CancelForm, ChangeForm
from ..models import Series
from ..schemas.series import ScopeQuery
from ..series import series, series_changes, series_upcoming
from ..series.series_upcoming import Change, Scope
from . import series_dates
from .series import bp, places
from .series_dates import choices, shown_again


class Start(TypedDict, total=False):
    """What a form of a change begins with."""

    version: int
    scope: Scope
    date: date | None
    room: str
    start: str
    end: str


@bp.get("/<int:id>/change")
@signed_in
def alter(id: int) -> Response:
    shown, query = series.find(actor(), id), read_query(ScopeQuery)
    now = series_upcoming.as_it_is(shown, query.date)
    start = Start(
        version=shown.version,
        scope=_scope(query),
        date=query.date,
        room=str(now.room_id),
        start=now.start,
        end="00:00" if now.end == MIDNIGHT else now.end,  # as a field for times has it
    )
    return page("rooms/series/series_ask", form=_change_form(shown, **start))


@bp.get("/<int:id>/change/preview")
@bp.post("/<int:id>/change/preview")
@signed_in
@looks
def preview_change(id: int) -> Response:
    with _change_form(series.find(actor(), id)) as form:
        shown = _preview(id, form)
    return to_address() or shown


@bp.post("/<int:id>/change")
@signed_in
def change(id: int) -> Response:
    form = _change_form(series.find(actor(), id))
    with form, shown_again(lambda refusal: _preview(id, form, refusal)):
        changed, version = _change(form)
        now = series_changes.apply(actor(), id, changed, choices(), version=version)
    return go_to(".show", Said(_("The series is changed")), id=now.id)


@bp.get("/<int:id>/cancel")
@signed_in
def give_back(id: int) -> Response:
    shown, query = series.find(actor(), id), read_query(ScopeQuery)
    start = Start(version=shown.version, scope=_scope(query), date=query.date)
    return page("rooms/series/series_ask", form=_cancel_form(shown, **start))


@bp.post("/<int:id>/cancel")
@signed_in
def cancel(id: int) -> Response:
    with _cancel_form(series.find(actor(), id)) as form:
        typed = form.read()
        series_changes.cancel(
            actor(), id, scope=typed["scope"], on=typed["date"], version=typed["version"]
        )
    return go_to(".show", Said(_("Cancelled: the room is free for others")), id=id)


def _preview(id: int, form: ChangeForm, refusal: Conflict | None = None) -> Response:
    changed, _version = _change(form)
    planned = series_changes.preview(actor(), id, changed, choices())
    action = url_for(".change", id=id)
    return series_dates.show(
        form, planned, refusal, action=action, words=_("As the dates would be")
    )


def _change(form: ChangeForm) -> tuple[Change, int | None]:
    typed = form.read()
    changed = Change(
        typed["scope"], typed["date"], typed["room"], typed["start"], typed["end"]
    )
    return changed, typed["version"]


def _scope(query: ScopeQuery) -> Scope:
    return query.scope or ("this" if query.date else "all")


def _change_form(shown: Series, **start: Unpack[Start]) -> ChangeForm:
    form = ChangeForm(choices={"room": places()}, **start)
    form.action = url_for(".preview_change", id=shown.id)
    form.back = url_for(".show", id=shown.id)
    form.around = lambda: _as_it_is(shown)
    return form


def _cancel_form(shown: Series, **start: Unpack[Start]) -> CancelForm:
    form = CancelForm(**start)
    form.action, form.back = url_for(".cancel", id=shown.id), url_for(".show", id=shown.id)
    form.around = lambda: {
        **_as_it_is(shown),
        "late": series_changes.late_to_cancel(actor(), shown),
    }
    return form


def _as_it_is(shown: Series) -> dict[str, Any]:
    """What a refusal's rollback made the series forget is read again here."""
    return {"room_now": shown.room.name, "dates_now": shown.pattern.words}
