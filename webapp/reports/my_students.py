"""My students: what each of a teacher's students has, what of it is late, when they practise and what they ask for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Select,
    case,
    false,
    func,
    literal,
    not_,
    or_,
    tuple_,
)

from webapp.core import bounces, rows
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import NotAllowed
from webapp.core.words import _, lazy
from webapp.lending.lists import class_loans
from webapp.lending.lists.class_loans import Checkout
from webapp.lending.telling import last_reminders
from webapp.lending.telling.last_reminders import Reminder
from webapp.people import groups
from webapp.people.access import visible_people
from webapp.people.people import User
from webapp.rooms import class_bookings
from webapp.rooms.class_bookings import Reservation
from webapp.school import calendar

LATE, DUE, OTHERS = 0, 1, 2  # in this order, and by name among themselves
SHOW = {
    "": lazy("All"),
    "late": lazy("Late"),
    "asking": lazy("Asking"),
    "no_room": lazy("No room this week"),
}
Place = tuple[int, str, int]  # what is late or due, the name as it is sorted, the id
Loans = Sequence[Checkout]


class Sums(NamedTuple):
    """How many students there are, and how many of them are shown by each of the filters."""

    all: int
    late: int
    asking: int
    no_room: int

    @property
    def practising(self) -> int:
        """How many have a room this week."""
        return self.all - self.no_room

    def of(self, show: str) -> int:
        """How many one of the filters shows."""
        return {"late": self.late, "asking": self.asking, "no_room": self.no_room}.get(
            show, self.all
        )


@dataclass(frozen=True)
class Student:
    """One of them: what they have, late first and then due first, what waits for an answer, and their week's rooms."""

    person: User
    rank: int
    loans: Loans
    reminders: dict[int, Reminder]
    bookings: Sequence[Reservation]
    asked_rooms: Sequence[Reservation] = ()
    is_unreached: bool = False  # e-mail to them comes back

    @property
    def place(self) -> Place:
        """Where they stand in the list."""
        return self.rank, self.person.sort_key, self.person.id

    @property
    def standing(self) -> Literal["late", "due", "fine"]:
        """The rank in a word."""
        return "late" if self.rank == LATE else "due" if self.rank == DUE else "fine"

    @property
    def has(self) -> Loans:
        return [loan for loan in self.loans if loan.status == "out"]

    @property
    def asks(self) -> Loans:
        return [loan for loan in self.loans if loan.status == "pending"]

    @property
    def to_remind(self) -> int | None:
        """The loan to remind of next, by its id: what is late longest, and of which staff had them told not today."""
        late = self.has if self.rank == LATE else ()
        return next((loan.id for loan in late if self._is_to_be_told(loan)), None)

    def _is_to_be_told(self, loan: Checkout) -> bool:
        told = self.reminders.get(loan.id)
        is_late = loan.due_on < calendar.today()
        return is_late and not (told and told.is_done_today)


def may_look(actor: Actor) -> bool:
    """Whether somebody may have students of their own."""
    return actor.is_staff


def check_may_look(actor: Actor) -> None:
    """NotAllowed for students."""
    if not may_look(actor):
        raise NotAllowed(_("Only staff can see how students stand"))


def listed(
    actor: Actor,
    *,
    show: str = "",
    group: int | None = None,
    after: Place | None = None,
    limit: int = 30,
) -> list[Student]:
    """The actor's own students who may come in: late ones first, then those with something due, then by name; as many
    queries for many as for one. NotAllowed for students, NotFound for a group the actor does not see."""
    rank = _rank()
    query = _of(actor, group).add_columns(rank)
    query = query.where(_shown(show)) if show else query
    if after:
        here = tuple_(*(literal(value) for value in after))
        query = query.where(tuple_(rank, User.sort_key, User.id) > here)
    query = query.order_by(rank, User.sort_key, User.id).limit(limit)
    return _with_all(rows.made(_Ranked, query))


def sums(actor: Actor, group: int | None = None) -> Sums:
    """How many of them there are, in one query."""
    flags = (_shown(show) for show in ("late", "asking", "no_room"))
    counts = (func.coalesce(func.sum(case((flag, 1), else_=0)), 0) for flag in flags)
    query = _of(actor, group).with_only_columns(func.count(), *counts)
    return Sums(*db.session.execute(query).one())


def _of(actor: Actor, group: int | None) -> Select[User]:
    check_may_look(actor)
    query = visible_people(actor).where(User.teacher_id == actor.id, User.is_active)
    if group:
        query = query.where(User.id.in_(groups.members_of(groups.find(actor, group).id)))
    return query


def _shown(show: str) -> ColumnElement[bool]:
    if show == "late":
        return class_loans.has_late(User.id)
    if show == "asking":
        return or_(class_loans.asks(User.id), class_bookings.asks(User.id))
    return not_(class_bookings.practises(User.id)) if show == "no_room" else false()


def _rank() -> ColumnElement[int]:
    late, due = class_loans.has_late(User.id), class_loans.has_due(User.id)
    return case((late, LATE), (due, DUE), else_=OTHERS)


class _Ranked(NamedTuple):
    person: User
    rank: int


def _reminders(loans: Mapping[int, Loans]) -> dict[int, Reminder]:
    out = [loan.id for each in loans.values() for loan in each if loan.status == "out"]
    return last_reminders.of_loans(out)


def _with_all(found: Sequence[_Ranked]) -> list[Student]:
    ids = [each.person.id for each in found]
    loans, bookings = class_loans.of_students(ids), class_bookings.of_students(ids)
    asked_rooms = class_bookings.asked_by(ids)
    reminders = _reminders(loans)
    unreached = bounces.of(each.person.email for each in found)
    return [
        Student(
            each.person,
            each.rank,
            loans.get(each.person.id, ()),
            reminders,
            bookings.get(each.person.id, ()),
            asked_rooms.get(each.person.id, ()),
            each.person.email in unreached,
        )
        for each in found
    ]
