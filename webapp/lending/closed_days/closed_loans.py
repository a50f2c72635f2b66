"""Loans on days that close: which due days and pick-ups a change of the open days hits, and where they move."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from functools import cache
from typing import NamedTuple

from sqlalchemy import Select, func, select

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.words import _
from webapp.school import calendar
from webapp.school.effects.parties import Choices, Hit, Told
from webapp.school.open_days import OpenDays
from webapp.stock.ledger import ledger

from ..days import due_days, visits
from ..days.visits import Room
from ..desk import by_hours
from ..loans import events
from ..loans.filtering import OPEN
from ..models import Checkout
from ..renewals import added_days
from . import room_for_returns

LOANS = select(
    Checkout.id,
    Checkout.student_id,
    Checkout.student_name,
    Checkout.item_name,
    Checkout.stored_status,
    Checkout.due_at,
    Checkout.starts_on,
    Checkout.due_on,
).where(OPEN)
Who = tuple[int, int, str, str]
Loans = Select[int, int, str, str, str, datetime | None, date, date]


class Days(NamedTuple):
    """The first day of a loan and the day on which it is due."""

    starts: date
    due: date


def find(
    before: OpenDays, after: OpenDays, people: Collection[int] | None, since: date
) -> list[Hit]:
    """The open loans that are due on a day that closes or is after the end of a term now, or are fetched on one; and
    those by the hour that are due in a break of the desk now, before it opens or after it closes.

    By person and id; in one query. What was late on the day `since` which it is decided, and what lies on a closed day
    already, stays as it is.
    """
    found = _found(_open_loans(people, since), _Moves(before, after, since))
    return sorted(found, key=lambda hit: (hit.person, hit.id))


def _found(query: Loans, moves: "_Moves") -> Iterator[Hit]:
    moved = cache(moves.of)
    for id, person, name, thing, status, due_at, *days in db.session.execute(query):
        who, on = (id, person, name, thing), Days(*days)
        to = moved(status == "out", *on)
        yield from _hits(who, on, to)
        yield from moves.by_hour(who, on, to, due_at)


def _open_loans(people: Collection[int] | None, since: date) -> Loans:
    query = LOANS.where(Checkout.due_on >= since)
    return query if people is None else query.where(Checkout.student_id.in_(people))


def _hits(who: Who, days: Days, to: Days) -> Iterator[Hit]:
    """What of a loan moves; `who` is its id, whose it is, with their name, and what it is of."""
    if to.due != days.due:
        yield Hit("due", *who, days.due, to.due)
    if to.starts != days.starts:
        yield Hit("pickup", *who, days.starts, to.starts)


class _Moves(NamedTuple):
    before: OpenDays
    after: OpenDays
    since: date

    def of(self, is_out: bool, starts: date, due: date) -> Days:
        """Where a loan's days move; what is fetched later is kept as long as before."""
        first = starts
        if not is_out and starts > self.since and self._closes(starts):
            first = self.after.from_day(starts)
        last = calendar.after(due, (first - starts).days)
        was_fine = not due_days.settle_by(self.before, starts, due).is_moved
        if was_fine or first > starts:
            last = due_days.settle_by(self.after, first, max(first, last)).day
        if last < min(due, calendar.today()):  # nothing becomes late by it
            return Days(starts, due)
        return Days(first, last)

    def by_hour(
        self, who: Who, days: Days, to: Days, due_at: datetime | None
    ) -> Iterator[Hit]:
        """That it is due at another moment of the same day."""
        if due_at and to.due == days.due and (at := self.moment(to.due, due_at)):
            yield Hit("due", *who, to.due, to.due, due_at, at)

    def moment(self, day: date, due_at: datetime) -> datetime | None:
        """At which the desk is open now, if it was open when something is due and is not any more; nothing becomes
        late by it, and what is late stays so.
        """
        was, at = (
            by_hours.while_open(each, day, due_at) for each in (self.before, self.after)
        )
        if at is None or was != due_at or at == due_at:
            return None
        return at if clock.now() < min(at, due_at) else None

    def _closes(self, day: date) -> bool:
        return self.before.is_open(day) and not self.after.is_open(day)


