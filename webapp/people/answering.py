"""Answering: whose requests wait for whom."""

from sqlalchemy import Boolean, ColumnElement, ScalarSelect, func, select
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
TAUGHT = (
    select(STUDENT.c.id)
    .join(TEACHER, STUDENT.c.teacher_id == TEACHER.c.id)
    .where(TEACHER.c.is_active)
    .correlate(None)
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
    taught = _taught(actor, student_id)
    if group_id is None:
        return taught
    leader = _leader(group_id)
    return func.coalesce(leader == actor.id, taught, type_=Boolean())


def _taught(actor: Actor, student_id: StudentId) -> ColumnElement[bool]:
    """The same by who teaches them. Whom that is about is asked once a query: there are more requests than students."""
    students = TAUGHT.where(TEACHER.c.id == actor.id)
    if actor.role == "admin":
        students = TAUGHT.where(TEACHER.c.id != actor.id)
        return student_id.not_in(students)
    return student_id.in_(students)


def decider(
    student_id: StudentId, group_id: GroupId | None = None
) -> ColumnElement[int | None]:
    """The id of who answers: the group's teacher, else the student's, if they may come in; for a query."""
    teacher = active_teacher(student_id)
    if group_id is None:
        return teacher
    return func.coalesce(_leader(group_id), teacher)


def _leader(group_id: GroupId) -> ScalarSelect[int | None]:
    return LEADER.where(Group.id == group_id).scalar_subquery()


def active_teacher(student_id: StudentId) -> ScalarSelect[int | None]:
    """The id of a student's teacher, if that teacher may come in; for a query."""
    return TAUGHT_BY.where(STUDENT.c.id == student_id).scalar_subquery()
