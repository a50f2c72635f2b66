"""The kinds of e-mails about rooms: all that are in templates/rooms/mail, with made-up facts to show them with."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from types import SimpleNamespace as Some

from webapp.core import clock, dates, money
from webapp.core.letter_kinds import Facts, Group, Kind
from webapp.core.words import _, lazy
from webapp.school import calendar, settings

ID = 1
STUDENT, TEACHER, CLERK = "Robin Example", "Kim Sample", "Sasha Specimen"


def _at(days: int) -> datetime:
    """The full hour that it is, so many days from now."""
    return clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(days)


def _when(days: int) -> str:
    starts = _at(days)
    times = calendar.to(starts, starts + timedelta(hours=1))
    return dates.written(calendar.local(starts), "%A %-d %B %Y, %H:%M", times)


def _amount(minor: int) -> str:
    return money.formatted(minor, settings.currency())


def _room() -> Some:
    return Some(name=_("Studio 1"))


def _booking(**other: object) -> Facts:
    """What an e-mail about one booking is told."""
    booking = Some(
        id=ID,
        room=_room(),
        purpose="practice",
        notes=_("With my trio."),
        student_name=STUDENT,
        decision_note=_("There is an exam then."),
        cancelled_late=False,
        payment_status="unpaid",
    )
    facts = {
        "reservation": booking,
        "when": _when(2),
        "before": f"{_room().name}, {_when(1)}",
        "until": calendar.written(_at(1), "%A %-d %B, %H:%M"),
        "token": "made-up",
        "by": CLERK,
        "because": "",
    }
    return facts | _costs() | other


def _costs() -> dict[str, object]:
    return {
        "cost": _amount(500),
        "part": "",
        "back": "",
        "late": "",
        "open": "",
        "now": "",
    }


def _series() -> Facts:
    """What an e-mail about a series is told."""
    pattern = Some(words=_("every Monday at 10:00"))
    return {
        "series": Some(id=ID, room=_room(), pattern=pattern, last_on=_day(7)),
        "new": Some(first_on=_day(14)),
        "dates": [_when(7), _when(14)],
        "skips": [],
        "cost": _amount(1000),
        "late": "",
        "by": CLERK,
    }


def _day(distance: int) -> date:
    return calendar.today() + timedelta(distance)


def _offer() -> Facts:
    until = calendar.clock(_at(0) + timedelta(hours=2))
    return {"room": _room(), "wait": Some(id=ID), "when": _when(1), "until": until}


def _kind(name: str, title: str, facts: Callable[[], Facts] = _booking) -> Kind:
    return Kind(f"rooms.{name}", title, facts)


BOOKINGS = Group(
    lazy("Bookings of rooms"),
    (
        _kind("confirmed", lazy("Booked")),
        _kind("moved", lazy("Moved")),
        _kind("cancelled", lazy("Cancelled")),
        _kind("ended", lazy("Ended early")),
        _kind("missed", lazy("Missed")),
        _kind("rebooked", lazy("Booked by others after a late cancellation")),
        _kind("offered", lazy("Free for who waits"), _offer),
    ),
)
REQUESTS = Group(
    lazy("Requests for rooms"),
    (
        _kind("asked", lazy("Requested"), partial(_booking, by="")),
        _kind("requested", lazy("Somebody requests a room, to who answers")),
        _kind("approved", lazy("Approved"), partial(_booking, by=TEACHER)),
        _kind("declined", lazy("Declined"), partial(_booking, by=TEACHER)),
        _kind("unanswered", lazy("Not answered in time")),
    ),
)
SERIES = Group(
    lazy("Series of bookings"),
    (
        _kind("series_booked", lazy("Series booked"), _series),
        _kind("series_changed", lazy("Series changed"), _series),
        _kind("series_split", lazy("Series ends earlier"), _series),
        _kind("series_cancelled", lazy("Series cancelled"), _series),
    ),
)
GROUPS = (BOOKINGS, REQUESTS, SERIES)
