"""What a reservation still costs: its price, less what was paid or waived, whichever of them changed last."""

from collections.abc import Iterable

from sqlalchemy import select

from webapp.core import clock
from webapp.core.db import db

from ..models import PaymentEntry, PriceChange, Reservation


def entries(reservation_id: int) -> list[PaymentEntry]:
    """The first first. Inside the reservation's lock they are all there will be."""
    found = select(PaymentEntry).where(PaymentEntry.reservation_id == reservation_id)
    return list(db.session.scalars(found.order_by(PaymentEntry.id)))


def standing(entries: Iterable[PaymentEntry]) -> list[PaymentEntry]:
    """Those that nobody took back."""
    entries = list(entries)
    undone = {entry.undoes_id for entry in entries}
    return [entry for entry in entries if entry.kind != "undone" and entry.id not in undone]


def cash(found: Iterable[PaymentEntry]) -> int:
    """What was paid and not given back, in minor units."""
    return -sum(entry.amount_minor for entry in found if entry.kind != "waived")


def write(
    reservation: Reservation, by: int, *, kind: str, amount_minor: int, **said: object
) -> PaymentEntry:
    told = {
        "reservation_id": reservation.id,
        "student_id": reservation.student_id,
        "currency": reservation.currency,
    }
    entry = PaymentEntry(
        **told,
        **said,
        kind=kind,
        amount_minor=amount_minor,
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
        _change(reservation, by, was, why)
    by = by or reservation.student_id
    if not (found := standing(entries(reservation.id))):
        return
    db.session.refresh(reservation, ["settled_minor"])
    if found[-1].kind == "waived" and reservation.owed_minor < 0:
        last = found[-1]
        write(
            reservation,
            by,
            kind="undone",
            amount_minor=-last.amount_minor,
            undoes_id=last.id,
        )
        db.session.refresh(reservation, ["settled_minor"])
        if reservation.owed_minor > 0:
            write(
                reservation,
                by,
                kind="waived",
                amount_minor=-reservation.owed_minor,
                note=last.note,
            )
    settle(reservation)


def changes(reservation_ids: Iterable[int]) -> list[PriceChange]:
    """What these cost from when on, the first first."""
    asked = select(PriceChange).where(PriceChange.reservation_id.in_(list(reservation_ids)))
    return list(db.session.scalars(asked.order_by(PriceChange.id)))


def settle(reservation: Reservation) -> None:
    """The state of payment as what was written down has it now."""
    found = standing(entries(reservation.id))
    db.session.flush()
    db.session.refresh(reservation, ["settled_minor"])
    kinds = [entry.kind for entry in found if entry.kind != "refunded"]
    if found and found[-1].kind == "refunded" and not reservation.settled_minor:
        reservation.payment_status = "refunded"
    else:
        reservation.payment_status = (
            "unpaid" if not kinds or reservation.owed_minor > 0 else kinds[-1]
        )
    db.session.flush()


def _change(reservation: Reservation, by: int | None, was: int, why: str) -> None:
    told = {
        "reservation_id": reservation.id,
        "why": why,
        "currency": reservation.currency,
        "created_at": clock.now(),
    }
    db.session.add(
        PriceChange(
            **told, before_minor=was, after_minor=reservation.charged_minor, by_id=by
        )
    )
    db.session.flush()
