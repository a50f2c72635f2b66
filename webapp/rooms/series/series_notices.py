"""The letters about series: one for each act, to the person whose series it is, with every date in it.

Each carries the series into its reader's calendar, or the dates it is about, or takes them out again.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from sqlalchemy import select

from webapp.core import dates, ical, letters, money, rows
from webapp.core.actor import Actor
from webapp.people import people
from webapp.people.people import Contact
from webapp.school import calendar, settings

from ..agenda import series_agenda
from ..models import Reservation, Series, SeriesSkip


def booked(
    series: Series, rows: Sequence[Reservation], skips: Sequence[SeriesSkip]
) -> None:
    _write(
        series,
        "booked",
        rows,
        partial(_whole, series),
        skips=lambda: [dates.written(skip.on, "%A %-d %B %Y") for skip in skips],
    )


def changed(
    series: Series,
    rows: Sequence[Reservation],
    *,
    by: Actor,
    alone: bool = False,
    late_minor: int = 0,
) -> None:
    """`alone` if the others of the series stay as they are; `late_minor` is what was left too late still costs."""
    events = partial(_alone, series, rows) if alone else partial(_whole, series)
    late = partial(_amount, late_minor, settings.currency())
    _write(series, "changed", rows, events, by=_other(by, series), late=late)


def split(former: Series, new: Series) -> None:
    """What is left of a series, now that the rest of it is one of its own, of which another letter tells."""
    _write(former, "split", _standing(former), partial(_whole, former), new=new)


def cancelled(
    series: Series, rows: Sequence[Reservation], *, by: Actor, late_minor: int = 0
) -> None:
    """`late_minor` is what was cancelled too late still costs."""
    late = partial(_amount, late_minor, settings.currency())
    told = _alone if rows and _standing(series) else _all_of
    _write(
        series,
        "cancelled",
        rows,
        partial(told, series, rows),
        by=_other(by, series),
        late=late,
    )


def _other(by: Actor, series: Series) -> str:
    return by.name if by.id != series.student_id else ""


def _whole(series: Series) -> list[ical.Event]:
    return _all_of(series, _standing(series))


def _all_of(series: Series, rows: Sequence[Reservation]) -> list[ical.Event]:
    return list(series_agenda.events(series, rows))


def _alone(series: Series, rows: Sequence[Reservation]) -> list[ical.Event]:
    return [series_agenda.of_date(series, row) for row in rows]


def _standing(series: Series) -> list[Reservation]:
    """All of it that was not given back, by date."""
    query = select(Reservation).where(
        Reservation.series_id == series.id, Reservation.status != "cancelled"
    )
    return rows.listed(query.order_by(Reservation.occurrence_date))


def _amount(minor: int, currency: str) -> str:
    return money.formatted(minor, currency) if minor else ""


def _write(
    series: Series,
    act: str,
    rows: Sequence[Reservation],
    events: Callable[[], Sequence[ical.Event]],
    **more: object,
) -> None:
    """To whose series it is, in their language: `events`, and what else is worded, are asked for once that is known."""
    to = people.contact(series.student_id)
    if to is None:
        return
    with letters.speaking_to(to):
        _post(to, series, act, rows, events(), more)


def _post(
    to: Contact,
    series: Series,
    act: str,
    rows: Sequence[Reservation],
    events: Sequence[ical.Event],
    more: Mapping[str, object],
) -> None:
    currency = rows[0].currency if rows else settings.currency()
    facts = {
        "name": to.name,
        "series": series,
        "dates": [_when_and_where(row, series) for row in rows],
        "cost": _amount(sum(row.total_cost_minor for row in rows), currency),
        **letters.worded(more),
    }
    letters.post(
        f"rooms/mail/series_{act}",
        to,
        facts,
        about=("series", series.id),
        kind=f"series_{act}",
        step=f"{act}-{series.version}",
        calendar=ical.invitation(events, settings.zone(), name=to.name, address=to.email),
    )


def _when_and_where(row: Reservation, series: Series) -> str:
    where = f", {row.room.name}" if row.room_id != series.room_id else ""
    times = calendar.to(row.starts_at, row.ends_at)
    day = calendar.local(row.starts_at)
    return dates.written(day, "%A %-d %B %Y, %H:%M", times) + where
