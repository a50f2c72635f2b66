"""Handovers: what leaves the desk, and what comes back to it."""

from collections.abc import Collection

from sqlalchemy import select

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, Invalid
from webapp.repairs import opening
from webapp.school import calendar
from webapp.stock.ledger import ledger
from webapp.stock.ledger.ledger import Line
from webapp.stock.units import accessories as belongings
from webapp.stock.units import units

from . import access, checkouts, limits, notices
from .models import Checkout


def set_aside(actor: Actor, id: int, *, unit: int | None = None) -> Checkout:
    """It lies ready at the desk, perhaps as a certain unit; the borrower is told."""
    checkout = checkouts.take(actor, id, access.may_hand_out(actor), "approved")
    if checkout.ready_at:
        raise Conflict("This lies ready already", facts={"status": checkout.status})
    choose(checkout, unit)
    checkout.ready_at = clock.now()
    db.session.flush()
    notices.ready(checkout)
    return checkout


def hand_out(actor: Actor, id: int, *, unit: int | None = None, accessories: Collection[int] | None = None) -> Checkout:
    """The pieces leave the room; a unit may be named, and its condition and tag go with the loan.

    `accessories` are those of the unit that go along, if somebody looked; the others are then known to be missing.
    """
    checkout = checkouts.take(actor, id, access.may_hand_out(actor), "approved")
    choose(checkout, unit)
    check(actor, checkout, accessories)
    leave(actor, checkout)
    db.session.flush()
    return checkout


def return_item(
    actor: Actor,
    id: int,
    *,
    notes: str = "",
    condition: str | None = None,
    quantity: int | None = None,
    accessories: Collection[int] | None = None,
) -> Checkout:
    """Take pieces back, good or damaged, all unless `quantity` says fewer. From approved, hand out first.

    `accessories` are those of the unit that came back, if somebody looked; what is missing now is noted.
    """
    checkout = checkouts.take(actor, id, access.may_hand_out(actor), "out", "approved")
    if checkout.status == "approved":
        leave(actor, checkout)
    out = ledger.held(checkout.id)["on_rent"]
    back = out if quantity is None else quantity
    if back > out:
        offers = [limits.fewer(out, "Take back")]
        raise Conflict(
            f"Only {out} {'is' if out == 1 else 'are'} out", facts={"out": out, "asked": back}, offers=offers
        )
    damaged = condition == "damaged"
    if damaged:
        opening.from_return(
            actor,
            checkout_id=checkout.id,
            item_id=checkout.item_id,
            location_id=checkout.location_id,
            unit_id=checkout.unit_id,
            quantity=back,
            description=notes,
        )
    kind, state = ("RENTAL_RETURN_DAMAGED", "damaged") if damaged else ("RENTAL_RETURN", "available")
    act = "return damaged" if damaged else "return"
    checkouts.move(actor, checkout, act, kind, "on_rent", state, back, note=notes)
    if checkout.unit_id and condition:
        units.assess(checkout.unit_id, condition)
    if gone := check(actor, checkout, accessories):
        notes = f"{notes}\nMissing: {', '.join(gone)}".strip()
    if notes:
        checkout.return_notes = f"{checkout.return_notes}\n{notes}".strip()[:2000]
    if back == out:
        checkout.status, checkout.closed_at, checkout.returned_on = "returned", clock.now(), calendar.today()
        notices.returned(checkout)
    db.session.flush()
    return checkout


def leave(actor: Actor, checkout: Checkout) -> None:
    """Out of the school's hands; what was set aside was any piece, and may now be a certain one."""
    if checkout.unit_id is None:
        checkouts.move(actor, checkout, "hand out", "RENTAL_OUT", "reserved", "on_rent", checkout.quantity)
    else:
        _leave_as_unit(actor, checkout, checkout.unit_id)
    checkout.status, checkout.out_at = "out", clock.now()


def choose(checkout: Checkout, unit: int | None) -> None:
    """A certain unit for one piece; Conflict if it is blocked or lies ready for somebody else."""
    if unit is None:
        return
    if checkout.quantity > 1:
        raise Invalid(fields={"unit": f"One unit cannot stand for {checkout.quantity} pieces"})
    chosen = units.pick(checkout.item_id, unit)
    if name := promised(checkout, chosen.id):
        raise Conflict(f"{chosen.tag} lies ready for {name}", facts={"unit": chosen.id})
    checkout.unit_id = chosen.id


def promised(checkout: Checkout, unit_id: int) -> str | None:
    """For whom else a unit lies ready, if it does."""
    theirs = Checkout.unit_id == unit_id, Checkout.stored_status == "approved", Checkout.id != checkout.id
    return db.session.scalar(select(Checkout.student_name).where(*theirs))


def check(actor: Actor, checkout: Checkout, accessories: Collection[int] | None) -> list[str]:
    """Which accessories of its unit are there, if somebody looked; the names of those that are newly missing."""
    if accessories is None:
        return []
    if checkout.unit_id is None:
        raise Invalid(fields={"accessories": "Only a unit has accessories"})
    return belongings.check(actor, checkout.unit_id, accessories)


def _leave_as_unit(actor: Actor, checkout: Checkout, unit_id: int) -> None:
    unit, quantity = units.pick(checkout.item_id, unit_id), checkout.quantity
    item, here = checkout.item_id, checkout.location_id
    back = Line(item, here, "RESERVATION_CANCELLED", "reserved", "available", quantity)
    out = Line(item, unit.location_id, "RENTAL_OUT", "available", "on_rent", quantity, unit.id)
    ledger.record(actor, "hand out", [back, out], checkout_id=checkout.id)
    checkout.location_id = unit.location_id
