"""Loans that should be back: who has what, since when, and who teaches them."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Row, Select, select

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import NotAllowed
from webapp.core.words import _
from webapp.people import groups, guardians
from webapp.people.access import visible_people
from webapp.people.guardians import Guardian
from webapp.school import calendar
from webapp.stock import locations
from webapp.stock.units import units
from webapp.stock.units.units import Unit

from .. import access
from ..loans import lateness
from ..models import Checkout

LateRow = tuple[Checkout, str, str, str, int | None, str | None, int]


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
    phone: str
    guardians: list[Guardian]
    groups: list[tuple[int, str]]
    place: tuple[int, str]
    teacher_id: int | None
    teacher: str
    due: date
    days: int  # none of what was due today, by the hour
    due_at: datetime | None
    notes: str


def loans(actor: Actor) -> list[Late]:
    """Everything overdue today, in six queries: to the office all of it, to teachers their own students' loans."""
    if not access.may_see_overdue(actor):
        raise NotAllowed(_("Only staff can see who is late"))
    today = calendar.today()
    rows = db.session.execute(late_loans(actor)).all()
    named = units.these([id for row in rows for id in row.Checkout.unit_ids])
    around = _around(actor, [row.Checkout.student_id for row in rows])
    return [
        _late(row, [named[id] for id in row.Checkout.unit_ids], today, around)
        for row in rows
    ]


@dataclass(frozen=True)
class Around:
    """Who answers for students and in which groups they are, by the student; and what places are called."""

    guardians: dict[int, list[Guardian]]
    groups: dict[int, list[tuple[int, str]]]
    places: dict[int, str]

    def place(self, checkout: Checkout) -> tuple[int, str]:
        """Where it was handed out from."""
        id = next((each.location_id for each in checkout.units), 0)
        return id, self.places.get(id, "")


def _around(actor: Actor, student_ids: list[int]) -> Around:
    return Around(
        guardians.of_people(student_ids),
        {
            id: [(group.id, group.name) for group in theirs]
            for id, theirs in groups.of_people(student_ids).items()
        },
        locations.names(actor),
    )


def late_loans(actor: Actor) -> Select[*LateRow]:
    """Each loan with its student, their teacher, and how many pieces they still have."""
    student = visible_people(actor).subquery("who")
    teacher = visible_people(actor).subquery("taught_by")
    query = (
        select(
            Checkout,
            student.c.name,
            student.c.email,
            student.c.phone,
            student.c.teacher_id,
            teacher.c.name,
            units.outstanding(Checkout.id),
        )
        .join(student, student.c.id == Checkout.student_id)
        .outerjoin(teacher, teacher.c.id == student.c.teacher_id)
    )
    if actor.role == "teacher":
        query = query.where(student.c.teacher_id == actor.id)
    return query.where(Checkout.stored_status == "out", lateness.should_be_back())


def _late(
    row: Row[*LateRow],
    still_out: list[Unit],
    today: date,
    around: Around,
) -> Late:
    checkout, student, email, phone, teacher_id, teacher, quantity = row
    return Late(
        id=checkout.id,
        item=checkout.item_name,
        quantity=int(quantity),
        tag=", ".join(unit.tag for unit in still_out),
        serial=_serials(still_out),
        student=student,
        email=email,
        phone=phone,
        guardians=around.guardians.get(checkout.student_id, []),
        groups=around.groups.get(checkout.student_id, []),
        place=around.place(checkout),
        teacher_id=teacher_id,
        teacher=teacher or "",
        due=checkout.due_on,
        days=(today - checkout.due_on).days,
        due_at=checkout.due_at,
        notes=checkout.notes,
    )


def _serials(units: list[Unit]) -> str:
    serials = [unit.serial_number or unit.batch_code or "" for unit in units]
    return ", ".join(filter(None, serials))
