"""What was told about which loan, so that nothing is told twice and the loan's page can say so."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, delete, select

from webapp.core import rows
from webapp.core.bounces import Bounce
from webapp.core.db import db
from webapp.core.outbox import Letter

from ..models import Checkout, Telling
from . import ladder


class Key(NamedTuple):
    """A step of a loan, and who was told of it: the borrower, or this person as one of the others."""

    checkout_id: int
    due_on: date
    days: int
    reader: str
    reader_id: int

    @classmethod
    def of(
        cls, checkout_id: int, due_on: date, days: int, reader: str, reader_id: int
    ) -> "Key":
        """Whoever borrows it, it is told to the borrower once."""
        is_borrower = reader == ladder.BORROWER
        return cls(checkout_id, due_on, days, reader, 0 if is_borrower else reader_id)


class Told(NamedTuple):
    """One e-mail about a loan; `sent_at` is None while it waits."""

    name: str
    reader: str
    due_on: date
    days: int
    by: int | None
    sent_at: datetime | None
    bounced_at: datetime | None = None  # since when nothing reaches the address

    @property
    def came_back(self) -> bool:
        """Whether it did not reach them: it came back, or what is written to them does."""
        if self.bounced_at is None:
            return False
        return self.sent_at is None or self.bounced_at >= self.sent_at


def standing(condition: ColumnElement[bool], *, except_letter: int = 0) -> set[Key]:
    """What was told of the loans of a condition that are near, in letters that were not withdrawn."""
    query = (
        select(
            Telling.checkout_id,
            Telling.due_on,
            Telling.days,
            Telling.reader,
            Letter.subject_id,
        )
        .join(Checkout, Checkout.id == Telling.checkout_id)
        .join(Letter, Letter.id == Telling.letter_id)
        .where(
            ladder.is_near(),
            condition,
            Letter.cancelled_at.is_(None),
            Letter.id != except_letter,
        )
    )
    return set(rows.made(Key.of, query))


def of_loan(checkout_id: int) -> list[Told]:
    """Who was told what about a loan, the oldest first; nothing that was withdrawn."""
    query = (
        select(
            Letter.name,
            Telling.reader,
            Telling.due_on,
            Telling.days,
            Telling.by,
            Letter.sent_at,
            Bounce.at,
        )
        .join(Letter, Letter.id == Telling.letter_id)
        .outerjoin(Bounce, Bounce.address == Letter.address)
        .where(Telling.checkout_id == checkout_id, Letter.cancelled_at.is_(None))
        .order_by(Telling.id)
    )
    return rows.made(Told, query)


def record(
    letter_id: int, told: Iterable[tuple[Checkout, int, str]], *, by: int | None = None
) -> None:
    """What a letter says, in place of what it was to say: each loan with its step and who reads it."""
    db.session.execute(delete(Telling).where(Telling.letter_id == letter_id))
    rows.insert_all(
        Telling,
        [
            {
                "checkout_id": checkout.id,
                "letter_id": letter_id,
                "reader": reader,
                "due_on": checkout.due_on,
                "days": days,
                "by": by,
            }
            for checkout, days, reader in told
        ],
    )
