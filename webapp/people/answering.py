"""Answering: whose requests wait for whom."""

from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, or_, select
from sqlalchemy.orm import aliased

from webapp.core.actor import Actor

from .models import User


def answered_by(actor: Actor, student_id: Any) -> ColumnElement[bool]:
    """For a query: that this actor answers the student whose id is in this column.

    A teacher answers their own students; admins those who have no teacher, or none who may come in.
    """
    teacher = active_teacher(student_id)
    return or_(teacher.is_(None), teacher == actor.id) if actor.role == "admin" else teacher == actor.id


def active_teacher(student_id: Any) -> ScalarSelect[int | None]:
    """The id of a student's teacher, if that teacher may come in; for a query."""
    student, teacher = aliased(User), aliased(User)
    taught = select(teacher.id).join(student, student.teacher_id == teacher.id)
    return (
        taught.where(student.id == student_id, teacher.is_active).correlate_except(student, teacher).scalar_subquery()
    )
