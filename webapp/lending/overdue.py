"""Loans that should be back: who has what, since when, and who teaches them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Row, Select, select

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import NotAllowed
from webapp.core.words import _
from webapp.people.access import visible_people
from webapp.school import calendar
from webapp.stock.units import units
from webapp.stock.units.units import Unit

from . import access
from .models import Checkout

LateRow = tuple[Checkout, str, str, int | None, str | None, int]


@dataclass(frozen=True)
class Late:
    """A loan past its day; `quantity` is what is still out, `tag` and `serial` name its units, empty without one."""

    id: int
    item: str
    quantity: int
    tag: str
    serial: str
    student: str
    email: str
    teacher_id: int | None
    teacher: str
    due: date
    days: int
    notes: str


def loans(actor: Actor) -> list[Late]:
    """Everything overdue today, in three queries: to the office all of it, to teachers their own students' loans."""
    if not access.may_see_overdue(actor):
        raise NotAllowed(_("Only staff can see who is late"))
    today = calendar.today()
    rows = db.session.execute(_query(actor, today)).all()
    named = units.these([id for row in rows for id in row.Checkout.unit_ids])
    return [_late(row, [named[id] for id in row.Checkout.unit_ids], today) for row in rows]


def _query(actor: Actor, today: date) -> Select[*LateRow]:
    """Each loan with its student, their teacher, and how many pieces they still have."""
    student = visible_people(actor).subquery("who")
    teacher = visible_people(actor).subquery("taught_by")
    query = (
        select(
            Checkout,
            student.c.name,
            student.c.email,
            student.c.teacher_id,
            teacher.c.name.label("teacher"),
            units.outstanding(Checkout.id).label("held"),
        )
        .join(student, student.c.id == Checkout.student_id)
        .outerjoin(teacher, teacher.c.id == student.c.teacher_id)
        .where(Checkout.stored_status == "out", Checkout.due_on < today)
    )
    if actor.role == "teacher":
        query = query.where(student.c.teacher_id == actor.id)
    return query


def _late(
    row: Row[*LateRow],
    still_out: list[Unit],
    today: date,
) -> Late:
    checkout, student, email, teacher_id, teacher, quantity = row
    serials = [unit.serial_number or unit.batch_code or "" for unit in still_out]
    return Late(
        id=checkout.id,
        item=checkout.item_name,
        quantity=int(quantity),
        tag=", ".join(unit.tag for unit in still_out),
        serial=", ".join(serial for serial in serials if serial),
        student=student,
        email=email,
        teacher_id=teacher_id,
        teacher=teacher or "",
        due=checkout.due_on,
        days=(today - checkout.due_on).days,
        notes=checkout.notes,
    )
