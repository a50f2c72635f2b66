"""What is to be told: steps of loans that somebody has not been told of yet."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import BindParameter, ColumnElement, Row, Select, bindparam, or_, select

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
NEAR = (
    select(Checkout.id, Checkout.student_id, Checkout.due_on)
    .where(ladder.IS_NEAR)
    .order_by(Checkout.id)
)
STUDENT_IDS: BindParameter[list[int]] = bindparam("student_ids", expanding=True)
IS_THEIRS = Checkout.student_id.in_(STUDENT_IDS)


class Loans(NamedTuple):
    """Which loans are looked at, and what was told of them: two queries that are built once."""

    near: Select[int, int, date]
    told: Select[int, date, int, str, int]

    @classmethod
    def of(cls, *conditions: ColumnElement[bool]) -> "Loans":
        return cls(NEAR.where(*conditions), tellings.HIGHEST.where(*conditions))


ALL, THEIRS = Loans.of(), Loans.of(IS_THEIRS)
THEIRS_OR_LATE = Loans.of(or_(IS_THEIRS, Checkout.due_on <= bindparam("late_since")))


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
    return {reader_id for _key, reader_id in _untold(audience, ALL)}


def guardians() -> set[int]:
    """The ids of all guardians whom there is something to tell."""
    audience = Audience(guardians=reaching.guardians())
    return {
        reader_id for key, reader_id in _untold(audience, ALL) if key.reader == GUARDIAN
    }


def to_guardian(guardian: Reached, *, except_letter: int) -> list[Key]:
    """What this guardian is to be told and was not, but in this letter."""
    audience = Audience(guardians={guardian.user_id: [guardian.id]})
    untold = _untold(audience, THEIRS, except_letter, student_ids=[guardian.user_id])
    return [key for key, _reader_id in untold if key.reader == GUARDIAN]


def to(person: Contact, *, except_letter: int) -> list[Key]:
    """What this person is to be told and was not, but in this letter."""
    audience = Audience(
        reaching.teachers(only=person.id),
        office=[person.id] if person.role == "admin" else [],
    )
    those = THEIRS
    values: dict[str, date | list[int]] = {"student_ids": [person.id, *audience.teachers]}
    if audience.office and (days := audience.least.get(OFFICE)):
        those = THEIRS_OR_LATE
        values["late_since"] = calendar.today() - timedelta(days=days)
    untold = _untold(audience, those, except_letter, **values)
    return [key for key, reader_id in untold if reader_id == person.id]


def _untold(
    audience: Audience, those: Loans, except_letter: int = 0, **values: date | list[int]
) -> Iterator[tuple[Key, int]]:
    """Each step that was not told, with the id of who is to read it; none below one that was told.

    A clock that ran ahead and was put back makes a loan less late than it was said to be.
    """
    bound = {**values, **ladder.days()}
    found = db.session.execute(those.near, bound, execution_options=IN_PARTS)
    for loans in found.partitions():
        among = {"first": loans[0][0], "last": loans[-1][0]}
        told = tellings.standing(
            those.told, {**bound, **among, "except_letter": except_letter}
        )
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
