"""Payments: staff write down what became of a price; what was wrong is undone by another entry."""

from sqlalchemy import select

from webapp.core import clock, money
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, NotAllowed, NotFound

from . import access, reservations
from .models import Reservation
from .payment_models import PaymentEntry

NEXT = {"unpaid": ("paid", "waived"), "paid": ("refunded",), "waived": (), "refunded": ()}


def listed(actor: Actor, reservation_id: int) -> list[PaymentEntry]:
    """What was written down for a reservation the actor may see, the first first."""
    return _entries(reservations.find(actor, reservation_id).id)


def possible(actor: Actor, reservation: Reservation) -> tuple[str, ...]:
    """What the actor may write down for it now."""
    kinds = NEXT[reservation.payment_status] if access.may_settle(actor) and reservation.total_cost_minor else ()
    return tuple(kind for kind in kinds if kind == "refunded" or reservation.is_charged)


def undoable(actor: Actor, entries: list[PaymentEntry]) -> PaymentEntry | None:
    """The latest entry that stands, if the actor may take it back."""
    standing = _standing(entries)
    return standing[-1] if standing and access.may_settle(actor) else None


def record(actor: Actor, reservation_id: int, *, kind: str, note: str = "") -> PaymentEntry:
    """All of the price is paid or waived, or what was paid is given back. Conflict where that cannot be said now."""
    reservation = _held(actor, reservation_id)
    if kind not in possible(actor, reservation):
        raise _impossible(reservation, kind)
    standing = _standing(_entries(reservation.id))
    amount = -standing[-1].amount_minor if kind == "refunded" else -reservation.total_cost_minor
    entry = _write(actor, reservation, kind=kind, amount_minor=amount, note=note)
    _settle(reservation)
    return entry


def undo(actor: Actor, id: int, *, note: str = "") -> PaymentEntry:
    """An entry that takes the latest one back. Conflict if it is not the latest, or was taken back already."""
    reservation_id = db.session.scalar(select(PaymentEntry.reservation_id).where(PaymentEntry.id == id))
    if reservation_id is None:
        raise NotFound("There is no such payment")
    reservation = _held(actor, reservation_id)
    standing = _standing(_entries(reservation_id))
    if not standing or standing[-1].id != id:
        raise Conflict(
            "Only the latest payment is undone, and only once", facts={"latest": standing[-1:] and standing[-1].id}
        )
    last = standing[-1]
    entry = _write(actor, reservation, kind="undone", amount_minor=-last.amount_minor, note=note, undoes_id=id)
    _settle(reservation)
    return entry


def _held(actor: Actor, reservation_id: int) -> Reservation:
    reservation = reservations.find(actor, reservation_id, lock=True)
    if not access.may_settle(actor):
        raise NotAllowed("The school's staff write down payments")
    return reservation


def _entries(reservation_id: int) -> list[PaymentEntry]:
    found = select(PaymentEntry).where(PaymentEntry.reservation_id == reservation_id)
    return list(db.session.scalars(found.order_by(PaymentEntry.id)))


def _standing(entries: list[PaymentEntry]) -> list[PaymentEntry]:
    undone = {entry.undoes_id for entry in entries}
    return [entry for entry in entries if entry.kind != "undone" and entry.id not in undone]


def _write(actor: Actor, reservation: Reservation, **said: object) -> PaymentEntry:
    told = {"reservation_id": reservation.id, "student_id": reservation.student_id, "currency": reservation.currency}
    entry = PaymentEntry(**told, **said, by_id=actor.id, created_at=clock.now())
    db.session.add(entry)
    db.session.flush()
    return entry


def _settle(reservation: Reservation) -> None:
    standing = _standing(_entries(reservation.id))
    reservation.payment_status = standing[-1].kind if standing else "unpaid"
    db.session.flush()


def _impossible(reservation: Reservation, kind: str) -> Conflict:
    facts = {"payment_status": reservation.payment_status, "status": reservation.status}
    if not reservation.total_cost_minor:
        return Conflict("This reservation is free of charge, so there is nothing to pay", facts=facts)
    if not reservation.is_charged and reservation.payment_status == "unpaid":
        return Conflict("This reservation was cancelled unpaid, so there is nothing to pay", facts=facts)
    told = money.told(reservation.total_cost_minor, reservation.currency)
    return Conflict(f"The {told} cannot be {kind}: it is {reservation.payment_status}", facts=facts)
