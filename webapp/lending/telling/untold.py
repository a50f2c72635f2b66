"""What is to be told: steps of loans that somebody has not been told of yet."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Row, false, or_, select, true

from webapp.core.db import db
from webapp.people import reaching
from webapp.people.people import Contact
from webapp.people.reaching import Reached
from webapp.school import calendar

from ..models import Checkout
from . import ladder, tellings
from .ladder import BORROWER, GUARDIAN, OFFICE, TEACHER
from .tellings import Key

IN_PARTS = {"yield_per": 1_000}  # loans that are looked at, and held in memory


@dataclass(frozen=True)
class Audience:
    """Who else is told: teachers by their students, and the office."""

    teachers: Mapping[int, int] = field(default_factory=dict)
    guardians: Mapping[int, Sequence[int]] = field(default_factory=dict)
    office: Sequence[int] = ()
    least: Mapping[str, int] = field(default_factory=ladder.others)

    def readers(self, student_id: int, days: int) -> Iterator[tuple[str, int]]:
        """Who is told of this step of a student's loan: as who, and their id."""
        yield BORROWER, student_id
        if self._is_told(TEACHER, days) and student_id in self.teachers:
            yield TEACHER, self.teachers[student_id]
        if self._is_told(GUARDIAN, days):
            for id in self.guardians.get(student_id, ()):
                yield GUARDIAN, id
        if self._is_told(OFFICE, days):
            for id in self.office:
                yield OFFICE, id

    def _is_told(self, reader: str, days: int) -> bool:
        return days >= self.least.get(reader, days + 1)


def everybody() -> set[int]:
    """The ids of all people whom there is something to tell."""
    audience = Audience(reaching.teachers(), office=reaching.office())
    return {reader_id for _key, reader_id in _untold(audience, true())}


def guardians() -> set[int]:
    """The ids of all guardians whom there is something to tell."""
    audience = Audience(guardians=reaching.guardians())
    return {
        reader_id for key, reader_id in _untold(audience, true()) if key.reader == GUARDIAN
    }


def to_guardian(guardian: Reached, *, except_letter: int) -> list[Key]:
    """What this guardian is to be told and was not, but in this letter."""
    audience = Audience(guardians={guardian.user_id: [guardian.id]})
    condition = Checkout.student_id == guardian.user_id
    untold = _untold(audience, condition, except_letter=except_letter)
    return [key for key, _reader_id in untold if key.reader == GUARDIAN]


def to(person: Contact, *, except_letter: int) -> list[Key]:
    """What this person is to be told and was not, but in this letter."""
    audience = Audience(
        reaching.teachers(only=person.id),
        office=[person.id] if person.role == "admin" else [],
    )
    condition = or_(
        Checkout.student_id == person.id,
        Checkout.student_id.in_(audience.teachers),
        _is_for_office(audience),
    )
    untold = _untold(audience, condition, except_letter=except_letter)
    return [key for key, reader_id in untold if reader_id == person.id]


def _is_for_office(audience: Audience) -> ColumnElement[bool]:
    days = audience.least.get(OFFICE)
    if not days or not audience.office:
        return false()
    return Checkout.due_on <= calendar.today() - timedelta(days=days)


def _untold(
    audience: Audience, condition: ColumnElement[bool], *, except_letter: int = 0
) -> Iterator[tuple[Key, int]]:
    """Each step that was not told, with the id of who is to read it; none below one that was told.

    A clock that ran ahead and was put back makes a loan less late than it was said to be.
    """
    query = select(Checkout.id, Checkout.student_id, Checkout.due_on)
    query = query.where(ladder.is_near(), condition).order_by(Checkout.id)
    for loans in db.session.execute(query, execution_options=IN_PARTS).partitions():
        among = Checkout.id.between(loans[0][0], loans[-1][0])
        told = tellings.standing(condition, among, except_letter=except_letter)
        for key, reader_id in _steps(audience, loans):
            if key.days > told.get(key.of_all_steps, -1):
                yield key, reader_id


def _steps(
    audience: Audience, loans: Iterable[Row[int, int, date]]
) -> Iterator[tuple[Key, int]]:
    """On which step each loan is, for everybody who is told of it."""
    step = ladder.steps()
    for id, student_id, due_on in loans:
        days = step(due_on)
        for reader, reader_id in audience.readers(student_id, days):
            yield Key.of(id, due_on, days, reader, reader_id), reader_id
