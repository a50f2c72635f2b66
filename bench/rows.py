"""What is measured: one line a row, by address, so that a new page is one more line."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time, timedelta
from itertools import count
from typing import Any, NamedTuple

from flask.sessions import SecureCookieSessionInterface

from bench.seed import ROOMS
from webapp.core import clock

PEER = 56  # refused bookings a second of the best of the others, measured on a machine like this one


class Row(NamedTuple):
    name: str
    path: Callable[[], str]
    goal: float  # Backline's requests a second, as a part of the bare limit's
    number: str = ""
    statements: int = 0
    method: str = "GET"
    body: Callable[[], Any] = lambda: None
    status: int = 200
    rate: float = 0  # requests a second, where that is the goal and not a part of the limit


def _day(ahead: int = 3) -> str:
    return str((clock.now() + timedelta(days=ahead)).date())


def _at(path: str) -> Callable[[], str]:
    return lambda: path


PAGES = (
    Row("catalogue search", _at("/items?q=violin&category=instrument"), 0.7, "B3/B4", 3),
    Row("item page", _at("/items/42"), 0.7, "B5", 5),
    Row("rooms day", lambda: f"/rooms?date={_day()}", 0.7, "B1", 4),
    Row("approval queue", _at("/approvals"), 0.7, "", 3),
)
LOOKS = (
    Row(
        "catalogue (API, 50)",
        _at("/api/inventory/items/?search=violin&category=instrument"),
        0.7,
        "B3/B4",
        3,
    ),
    Row(
        "room's day (API)",
        lambda: f"/api/inventory/practice-rooms/1/availability/?date={_day()}",
        0.7,
        "B1",
        4,
    ),
)


def acts(pending: list[int], ahead: int = 60) -> tuple[Row, ...]:
    """What changes something; each asking takes another request and another hour, so many days ahead."""
    waiting, free = iter(pending), slots(ahead)
    taken = next(slots(7))
    return (
        Row(
            "approve",
            lambda: f"/api/inventory/checkouts/{next(waiting, 0)}/approve/",
            0.6,
            "",
            8,
            "POST",
        ),
        Row(
            "book",
            _at("/api/inventory/reservations/"),
            0.6,
            "B6",
            8,
            "POST",
            lambda: next(free),
            201,
        ),
        Row(
            "refused booking",
            _at("/api/inventory/reservations/"),
            0.6,
            "B7",
            8,
            "POST",
            lambda: taken,
            409,
            PEER * 3,
        ),
    )


def slots(ahead: int = 60) -> Iterator[dict[str, Any]]:
    """Free hours far ahead, or taken ones: the school is booked from nine for a few weeks."""
    first = (clock.now() + timedelta(days=ahead)).date()
    for number in count():
        day, room = divmod(number, ROOMS)
        day, hour = divmod(day, 10)
        starts = datetime.combine(first + timedelta(days=day), time(9 + hour), UTC)
        times = {
            "start_time": starts.isoformat(),
            "end_time": (starts + timedelta(hours=1)).isoformat(),
        }
        yield {"room": room + 1, **times}


def cookie(app: Any, token: str) -> str:
    """The session cookie a browser would hold."""
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None
    return str(signer.dumps({"_user_id": token, "_fresh": True}))
