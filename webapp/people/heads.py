"""Heads of people's pages: who it is, who teaches them, and whether e-mail reaches them."""

from typing import NamedTuple

from sqlalchemy.orm import aliased

from webapp.core import rows
from webapp.core.actor import Actor
from webapp.core.bounces import Bounce
from webapp.core.words import _

from . import access
from .models import User


class Head(NamedTuple):
    """Somebody, who teaches them, and whether e-mail to them comes back."""

    person: User
    teacher: str | None
    bounce: Bounce | None


def find(actor: Actor, id: int) -> Head:
    """Somebody with what stands at the head of their page, in one query. NotFound for whom the actor does not see."""
    teacher = aliased(User)
    query = (
        access.visible_people(actor)
        .add_columns(teacher.name, Bounce)
        .outerjoin(teacher, teacher.id == User.teacher_id)
        .outerjoin(Bounce, Bounce.address == User.email)
        .where(User.id == id)
    )
    return Head(*rows.find_values(query, _("Person not found")))
