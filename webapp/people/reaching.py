"""Reaching: who else is told about somebody, by their ids; active people only."""

from sqlalchemy import select

from webapp.core import rows
from webapp.core.db import db

from .models import User


def teachers(*, only: int | None = None) -> dict[int, int]:
    """Every student's teacher who may come in, by the student; with `only` the students of this one."""
    teacher = User.metadata.tables["users"].alias("teacher")
    query = (
        select(User.id, teacher.c.id)
        .join(teacher, teacher.c.id == User.teacher_id)
        .where(teacher.c.is_active)
    )
    if only is not None:
        query = query.where(User.teacher_id == only)
    return rows.pairs(query)


def office() -> list[int]:
    """Those who manage people: they are told where nobody else helps."""
    query = select(User.id).where(User.role == "admin", User.is_active)
    return list(db.session.scalars(query.order_by(User.id)))
