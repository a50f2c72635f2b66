"""What a reservation still costs: its price, less what was paid or waived, whichever of them changed last."""

from collections.abc import Iterable

from sqlalchemy import select

from webapp.core import clock, rows
from webapp.core.db import db

from ..models import PaymentEntry, PriceChange, Reservation


def entries(reservation_id: int) -> list[PaymentEntry]:
    """A reservation's payment entries, oldest first. Inside its lock they are all there will be."""
    query = select(PaymentEntry).where(PaymentEntry.reservation_id == reservation_id)
    return rows.listed(query.order_by(PaymentEntry.id))


def in_effect(entries: Iterable[PaymentEntry]) -> list[PaymentEntry]:
    """The entries that nobody took back."""
    entries = list(entries)
    undone = {entry.undoes_id for entry in entries}
    return [entry for entry in entries if entry.kind != "undone" and entry.id not in undone]


def cash(entries: Iterable[PaymentEntry]) -> int:
    """What was paid and not given back, in minor units."""
    return -sum(entry.amount_minor for entry in entries if entry.kind != "waived")


def write(
    reservation: Reservation,
    by: int,
    *,
    kind: str,
    amount_minor: int,
    note: str = "",
    undoes_id: int | None = None,
) -> PaymentEntry:
    """A new entry for a reservation; its amount is what it adds to what is owed, in minor units."""
    entry = PaymentEntry(
        reservation_id=reservation.id,
        student_id=reservation.student_id,
        currency=reservation.currency,
        kind=kind,
        amount_minor=amount_minor,
        note=note,
        undoes_id=undoes_id,
        by_id=by,
        created_at=clock.now(),
    )
    db.session.add(entry)
    db.session.flush()
    return entry


def adjust(reservation: Reservation, by: int | None, *, was: int, why: str) -> None:
    """Once its price may have changed from what it `was`, in minor units, for one of `models.WHYS`.

    Nothing stays waived that is not charged any more. What was paid is kept: what is missing is still to be paid, what
    is too much is to be given back. The caller holds its lock; `by` is None where nobody did it.
    """
    db.session.flush()
    if was != reservation.charged_minor:
        _record_change(reservation, by, was, why)
    current = in_effect(entries(reservation.id))
    if not current:
        return
    db.session.refresh(reservation, ["settled_minor"])
    if current[-1].kind == "waived" and reservation.owed_minor < 0:
        _waive_less(reservation, by or reservation.student_id, current[-1])
    settle(reservation)


def changes(reservation_ids: Iterable[int]) -> list[PriceChange]:
    """How the prices of these reservations changed, oldest change first."""
    query = select(PriceChange).where(PriceChange.reservation_id.in_(list(reservation_ids)))
    return rows.listed(query.order_by(PriceChange.id))


def settle(reservation: Reservation) -> None:
    """The state of payment as what was written down has it now."""
    current = in_effect(entries(reservation.id))
    db.session.flush()
    db.session.refresh(reservation, ["settled_minor"])
    reservation.payment_status = _payment_status(reservation, current)
    db.session.flush()


def _payment_status(reservation: Reservation, current: list[PaymentEntry]) -> str:
    """What became of the price, by the entries that nobody took back."""
    if current and current[-1].kind == "refunded" and not reservation.settled_minor:
        return "refunded"
    kinds = [entry.kind for entry in current if entry.kind != "refunded"]
    if not kinds or reservation.owed_minor > 0:
        return "unpaid"
    return kinds[-1]


def _waive_less(reservation: Reservation, by: int, waiver: PaymentEntry) -> None:
    """Take a waiver back that is more than what is owed, and waive only that."""
    write(
        reservation,
        by,
        kind="undone",
        amount_minor=-waiver.amount_minor,
        undoes_id=waiver.id,
    )
    db.session.refresh(reservation, ["settled_minor"])
    if reservation.owed_minor > 0:
        amount = -reservation.owed_minor
        write(
            reservation,
            by,
            kind="waived",
            amount_minor=amount,
            note=waiver.note,
        )


def _record_change(
    reservation: Reservation, by: int | None, before_minor: int, why: str
) -> None:
    change = PriceChange(
        reservation_id=reservation.id,
        why=why,
        currency=reservation.currency,
        before_minor=before_minor,
        after_minor=reservation.charged_minor,
        by_id=by,
        created_at=clock.now(),
    )
    db.session.add(change)
    db.session.flush()
