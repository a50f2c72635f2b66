"""Who did it all: people who cannot sign in."""

from dataclasses import dataclass, replace
from random import Random

from sqlalchemy import select

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.people import groups
from webapp.people.models import Group, User

STUDENTS, IN_GROUP = 200, 12
GROUP = "Made-up class"
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
    group: Group
    in_group: list[Actor]


def move_in(chance: Random) -> Cast:
    """A teacher and their students; those of an earlier run are taken again."""
    teacher = _find_or_add("teacher", "Made-up Teacher", "teacher", None)
    names = [f"{chance.choice(FIRST)} {chance.choice(LAST)}" for _ in range(STUDENTS)]
    students = [
        _find_or_add(f"student{n}", name, "student", teacher.id)
        for n, name in enumerate(names, 1)
    ]
    in_group = students[:IN_GROUP]
    return Cast(teacher, students, _find_or_form(teacher, in_group), in_group)


def _find_or_form(teacher: Actor, members: list[Actor]) -> Group:
    """The class that the teacher lends to."""
    known = db.session.scalars(select(Group).where(Group.name == GROUP)).one_or_none()
    return known or groups.add(
        replace(teacher, role="admin"),
        name=GROUP,
        kind="class",
        teacher_id=teacher.id,
        member_ids=[student.id for student in members],
    )


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
