"""Answering: whose requests wait for whom."""

from sqlalchemy import ColumnElement, ScalarSelect, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from webapp.core.actor import Actor

from .models import Group, User

StudentId = ColumnElement[int] | InstrumentedAttribute[int]
GroupId = ColumnElement[int] | ColumnElement[int | None]

STUDENT, TEACHER = (
    User.metadata.tables["users"].alias(name) for name in ("student", "teacher")
)
TAUGHT_BY = (
    select(TEACHER.c.id)
    .join(STUDENT, STUDENT.c.teacher_id == TEACHER.c.id)
    .where(TEACHER.c.is_active)
    .correlate_except(STUDENT, TEACHER)
)


LEADER = (
    select(TEACHER.c.id)
    .join(Group, Group.teacher_id == TEACHER.c.id)
    .where(TEACHER.c.is_active)
    .correlate_except(Group, TEACHER)
)


def answered_by(
    actor: Actor, student_id: StudentId, group_id: GroupId | None = None
) -> ColumnElement[bool]:
    """For a query: that this actor answers the student whose id is in this column.

    A teacher answers their own students, and what is asked for a group of theirs, whose id may be in another column;
    admins those who have no teacher, or none who may come in.
    """
    teacher = decider(student_id, group_id)
    return (
        or_(teacher.is_(None), teacher == actor.id)
        if actor.role == "admin"
        else teacher == actor.id
    )


def decider(
    student_id: StudentId, group_id: GroupId | None = None
) -> ColumnElement[int | None]:
    """The id of who answers: the group's teacher, else the student's, if they may come in; for a query."""
    teacher = active_teacher(student_id)
    if group_id is None:
        return teacher
    leader = LEADER.where(Group.id == group_id).scalar_subquery()
    return func.coalesce(leader, teacher)


def active_teacher(student_id: StudentId) -> ScalarSelect[int | None]:
    """The id of a student's teacher, if that teacher may come in; for a query."""
    return TAUGHT_BY.where(STUDENT.c.id == student_id).scalar_subquery()
