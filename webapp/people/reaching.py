"""Reaching: who else is told about somebody, by their ids; active people only."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, bindparam, select

from webapp.core import rows
from webapp.core.actor import Actor
from webapp.core.bounces import Bounce
from webapp.core.db import db

from . import access
from .models import Guardian, User

TEACHER = User.metadata.tables["users"].alias("teacher")
TEACHERS = (
    select(User.id, TEACHER.c.id)
    .join(TEACHER, TEACHER.c.id == User.teacher_id)
    .where(TEACHER.c.is_active)
)
TAUGHT = TEACHERS.where(User.teacher_id == bindparam("teacher_id"))


class Reached(NamedTuple):
    """A guardian to whom e-mail goes."""

    id: int
    name: str
    email: str
    user_id: int
    language: str | None  # of whom they answer for: a family reads one

    @property
    def is_guardian(self) -> bool:
        return True

    @property
    def person_id(self) -> int:
        """Among whose e-mails those to them are: whom they answer for."""
        return self.user_id


def teachers(*, only: int | None = None) -> dict[int, int]:
    """Every student's teacher who may come in, by the student; with `only` the students of this one."""
    if only is None:
        return rows.pairs(TEACHERS)
    return rows.pairs(TAUGHT, {"teacher_id": only})


def students(teacher_id: int) -> Select[int]:
    """The ids of those whom somebody teaches, for a query."""
    return select(User.id).where(User.teacher_id == teacher_id)


def office() -> list[int]:
    """Those who manage people: they are told where nobody else helps."""
    query = select(User.id).where(User.role == "admin", User.is_active)
    return list(db.session.scalars(query.order_by(User.id)))


def guardians() -> dict[int, list[int]]:
    """The guardians with an e-mail address of everybody who may come in, by whom they answer for."""
    found: dict[int, list[int]] = {}
    for guardian in rows.made(Reached, _guardians()):
        found.setdefault(guardian.user_id, []).append(guardian.id)
    return found


class Around(NamedTuple):
    """Who else may be told about somebody: their teacher, their guardians with an address, and the office."""

    teacher: int | None
    guardians: list[Reached]
    office: list[int]


def around(person_id: int | None) -> Around:
    """Who is around somebody; nobody where they are not known, or may not come in."""
    query = select(User.id, User.teacher_id).where(User.id == person_id, User.is_active)
    if (person := db.session.execute(query).first()) is None:
        return Around(None, [], [])
    theirs = rows.made(Reached, _guardians().where(Guardian.user_id == person.id))
    return Around(person.teacher_id, theirs, office())


def guardian(id: int) -> Reached | None:
    """One of them; None if they are nobody's any more, or have no address."""
    return next(iter(rows.made(Reached, _guardians().where(Guardian.id == id))), None)


def _guardians() -> Select[int, str, str, int, str | None]:
    query = select(
        Guardian.id, Guardian.name, Guardian.email, Guardian.user_id, User.language
    )
    query = query.join(User, User.id == Guardian.user_id)
    return query.where(User.is_active, Guardian.email != "").order_by(Guardian.id)


class Unreached(NamedTuple):
    """Somebody whose e-mail came back, and why."""

    person: User
    bounce: Bounce


def unreached(actor: Actor, ids: Collection[int] | None = None) -> list[Unreached]:
    """Who may come in, but cannot be written to: their e-mail came back; by name, those whom the actor may see.

    With `ids` those of these alone.
    """
    query = access.visible_people(actor).where(User.is_active)
    if ids is not None:
        query = query.where(User.id.in_(ids))
    query = query.join(Bounce, Bounce.address == User.email).add_columns(Bounce)
    return rows.made(Unreached, query.order_by(User.sort_key, User.id))


def since_unreached(actor: Actor) -> Select[int, datetime]:
    """For a query: the ids of those, and since when."""
    query = access.visible_people(actor).where(User.is_active)
    query = query.join(Bounce, Bounce.address == User.email)
    return query.with_only_columns(User.id.label("id"), Bounce.at.label("at"))
