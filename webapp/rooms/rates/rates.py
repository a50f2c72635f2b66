"""Rates: kept by admins, seen by staff; a change is for what is booked from then on."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TypedDict

from sqlalchemy import select

from webapp.core import money, rows
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Invalid, NotAllowed
from webapp.core.words import _
from webapp.school import settings

from .. import access, scopes
from ..models import REFERENCES, RoomRate

SAME = ("name", "priority", "role", *REFERENCES, "from_time", "until_time", "version")
RateValue = str | int | Decimal | list[str] | None  # of a field of `schemas.RateInput`


class Charging(TypedDict):
    """How time is charged: lengths in minutes."""

    free_minutes_a_week: int
    billing_least_minutes: int
    billing_step_minutes: int
    late_cancel_percent: int
    late_cancel_waived: bool
    early_end_refund: bool


def list_all(actor: Actor) -> list[RoomRate]:
    """The rates, in the order in which they are tried. NotAllowed for students."""
    _check_may_see(actor)
    query = select(RoomRate).order_by(RoomRate.priority, RoomRate.id)
    return rows.listed(query)


def find(actor: Actor, id: int, *, lock: bool = False) -> RoomRate:
    """NotAllowed for students, NotFound if there is none."""
    _check_may_see(actor)
    return rows.find(
        select(RoomRate).where(RoomRate.id == id), _("Rate not found"), lock=lock
    )


def add(actor: Actor, **described: RateValue) -> RoomRate:
    """A new rate, as in `schemas.RateInput`. NotAllowed but for admins, Invalid if it makes no sense."""
    access.check_may_set_prices(actor)
    return _save(RoomRate(), described)


def describe(
    actor: Actor, id: int, *, version: int | None = None, **described: RateValue
) -> RoomRate:
    """Change what is given. Stale, with what is there now, if `version` is not the current one."""
    rate = _managed(actor, id)
    changed = _("Somebody changed %(name)s while you were typing", name=rate.name)
    rows.check_version(version, rate.version, changed, lambda: facts(rate))
    return _save(rate, described)


def remove(actor: Actor, id: int) -> None:
    """It holds no more; what was booked at it stays as it is."""
    db.session.delete(_managed(actor, id))
    db.session.flush()


def charging() -> Charging:
    """What the school decided about free and shortest time, and about time that is given back too late."""
    return {
        "free_minutes_a_week": settings.get("free_minutes_a_week"),
        "billing_least_minutes": settings.get("billing_least_minutes"),
        "billing_step_minutes": settings.get("billing_step_minutes"),
        "late_cancel_percent": settings.get("late_cancel_percent"),
        "late_cancel_waived": settings.get("late_cancel_waived"),
        "early_end_refund": settings.get("early_end_refund"),
    }


def charge_by(actor: Actor, **decided: int) -> Charging:
    """Decide it anew, for what is booked or given back from now on. NotAllowed but for admins."""
    access.check_may_set_prices(actor)
    for name, value in decided.items():
        settings.change(name, value)
    return charging()


def facts(rate: RoomRate) -> dict[str, RateValue]:
    """A rate as it is described."""
    described = {name: getattr(rate, REFERENCES.get(name, name)) for name in SAME}
    return described | {
        "weekdays": scopes.weekdays(rate.weekdays),
        "hourly_rate": money.shown(rate.rate_minor, settings.currency()),
    }


def _check_may_see(actor: Actor) -> None:
    if not actor.is_staff:
        raise NotAllowed(
            _(
                "Only staff can see the rates; the price of a booking is shown before you make it"
            )
        )


def _managed(actor: Actor, id: int) -> RoomRate:
    """A locked rate that the actor may change."""
    rate = find(actor, id, lock=True)
    access.check_may_set_prices(actor)
    return rate


def _save(rate: RoomRate, described: Mapping[str, RateValue]) -> RoomRate:
    with db.session.no_autoflush:
        for name, value in described.items():
            _set(rate, name, value)
        problems = dict(_problems(rate))
    if problems:
        raise Invalid(fields=problems)
    db.session.add(rate)
    db.session.flush()
    return rate


def _set(rate: RoomRate, name: str, value: RateValue) -> None:
    """A field of the input, in the column that keeps it."""
    if name == "weekdays" and isinstance(value, list):
        rate.weekdays = scopes.mask(value)
    elif name == "hourly_rate" and isinstance(value, Decimal):
        rate.rate_minor = settings.minor("hourly_rate", value)
    else:
        setattr(rate, REFERENCES.get(name, name), value)


def _problems(rate: RoomRate) -> Iterator[tuple[str, str]]:
    yield from scopes.contradictions(rate)
    yield from scopes.missing_references(rate)
