"""Statements: what a person was charged for rooms and what became of it, over some dates."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, func, select

from webapp.core import money
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Invalid
from webapp.core.spreadsheet import Table
from webapp.people import people
from webapp.school import calendar, settings

from ..models import PaymentEntry, PriceChange, Reservation, Room
from ..rates import balances

LONGEST = timedelta(days=731)
WORDS = {"paid": "Paid", "waived": "Waived", "refunded": "Refunded", "undone": "Undone"}
WHYS = {
    "moved": "Moved",
    "ended": "Ended early",
    "cancelled": "Cancelled",
    "late": "Cancelled late",
    "rebooked": "Booked again",
    "undone": "Requested again",
}


@dataclass(frozen=True)
class Line:
    """A charge or what became of one, and what is owed then; minor units."""

    at: datetime
    words: str
    reservation_id: int
    charge_minor: int
    payment_minor: int
    balance_minor: int


@dataclass(frozen=True)
class Statement:
    student_id: int
    name: str
    start_date: date
    end_date: date
    currency: str
    opening_minor: int
    lines: list[Line]

    @property
    def charged_minor(self) -> int:
        return sum(line.charge_minor for line in self.lines)

    @property
    def paid_minor(self) -> int:
        return sum(line.payment_minor for line in self.lines)

    @property
    def closing_minor(self) -> int:
        return self.opening_minor + self.charged_minor - self.paid_minor


def of(
    actor: Actor,
    student: int,
    *,
    start_date: date | None = None,
    end_date: date | None = None,
) -> Statement:
    """A person's, for themselves and for staff who see them; without dates, this month's. The end date is included.

    A booking is charged on its day, unless it was given back in time: what it cost when it was booked, and each change
    of that since. It counts in the school's currency only.
    """
    person = people.find(actor, student)
    first = start_date or calendar.today().replace(day=1)
    last = end_date or first.replace(day=monthrange(first.year, first.month)[1])
    begin, end = _span(first, last)
    currency = settings.currency()
    opening = _sum(
        student, currency, Reservation.starts_at < begin, PaymentEntry.created_at < begin
    )
    lines = list(
        _lines(
            opening,
            sorted(
                [
                    *_charges(student, currency, begin, end),
                    *_paid(student, currency, begin, end),
                ]
            ),
        )
    )
    return Statement(student, person.name, first, last, currency, opening, lines)


def table(statement: Statement) -> Table:
    """The same for a spreadsheet."""

    def shown(minor: int) -> str:
        return money.shown(minor, statement.currency)

    def rows() -> Iterator[Sequence[Any]]:
        yield (
            statement.start_date,
            "Balance before",
            "",
            "",
            "",
            shown(statement.opening_minor),
        )
        for line in statement.lines:
            told = (
                f"{calendar.local(line.at):%Y-%m-%d %H:%M}",
                line.words,
                line.reservation_id,
            )
            yield (
                *told,
                shown(line.charge_minor),
                shown(line.payment_minor),
                shown(line.balance_minor),
            )

    head = (
        "When",
        "What",
        "Booking",
        f"Charged in {statement.currency}",
        "Paid or waived",
        "Balance",
    )
    return Table(head, rows)


class Happened(NamedTuple):
    """A charge (0) or what became of one (1), in the order things stand in a statement."""

    at: datetime
    order: tuple[int, ...]
    words: str
    reservation_id: int
    minor: int


def _charged(student: int, currency: str) -> ColumnElement[bool]:
    return and_(
        Reservation.student_id == student,
        Reservation.currency == currency,
        Reservation.is_charged,
        Reservation.stored_status != "pending",  # nobody owes what may be declined
        Reservation.total_cost_minor > 0,
    )


def _charges(student: int, currency: str, begin: datetime, end: datetime) -> list[Happened]:
    asked = select(
        Reservation.starts_at, Reservation.id, Room.name, Reservation.total_cost_minor
    ).join(Room)
    asked = asked.where(
        _charged(student, currency),
        Reservation.starts_at >= begin,
        Reservation.starts_at < end,
    )
    booked = {id: (at, name, minor) for at, id, name, minor in db.session.execute(asked)}
    changes = balances.changes(booked)
    first = {change.reservation_id: change.before_minor for change in reversed(changes)}
    charged = [
        Happened(at, (0, id), name, id, first.get(id, minor))
        for id, (at, name, minor) in booked.items()
    ]
    return charged + [
        _changed(change, *booked[change.reservation_id][:2]) for change in changes
    ]


def _changed(change: PriceChange, at: datetime, room: str) -> Happened:
    words = f"{room}: {WHYS[change.why].lower()} {calendar.local(change.created_at):%-d %b}"
    difference = change.after_minor - change.before_minor
    return Happened(
        at, (0, change.reservation_id, change.id), words, change.reservation_id, difference
    )


def _paid(student: int, currency: str, begin: datetime, end: datetime) -> list[Happened]:
    asked = select(PaymentEntry).where(
        PaymentEntry.student_id == student, PaymentEntry.currency == currency
    )
    asked = asked.where(PaymentEntry.created_at >= begin, PaymentEntry.created_at < end)
    return [
        Happened(
            each.created_at,
            (1, each.id),
            _words(each),
            each.reservation_id,
            each.amount_minor,
        )
        for each in db.session.scalars(asked)
    ]


def _words(entry: PaymentEntry) -> str:
    return WORDS[entry.kind] + (f": {entry.note}" if entry.note else "")


def _lines(owed: int, happened: list[Happened]) -> Iterator[Line]:
    for at, (paid, *_), words, reservation_id, minor in happened:
        owed += minor
        yield Line(
            at, words, reservation_id, 0 if paid else minor, -minor if paid else 0, owed
        )


def _sum(
    student: int, currency: str, charged: ColumnElement[bool], paid: ColumnElement[bool]
) -> int:
    charges = select(func.sum(Reservation.total_cost_minor)).where(
        _charged(student, currency), charged
    )
    entries = select(func.sum(PaymentEntry.amount_minor)).where(
        PaymentEntry.student_id == student, PaymentEntry.currency == currency, paid
    )
    return int(db.session.scalar(charges) or 0) + int(db.session.scalar(entries) or 0)


def _span(first: date, last: date) -> tuple[datetime, datetime]:
    if not 2000 <= first.year < 3000 or not 2000 <= last.year < 3000:
        raise Invalid(fields={"start_date": "Choose days between 2000 and 2999"})
    if last < first:
        raise Invalid(fields={"end_date": "Choose a day after the first"})
    if last - first > LONGEST:
        raise Invalid(fields={"end_date": "Choose at most two years"})
    return calendar.day(first)[0], calendar.day(last)[1]
