"""Profiles: somebody with who teaches them, the groups around them and who answers for them."""

from collections.abc import Sequence
from typing import NamedTuple

from webapp.core.actor import Actor
from webapp.core.db import db

from . import access, groups, guardians, people
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
    groups: list[Group]
    guardians: list[Guardian]


def of_people(actor: Actor, persons: Sequence[User]) -> list[Profile]:
    """Those of these people, whom the actor sees, in their order: two statements, however many they are."""
    ids = [person.id for person in persons]
    around, answering = _groups_around(actor, ids), guardians.of_people(ids)
    return [
        Profile(
            id=person.id,
            name=person.name,
            email=person.email,
            phone=person.phone,
            role=person.role,
            is_active=person.is_active,
            teacher=person.teacher_id,
            groups=around.get(person.id, []),
            guardians=answering.get(person.id, []),
        )
        for person in persons
    ]


def _groups_around(actor: Actor, ids: Sequence[int]) -> dict[int, list[Group]]:
    """The groups that these people play in or teach, as far as the actor sees them, by the person."""
    theirs = groups.around(ids).subquery()
    query = (
        access.visible_groups(actor)
        .add_columns(theirs.c.user_id)
        .join(theirs, theirs.c.group_id == Group.id)
        .order_by(Group.sort_key, Group.id)
    )
    around: dict[int, list[Group]] = {}
    for group, user_id in db.session.execute(query):
        around.setdefault(user_id, []).append(group)
    return around


def find(actor: Actor, id: int) -> Profile:
    """One person's. NotFound for whom the actor does not see."""
    return of_people(actor, [people.find(actor, id)])[0]
