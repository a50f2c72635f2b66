"""Payments: staff write down what became of a price; what was wrong is undone by another entry."""

from sqlalchemy import select

from webapp.core import money
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, NotAllowed, NotFound
from webapp.core.words import _

from .. import access
from ..models import PaymentEntry, PriceChange, Reservation
from ..rates import balances
from ..reservations import reservations


def listed(actor: Actor, reservation_id: int) -> list[PaymentEntry]:
    """Recorded payments for a reservation the actor may see, oldest first."""
    return balances.entries(reservations.find(actor, reservation_id).id)


def prices(actor: Actor, reservation_id: int) -> list[PriceChange]:
    """What a reservation the actor may see came to cost after it was booked, oldest change first."""
    return balances.changes([reservations.find(actor, reservation_id).id])


def possible(actor: Actor, reservation: Reservation) -> tuple[str, ...]:
    """What the actor may write down for it now."""
    if not access.may_settle(actor):
        return ()
    if reservation.owed_minor > 0:
        return () if reservation.status == "pending" else ("paid", "waived")
    return ("refunded",) if reservation.payment_status == "paid" else ()


def undoable(actor: Actor, entries: list[PaymentEntry]) -> PaymentEntry | None:
    """The latest entry that stands, if the actor may take it back."""
    current = balances.in_effect(entries)
    return current[-1] if current and access.may_settle(actor) else None


def record(
    actor: Actor, reservation_id: int, *, kind: str, notes: str = ""
) -> PaymentEntry:
    """All that is owed is paid or waived, or what was paid too much is given back, or without that all that was paid.

    Conflict where that cannot be said now.
    """
    reservation = _locked(actor, reservation_id)
    if kind not in possible(actor, reservation):
        raise _impossible(reservation, kind)
    amount = -reservation.owed_minor
    if kind == "refunded":
        paid = balances.cash(balances.in_effect(balances.entries(reservation.id)))
        amount = min(amount or paid, paid)
    entry = balances.write(
        reservation, actor.id, kind=kind, amount_minor=amount, note=notes
    )
    balances.settle(reservation)
    return entry


def undo(actor: Actor, id: int, *, notes: str = "") -> PaymentEntry:
    """An entry that takes the latest one back. Conflict if it is not the latest, or was taken back already."""
    reservation_id = db.session.scalar(
        select(PaymentEntry.reservation_id).where(PaymentEntry.id == id)
    )
    if reservation_id is None:
        raise NotFound(_("Payment not found"))
    reservation = _locked(actor, reservation_id)
    current = balances.in_effect(balances.entries(reservation_id))
    if not current or current[-1].id != id:
        raise Conflict(
            _("Only the latest payment can be undone, and only once"),
            facts={"latest": current[-1].id if current else []},
        )
    entry = balances.write(
        reservation,
        actor.id,
        kind="undone",
        amount_minor=-current[-1].amount_minor,
        note=notes,
        undoes_id=id,
    )
    balances.settle(reservation)
    return entry


def _locked(actor: Actor, reservation_id: int) -> Reservation:
    """The reservation, locked, as its payments are now. NotAllowed for students."""
    reservation = reservations.find(actor, reservation_id, lock=True)
    if not access.may_settle(actor):
        raise NotAllowed(_("Only staff can record payments"))
    db.session.refresh(reservation, ["settled_minor"])  # as it is inside the lock
    return reservation


def _impossible(reservation: Reservation, kind: str) -> Conflict:
    """Why nothing of this kind can be recorded now."""
    facts = {
        "payment_status": reservation.payment_status,
        "status": reservation.status,
        "reservation": reservation.id,
    }
    if not reservation.total_cost_minor and reservation.payment_status == "unpaid":
        return Conflict(
            _("This booking is free of charge, so there is nothing to pay"), facts=facts
        )
    if not reservation.is_charged and reservation.payment_status == "unpaid":
        return Conflict(
            _("This booking was cancelled unpaid, so there is nothing to pay"), facts=facts
        )
    if reservation.status == "pending":
        return Conflict(
            _("This booking is waiting for approval; nothing is owed for it yet"),
            facts=facts,
        )
    price = money.formatted(reservation.total_cost_minor, reservation.currency)
    return Conflict(
        _(
            "The %(price)s cannot be %(kind)s: it is %(payment_status)s",
            price=price,
            kind=kind,
            payment_status=reservation.payment_status,
        ),
        facts=facts,
    )
