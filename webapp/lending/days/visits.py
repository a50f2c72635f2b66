"""Visits: who comes to the desk on which day, to fetch or to bring something, and whether there is room for one more.

Whoever comes is counted once a day, whatever they fetch and bring.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Date,
    Select,
    SQLColumnExpression,
    and_,
    func,
    literal,
    or_,
    select,
    union,
)

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.words import ngettext
from webapp.school import calendar, open_days
from webapp.school.open_days import OpenDays

from ..models import Checkout

READ = 64  # days that are read at once
PUSHED = 7  # days by which a day that nobody typed is pushed at most, to one with room
LOOKED_AT = 60  # days that are looked through for one with room
Days = dict[date, set[int]]  # who comes, by their ids


class Count(NamedTuple):
    """How many come on a day, of how many at most."""

    day: date
    people: int
    most: int

    @property
    def is_over(self) -> bool:
        return self.people > self.most

    @property
    def words(self) -> str:
        """As staff read it: "8 of 10 visits on Mon 7 Dec"."""
        return ngettext(
            "%(people)s of %(most)s visit on %(day)s",
            "%(people)s of %(most)s visits on %(day)s",
            max(self.people, self.most),
            people=self.people,
            most=self.most,
            day=calendar.in_words(self.day),
        )


class Visits:
    """Who comes on which day; days are read when somebody asks, many in one statement, and none without a limit."""

    def __init__(self) -> None:
        self._known: dict[int, Days] = {}
        self._added: Days = {}

    def count(self, day: date) -> Count | None:
        """Of a day that has a limit and is open."""
        most = _most(day)
        return None if most is None else Count(day, len(self.people(day)), most)

    def over(self, *days: date) -> list[Count]:
        """Those of these days on which more people come than should, each once; nothing of those that are over."""
        today = calendar.today()
        counts = map(self.count, dict.fromkeys(day for day in days if day >= today))
        return [count for count in counts if count and count.is_over]

    def people(self, day: date) -> set[int]:
        number = day.toordinal() // READ
        if number not in self._known:
            first = date.fromordinal(max(1, number * READ))
            self._known[number] = _read(first, calendar.after(first, READ - 1))
        return self._known[number].get(day, set()) | self._added.get(day, set())

    def add(self, person: int, day: date) -> None:
        """Somebody will come on a day, though that is not written yet."""
        self._added.setdefault(day, set()).add(person)


class Room:
    """On which days a person can come to the desk: on those that are not full, and those that they come on anyway.

    Nothing is full for nobody in particular. `kept` are days that they have agreed on already.
    """

    def __init__(
        self,
        person: int | None,
        visits: Visits | None = None,
        kept: Collection[date] = (),
    ) -> None:
        self.person = person
        self.visits = visits or Visits()
        self._kept = kept

    def is_full(self, day: date) -> bool:
        """Whether there is no room for them on a day."""
        most = None if self.person is None or day in self._kept else _most(day)
        if most is None:
            return False
        people = self.visits.people(day)
        return self.person not in people and len(people) >= most

    def full(self, *days: date) -> list[date]:
        """Those of these days that are full."""
        return [day for day in days if self.is_full(day)]

    def from_day(self, decided: OpenDays, day: date) -> date:
        """The day itself if it is open and has room, else the next one; the next open one where none has."""
        first = decided.from_day(day)
        return next(filter(self._has_room, _open(decided, first, LOOKED_AT)), first)

    def pushed(self, decided: OpenDays, day: date, last: date = date.max) -> date:
        """An open day, or the next with room within a week and not after `last`; itself where none has."""
        later = (each for each in _open(decided, day, PUSHED) if each <= last)
        return next(filter(self._has_room, later), day)

    def until_day(self, decided: OpenDays, first: date, day: date) -> date:
        """An open day, or the last before it with room, not before `first`; itself where none has."""
        for ahead in range((day - first).days + 1):
            earlier = day - timedelta(days=ahead)
            if decided.is_open(earlier) and self._has_room(earlier):
                return earlier
        return day

    def _has_room(self, day: date) -> bool:
        return not self.is_full(day)


ANY_DAY = Room(None)


def room_for(actor: Actor, *, who: int | None = None, kept: Collection[date] = ()) -> Room:
    """For whoever asks, or who comes in their stead; staff may come on any day, and send others on any."""
    return ANY_DAY if actor.is_staff else Room(who or actor.id, kept=kept)


def rooms_of(loans: Iterable[Checkout]) -> dict[int, Room]:
    """By the ids of loans, for whoever brings each of them; who else comes is read once for all."""
    visits = Visits()
    return {loan.id: Room(loan.comes_id, visits) for loan in loans}


def crowded(actor: Actor, loan: Checkout) -> list[Count]:
    """Of a loan's days to come those on which more people come than should; staff are told."""
    if not actor.is_staff or loan.stored_status not in ("pending", "approved", "out"):
        return []
    return Visits().over(loan.starts_on, loan.due_on)


def are_limited() -> bool:
    """Whether any weekday has a limit."""
    return bool(open_days.now_decided().most_visits)


def full_words(count: Count) -> str:
    """That nobody more can come on a day, in a sentence without its end."""
    return ngettext(
        "The desk is full on %(day)s: %(people)s of %(most)s visit",
        "The desk is full on %(day)s: %(people)s of %(most)s visits",
        max(count.people, count.most),
        people=count.people,
        most=count.most,
        day=calendar.in_words(count.day),
    )


def _most(day: date) -> int | None:
    decided = open_days.now_decided()
    return decided.most_visits.get(day.weekday()) if decided.most_visits else None


def _open(decided: OpenDays, first: date, days: int) -> Iterator[date]:
    """The open days from one on, for so many days."""
    later = (calendar.after(first, ahead) for ahead in range(days + 1))
    return filter(decided.is_open, later)


def _read(first: date, last: date) -> Days:
    """Who comes on these days: for what is asked for or promised, for what is due, and who was there already.

    Who has not fetched what was promised from an earlier day on is awaited today.
    """
    by_day: Days = {}
    for day, person in db.session.execute(_query(first, last)):
        if day:
            by_day.setdefault(day, set()).add(person)
    return by_day


def _query(first: date, last: date) -> CompoundSelect[date | None, int]:
    is_agreed = or_(Checkout.is_waiting, Checkout.stored_status.in_(("approved", "out")))
    days = Checkout.starts_on, Checkout.due_on
    expected = (_comes(day, is_agreed, day.between(first, last)) for day in days)
    day_back = Checkout.returned_on
    back = _comes(day_back, day_back.between(first, last))
    return union(*expected, back, _comes_late(is_there=first <= calendar.today() <= last))


def _comes_late(*, is_there: bool) -> Select[date | None, int]:
    """Who is awaited today, where that is asked about, for what they were to fetch before."""
    is_late = and_(
        Checkout.stored_status == "approved", Checkout.starts_on < calendar.today()
    )
    return _comes(literal(calendar.today(), Date), is_late, literal(is_there))


def _comes(
    day: SQLColumnExpression[date | None], *conditions: ColumnElement[bool]
) -> Select[date | None, int]:
    """Who comes for loans that are so, and when; for what is only offered nobody said yet that they do."""
    who = func.coalesce(Checkout.stands_in_id, Checkout.student_id)
    is_offer = and_(
        Checkout.stored_status == "approved", Checkout.offered_until.is_not(None)
    )
    return select(day, who).where(~is_offer, *conditions)
