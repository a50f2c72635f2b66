"""Statements: what a person was charged for rooms and what became of it, over some dates."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, select

from webapp.core import money
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Invalid
from webapp.core.spreadsheet import Table
from webapp.core.words import _, lazy, translated
from webapp.people import people
from webapp.school import calendar, settings

from ..models import PaymentEntry, PriceChange, Reservation, Room
from ..rates import balances

LONGEST = timedelta(days=731)
WORDS = {
    "paid": lazy("Paid"),
    "waived": lazy("Waived"),
    "refunded": lazy("Refunded"),
    "undone": lazy("Undone"),
}
WHYS = {
    "moved": lazy("Moved"),
    "ended": lazy("Ended early"),
    "cancelled": lazy("Cancelled"),
    "late": lazy("Cancelled late"),
    "rebooked": lazy("Booked again"),
    "undone": lazy("Requested again"),
}
CHANGES = {
    "moved": lazy("%(room)s: moved %(day)s"),
    "ended": lazy("%(room)s: ended early %(day)s"),
    "cancelled": lazy("%(room)s: cancelled %(day)s"),
    "late": lazy("%(room)s: cancelled late %(day)s"),
    "rebooked": lazy("%(room)s: booked again %(day)s"),
    "undone": lazy("%(room)s: requested again %(day)s"),
}


Row = tuple[date | str, str, int | str, str, str, str]  # of a spreadsheet


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
    """What a person owed before some dates, all that became of it on them, and so what they owe then."""

    student_id: int
    name: str
    start_date: date
    end_date: date
    currency: str
    opening_minor: int
    lines: list[Line]

    @property
    def charged_minor(self) -> int:
        """All that was charged on these dates."""
        return sum(line.charge_minor for line in self.lines)

    @property
    def paid_minor(self) -> int:
        """All that was paid or waived on them, less what was given back."""
        return sum(line.payment_minor for line in self.lines)

    @property
    def closing_minor(self) -> int:
        """What is owed at their end."""
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
    opening = _owed(student, currency, begin)
    events = _charges(student, currency, begin, end) + _paid(student, currency, begin, end)
    lines = list(_lines(opening, sorted(events)))
    return Statement(
        student,
        person.name,
        first,
        last,
        currency,
        opening,
        lines,
    )


def table(statement: Statement) -> Table:
    """The same for a spreadsheet."""
    head = (
        _("When"),
        _("What"),
        _("Booking"),
        _("Charged in %(currency)s", currency=statement.currency),
        _("Paid or waived"),
        _("Balance"),
    )
    return Table(head, lambda: _rows(statement))


def _rows(statement: Statement) -> Iterator[Row]:
    def shown(minor: int) -> str:
        return money.shown(minor, statement.currency)

    opening = shown(statement.opening_minor)
    yield statement.start_date, _("Balance before"), "", "", "", opening
    for line in statement.lines:
        yield (
            f"{calendar.local(line.at):%Y-%m-%d %H:%M}",
            line.words,
            line.reservation_id,
            shown(line.charge_minor),
            shown(line.payment_minor),
            shown(line.balance_minor),
        )


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
    """What each booking cost when it was booked, and each change of that since."""
    booked = _booked(student, currency, begin, end)
    changes = balances.changes(booked)
    first = {change.reservation_id: change.before_minor for change in reversed(changes)}
    charges = [
        Happened(
            at,
            (0, id),
            room,
            id,
            first.get(id, minor),
        )
        for id, (at, room, minor) in booked.items()
    ]
    return charges + [
        _changed(change, *booked[change.reservation_id][:2]) for change in changes
    ]


def _booked(
    student: int, currency: str, begin: datetime, end: datetime
) -> dict[int, tuple[datetime, str, int]]:
    """By reservation when it is, its room, and what it costs now."""
    query = select(
        Reservation.id, Reservation.starts_at, Room.name, Reservation.total_cost_minor
    ).join(Room)
    query = query.where(
        _charged(student, currency),
        Reservation.starts_at >= begin,
        Reservation.starts_at < end,
    )
    return {id: (at, room, minor) for id, at, room, minor in db.session.execute(query)}


def _changed(change: PriceChange, at: datetime, room: str) -> Happened:
    day = calendar.written(change.created_at, "%-d %b")
    words = str.__mod__(translated(CHANGES[change.why]), {"room": room, "day": day})
    difference = change.after_minor - change.before_minor
    return Happened(
        at, (0, change.reservation_id, change.id), words, change.reservation_id, difference
    )


def _paid(student: int, currency: str, begin: datetime, end: datetime) -> list[Happened]:
    query = select(PaymentEntry).where(
        PaymentEntry.student_id == student,
        PaymentEntry.currency == currency,
        PaymentEntry.created_at >= begin,
        PaymentEntry.created_at < end,
    )
    return [_settled(entry) for entry in db.session.scalars(query)]


def _settled(entry: PaymentEntry) -> Happened:
    return Happened(
        entry.created_at,
        (1, entry.id),
        _words(entry),
        entry.reservation_id,
        entry.amount_minor,
    )


def _words(entry: PaymentEntry) -> str:
    words = str(WORDS[entry.kind])
    return f"{words}: {entry.note}" if entry.note else words


def _lines(owed: int, happened: list[Happened]) -> Iterator[Line]:
    for at, (is_payment, *_rest), words, reservation_id, minor in happened:
        owed += minor
        charge, payment = (0, -minor) if is_payment else (minor, 0)
        yield Line(
            at,
            words,
            reservation_id,
            charge,
            payment,
            owed,
        )


def _owed(student: int, currency: str, before: datetime) -> int:
    """What was charged before then, less what was paid."""
    charges = select(func.sum(Reservation.total_cost_minor)).where(
        _charged(student, currency), Reservation.starts_at < before
    )
    entries = select(func.sum(PaymentEntry.amount_minor)).where(
        PaymentEntry.student_id == student,
        PaymentEntry.currency == currency,
        PaymentEntry.created_at < before,
    )
    return int(db.session.scalar(charges) or 0) + int(db.session.scalar(entries) or 0)


def _span(first: date, last: date) -> tuple[datetime, datetime]:
    if not 2000 <= first.year < 3000 or not 2000 <= last.year < 3000:
        raise Invalid(fields={"start_date": _("Choose days between 2000 and 2999")})
    if last < first:
        raise Invalid(fields={"end_date": _("Choose a day after the first")})
    if last - first > LONGEST:
        raise Invalid(fields={"end_date": _("Choose at most two years")})
    return calendar.day(first)[0], calendar.day(last)[1]
