"""Rates: kept by admins, seen by staff; a change is for what is booked from then on."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select

from webapp.core import money
from webapp.core.actor import Actor
from webapp.core.db import Base, db
from webapp.core.errors import Invalid, NotAllowed, NotFound, Stale
from webapp.people import groups
from webapp.school import settings

from .. import access
from ..models import REFERENCES, Room, RoomGroup, RoomRate

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
EVERY_DAY = 127
CHARGING = (
    "free_minutes_a_week",
    "billing_least_minutes",
    "billing_step_minutes",
    "late_cancel_percent",
    "late_cancel_waived",
    "early_end_refund",
)
SAME = ("name", "priority", "role", *REFERENCES, "from_time", "until_time", "version")


def list_all(actor: Actor) -> list[RoomRate]:
    """The first one that is asked first. NotAllowed for students."""
    _see(actor)
    return list(
        db.session.scalars(select(RoomRate).order_by(RoomRate.priority, RoomRate.id))
    )


def find(actor: Actor, id: int, *, lock: bool = False) -> RoomRate:
    _see(actor)
    asked = select(RoomRate).where(RoomRate.id == id)
    if lock:
        asked = asked.with_for_update().execution_options(populate_existing=True)
    rate = db.session.scalars(asked).one_or_none()
    if rate is None:
        raise NotFound("Rate not found")
    return rate


def add(actor: Actor, **described: Any) -> RoomRate:
    """A new rate, as in `rate_schemas.RateInput`. NotAllowed but for admins, Invalid if it makes no sense."""
    access.check_may_set_prices(actor)
    return _keep(RoomRate(), described)


def describe(
    actor: Actor, id: int, *, version: int | None = None, **described: Any
) -> RoomRate:
    """Change what is given. Stale, with what is there now, if `version` is not the one of now."""
    rate = _managed(actor, id)
    if version not in (None, rate.version):
        raise Stale(
            f"Somebody changed {rate.name} while you were typing", facts=facts(rate)
        )
    return _keep(rate, described)


def remove(actor: Actor, id: int) -> None:
    """It holds no more; what was booked at it stays as it is."""
    db.session.delete(_managed(actor, id))
    db.session.flush()


def charging() -> dict[str, Any]:
    """What the school decided about free and shortest time, in minutes, and about time that is given back too late."""
    return {name: settings.get(name) for name in CHARGING}


def charge_by(actor: Actor, **decided: Any) -> dict[str, Any]:
    """Decide it anew, for what is booked or given back from now on. NotAllowed but for admins."""
    access.check_may_set_prices(actor)
    for name, value in decided.items():
        settings.change(name, value)
    return charging()


def facts(rate: RoomRate) -> dict[str, Any]:
    """A rate as it is described."""
    told = {name: getattr(rate, REFERENCES.get(name, name)) for name in SAME}
    return told | {
        "weekdays": weekdays(rate),
        "hourly_rate": money.shown(rate.rate_minor, settings.currency()),
    }


def weekdays(rate: RoomRate) -> list[str]:
    """The days it names; none where it names all."""
    named = [day for place, day in enumerate(WEEKDAYS) if rate.weekdays >> place & 1]
    return named if rate.weekdays != EVERY_DAY else []


def _see(actor: Actor) -> None:
    if not actor.is_staff:
        raise NotAllowed(
            "Only staff can see the rates; the price of a booking is shown before you make it"
        )


def _managed(actor: Actor, id: int) -> RoomRate:
    rate = find(actor, id, lock=True)
    access.check_may_set_prices(actor)
    return rate


def _keep(rate: RoomRate, described: Mapping[str, Any]) -> RoomRate:
    columns = dict(described)
    if "weekdays" in columns:
        columns["weekdays"] = (
            sum(1 << WEEKDAYS.index(day) for day in set(columns["weekdays"])) or EVERY_DAY
        )
    if "hourly_rate" in columns:
        columns["rate_minor"] = settings.minor("hourly_rate", columns.pop("hourly_rate"))
    with db.session.no_autoflush:
        for name, value in columns.items():
            setattr(rate, REFERENCES.get(name, name), value)
        if problems := dict(_problems(rate)):
            raise Invalid(fields=problems)
    db.session.add(rate)
    db.session.flush()
    return rate


def _problems(rate: RoomRate) -> Iterator[tuple[str, str]]:
    if rate.room_id and rate.room_group_id:
        yield "room", "Choose one room or a group of rooms, not both"
    if rate.from_time and rate.until_time and rate.until_time <= rate.from_time:
        yield "until_time", "Choose a time after the first"
    if _gone(Room, rate.room_id):
        yield "room", "Room not found"
    if _gone(RoomGroup, rate.room_group_id):
        yield "room_group", "Room group not found"
    if rate.group_id and not groups.names([rate.group_id]):
        yield "group", "Group not found"


def _gone(table: type[Base], id: int | None) -> bool:
    return id is not None and db.session.get(table, id) is None
