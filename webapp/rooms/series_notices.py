"""The letters about series: one for each act, to the person whose series it is, with every date in it."""

from collections.abc import Sequence

from webapp.core import letters, money, outbox
from webapp.core.actor import Actor
from webapp.people import people
from webapp.school import calendar, settings

from .models import Reservation
from .series_models import Series, SeriesSkip


def booked(series: Series, rows: Sequence[Reservation], skips: Sequence[SeriesSkip]) -> None:
    _write(series, "booked", rows, skips=[f"{skip.on:%A %-d %B %Y}" for skip in skips])


def changed(series: Series, rows: Sequence[Reservation], *, by: Actor) -> None:
    _write(series, "changed", rows, by=by.name if by.id != series.student_id else "")


def cancelled(series: Series, rows: Sequence[Reservation], *, by: Actor) -> None:
    _write(series, "cancelled", rows, by=by.name if by.id != series.student_id else "")


def _write(series: Series, act: str, rows: Sequence[Reservation], **more: object) -> None:
    to = people.contact(series.student_id)
    if to is None:
        return
    cost = sum(row.total_cost_minor for row in rows)
    drawn = letters.render(
        f"rooms/mail/series_{act}",
        name=to.name,
        series=series,
        dates=[_told(row, series) for row in rows],
        cost=money.told(cost, rows[0].currency if rows else settings.currency()) if cost else "",
        **more,
    )
    outbox.write(
        kind=f"series_{act}",
        subject_type="series",
        subject_id=series.id,
        step=f"{act}-{series.version}",
        address=to.email,
        name=to.name,
        subject=drawn.subject,
        text=drawn.text,
        html=drawn.html,
    )


def _told(row: Reservation, series: Series) -> str:
    starts, ends = calendar.local(row.starts_at), calendar.local(row.ends_at)
    where = f", {row.room.name}" if row.room_id != series.room_id else ""
    return f"{starts:%A %-d %B %Y}, {starts:%H:%M} to {ends:%H:%M}{where}"
