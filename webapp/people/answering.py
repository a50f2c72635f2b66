"""Answering: whose requests wait for whom."""

from sqlalchemy import ColumnElement, ScalarSelect, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from webapp.core.actor import Actor

from .models import User

StudentId = ColumnElement[int] | InstrumentedAttribute[int]

STUDENT, TEACHER = (
    User.metadata.tables["users"].alias(name) for name in ("student", "teacher")
)
TAUGHT_BY = (
    select(TEACHER.c.id)
    .join(STUDENT, STUDENT.c.teacher_id == TEACHER.c.id)
    .where(TEACHER.c.is_active)
    .correlate_except(STUDENT, TEACHER)
)


def answered_by(actor: Actor, student_id: StudentId) -> ColumnElement[bool]:
    """For a query: that this actor answers the student whose id is in this column.

    A teacher answers their own students; admins those who have no teacher, or none who may come in.
    """
    teacher = active_teacher(student_id)
    return (
        or_(teacher.is_(None), teacher == actor.id)
        if actor.role == "admin"
        else teacher == actor.id
    )


def active_teacher(student_id: StudentId) -> ScalarSelect[int | None]:
    """The id of a student's teacher, if that teacher may come in; for a query."""
    return TAUGHT_BY.where(STUDENT.c.id == student_id).scalar_subquery()
