"""Profiles: somebody with who teaches them, the groups around them and who answers for them."""

from collections.abc import Sequence
from typing import NamedTuple

from webapp.core.actor import Actor

from . import groups, guardians, people
from .models import Group, Guardian, User


class Profile(NamedTuple):
    """Somebody, and who is around them, as far as whoever asks may see it."""

    id: int
    name: str
    email: str
    phone: str
    role: str
    is_active: bool
    teacher: int | None
    teacher_name: str | None
    groups: list[Group]
    guardians: list[Guardian]


def of_people(actor: Actor, persons: Sequence[User]) -> list[Profile]:
    """Those of these people, whom the actor sees, in their order: three statements, however many they are."""
    ids = [person.id for person in persons]
    teachers = people.names(person.teacher_id for person in persons if person.teacher_id)
    around, answering = groups.seen_of(actor, ids), guardians.of_people(ids)
    return [
        Profile(
            id=person.id,
            name=person.name,
            email=person.email,
            phone=person.phone,
            role=person.role,
            is_active=person.is_active,
            teacher=person.teacher_id,
            teacher_name=teachers.get(person.teacher_id or 0),
            groups=around.get(person.id, []),
            guardians=answering.get(person.id, []),
        )
        for person in persons
    ]


def find(actor: Actor, id: int) -> Profile:
    """One person's. NotFound for whom the actor does not see."""
    return of_people(actor, [people.find(actor, id)])[0]
