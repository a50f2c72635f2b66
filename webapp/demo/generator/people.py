"""Who did it all: people who cannot sign in."""

from dataclasses import dataclass
from random import Random

from sqlalchemy import select

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.people.models import User

STUDENTS = 200
FIRST = (
    "Ada",
    "Ben",
    "Cleo",
    "Dario",
    "Elif",
    "Finn",
    "Gita",
    "Hugo",
    "Ida",
    "Jonas",
    "Kira",
    "Luis",
    "Mina",
    "Noah",
)
LAST = (
    "Abel",
    "Brandt",
    "Costa",
    "Dimas",
    "Engel",
    "Falk",
    "Grau",
    "Haas",
    "Iyer",
    "Jansen",
    "Kaya",
    "Lund",
    "Meier",
)


@dataclass(frozen=True)
class Cast:
    teacher: Actor
    students: list[Actor]


def move_in(chance: Random) -> Cast:
    """A teacher and their students; those of an earlier run are taken again."""
    teacher = _find_or_add("teacher", "Made-up Teacher", "teacher", None)
    names = [f"{chance.choice(FIRST)} {chance.choice(LAST)}" for _ in range(STUDENTS)]
    students = [
        _find_or_add(f"student{n}", name, "student", teacher.id)
        for n, name in enumerate(names, 1)
    ]
    return Cast(teacher, students)


def _find_or_add(key: str, name: str, role: str, teacher_id: int | None) -> Actor:
    email = f"{key}@generated.example"
    user = db.session.scalars(select(User).where(User.email == email)).one_or_none()
    if user is None:
        user = User(
            email=email, name=name, role=role, teacher_id=teacher_id, password_hash="none"
        )
        db.session.add(user)
        db.session.flush()
    return Actor(user.id, user.name, user.role, 0)