def hold(_hits: Sequence[Hit]) -> None:
    """Nobody asks for or gives anything meanwhile, so nothing more comes to lie on these days."""
    ledger.lock()


def settle(actor: Actor, hits: Sequence[Hit], choices: Choices, job: int) -> list[Told]:
    """Move one person's loans as chosen, and keep an event of each; the caller holds stock's lock.

    Where so many people a day are the most who bring something back, theirs go to the first day with room.
    """
    if choices.loans != "move":
        return []
    loans = _taken(hits)
    states = {loan: events.state(loan) for loan in loans.values()}
    for hit in hits:
        _move(loans[hit.id], hit, choices.most)
    db.session.flush()
    also = [{"job": job}] * len(states)
    events.record_all(actor, "moved", states.items(), also=also)
    return _told(hits, loans)


def _taken(hits: Sequence[Hit]) -> dict[int, Checkout]:
    """The loans by id, held and read anew."""
    query = select(Checkout).where(Checkout.id.in_([hit.id for hit in hits]))
    query = query.order_by(Checkout.id).with_for_update()
    rows = db.session.scalars(query.execution_options(populate_existing=True))
    return {loan.id: loan for loan in rows}


def _move(loan: Checkout, hit: Hit, most: int) -> None:
    """A loan that waits for an answer is as if it was asked for on the new days."""
    day = hit.becomes or hit.was
    if hit.is_by_hour:
        loan.due_at = hit.ends
    elif hit.kind == "pickup":
        loan.starts_on = day
    else:
        is_bound = most or visits.are_limited()
        loan.due_on = _with_room(loan, day, most) if is_bound else day
        loan.due_at = None  # nobody is at the desk then; from now on it is lent by the day
    if loan.stored_status == "pending":
        loan.asked_from, loan.asked_until = loan.starts_on, loan.due_on


def _with_room(loan: Checkout, day: date, most: int) -> date:
    taken_on = added_days.of(loan).first_day(loan)
    busy = _returns(loan, day) if most else {}
    room = Room(loan.comes_id)
    return room_for_returns.first_day(loan, day, most, taken_on, busy, room)


def _returns(loan: Checkout, first: date) -> Counter[date]:
    """How many other people bring something back on each day from one on."""
    count = func.count(Checkout.student_id.distinct())
    query = select(Checkout.due_on, count).where(
        OPEN, Checkout.due_on >= first, Checkout.student_id != loan.student_id
    )
    rows = db.session.execute(query.group_by(Checkout.due_on))
    return Counter({day: people for day, people in rows})


def _told(hits: Sequence[Hit], loans: dict[int, Checkout]) -> list[Told]:
    return [_of_hit(hit, loans[hit.id]) for hit in hits]


def _of_hit(hit: Hit, loan: Checkout) -> Told:
    was = calendar.in_words(hit.was)
    if hit.starts and hit.ends:
        return _at_desk(hit, loan, hit.starts, hit.ends)
    if hit.kind == "pickup":
        now = loan.starts_on
        becomes = _("pick it up on %(day)s", day=calendar.in_words(now))
    else:
        now = loan.due_on
        becomes = _("it is due on %(day)s", day=calendar.in_words(now))
    return Told(hit, loan.id, now, hit.thing, was, becomes)


def _at_desk(hit: Hit, loan: Checkout, starts: datetime, ends: datetime) -> Told:
    """It is due on the same day, at another moment of it."""
    day, at = calendar.in_words(hit.was), calendar.clock(ends)
    was = _("%(day)s, %(at)s", day=day, at=calendar.clock(starts))
    if hit.is_later:
        becomes = _("it is due at %(at)s, when the desk opens", at=at)
    else:
        becomes = _("it is due at %(at)s, when the desk closes", at=at)
    return Told(hit, loan.id, loan.due_on, hit.thing, was, becomes)
