"""Loans that should be back: who has what, since when, and who teaches them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import NotAllowed
from webapp.people.access import visible_people
from webapp.school import calendar
from webapp.stock.units import units

from . import access
from .models import Checkout


@dataclass(frozen=True)
class Late:
    """A loan past its day; `quantity` is what is still out, `tag` and `serial` are empty without a unit."""

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
    """Everything overdue today, in two queries: to the office all of it, to teachers their own students' loans."""
    if not access.may_see_overdue(actor):
        raise NotAllowed("Only staff can see who is late")
    today = calendar.today()
    who, taught_by = (
        visible_people(actor).subquery("who"),
        visible_people(actor).subquery("taught_by"),
    )
    asked = (
        select(
            Checkout,
            who.c.name,
            who.c.email,
            who.c.teacher_id,
            taught_by.c.name.label("teacher"),
        )
        .add_columns(units.outstanding(Checkout.id).label("held"))
        .join(who, who.c.id == Checkout.student_id)
        .outerjoin(taught_by, taught_by.c.id == who.c.teacher_id)
        .where(Checkout.stored_status == "out", Checkout.due_on < today)
    )
    if actor.role == "teacher":
        asked = asked.where(who.c.teacher_id == actor.id)
    rows = db.session.execute(asked).all()
    known = units.these([row.Checkout.unit_id for row in rows if row.Checkout.unit_id])
    return [
        Late(
            id=row.Checkout.id,
            item=row.Checkout.item_name,
            quantity=int(row.held),
            tag=unit.tag if (unit := known.get(row.Checkout.unit_id)) else "",
            serial=(unit.serial_number or unit.batch_code or "") if unit else "",
            student=row.name,
            email=row.email,
            teacher_id=row.teacher_id,
            teacher=row.teacher or "",
            due=row.Checkout.due_on,
            days=(today - row.Checkout.due_on).days,
            notes=row.Checkout.notes,
        )
        for row in rows
    ]
