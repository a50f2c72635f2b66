"""Placing: how a reservation goes to another time or room, alone or as a date of a series."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete

from webapp.core import money, rows
from webapp.core.actor import Actor
from webapp.core.db import db

from ..models import Occupancy, Reservation
from ..occupied import closed_time, spaces
from ..occupied.closed_time import Occupied
from ..occupied.spaces import Place
from ..rates import balances, late_costs, pricing
from . import late_waivers, notices, pending


@dataclass(frozen=True)
class Target:
    """Where a reservation goes, and by whom. It has the price of there, unless that is more than `most_minor`.

    It waits for approval anew or no more as `needs_approval` says, and as before where that is None.
    """

    by: Actor
    place: Place
    starts: datetime
    ends: datetime
    turnover_minutes: int
    last_minute: bool
    override_reason: str = ""
    needs_approval: bool | None = None
    is_detached: bool = False
    most_minor: int = money.MOST


def let_go(reservations: Iterable[Reservation]) -> list[Occupied]:
    """Nothing holds their time any more. What a teacher said of them is out of date, so its e-mail is withheld.

    Answers what each held, for `closed_time.fill` once all are where they go. The caller has them locked.
    """
    rows = list(reservations)
    for row in rows:
        notices.withhold(row)
    left = [closed_time.occupied_by(row) for row in rows]
    db.session.execute(
        delete(Occupancy).where(Occupancy.reservation_id.in_([row.id for row in rows]))
    )
    return left


def put(reservation: Reservation, target: Target) -> None:
    """There it is, priced, with what follows for late cancellations and balances. It was let go before.

    IntegrityError if somebody else has the time: the caller has a savepoint around it.
    """
    was = reservation.charged_minor
    price = _price(reservation, target)
    reservation.bound_from, reservation.bound_until = late_costs.stays_bound(
        target.by,
        reservation,
        target.place.room.id,
        target.starts,
        target.ends,
        asks_anew=bool(target.needs_approval),
    )
    _set_target(reservation, target)
    _charge(reservation, price, target)
    pending.follow(reservation, target.needs_approval)
    spaces.hold(reservation, target.place.space_ids)
    if late_waivers.forgive(reservation):
        _charge(reservation, _price(reservation, target), target)
    balances.adjust(reservation, target.by.id, was=was, why="moved")


def _set_target(reservation: Reservation, target: Target) -> None:
    """There it is as if it had been booked there: nobody has checked in to it yet."""
    reservation.room = target.place.room
    reservation.starts_at, reservation.ends_at = target.starts, target.ends
    reservation.turnover_minutes = target.turnover_minutes
    reservation.checked_in_at = reservation.checked_in_by_id = None
    reservation.detached = target.is_detached
    reservation.override_reason = target.override_reason
    reservation.last_minute = target.last_minute


def _price(reservation: Reservation, target: Target) -> pricing.Price:
    return pricing.of(
        reservation.student_id,
        target.place.room,
        target.starts,
        target.ends,
        but=reservation.id,
    )


def _charge(reservation: Reservation, price: pricing.Price, target: Target) -> None:
    if price.cost_minor <= target.most_minor:
        rows.assign(reservation, price.columns())
