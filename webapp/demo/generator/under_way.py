"""What movements are about: a transfer of things, and today's loans and repairs."""

from datetime import date, timedelta
from random import Random

from sqlalchemy import select

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.lending.models import Checkout, Request
from webapp.people.models import Group
from webapp.repairs.models import Repair
from webapp.school import calendar
from webapp.stock.models import Item, Transfer, TransferLine

from .people import Cast
from .stock import Thing

FOR_CLASS = 0.1  # of the loans


def add_transfer(actor: Actor, sent: list[Thing], source: int, to: int) -> Transfer:
    transfer = Transfer(
        from_location_id=source,
        to_location_id=to,
        status="received",
        expected_on=calendar.today(),
        created_by=actor.id,
    )
    db.session.add(transfer)
    db.session.flush()
    for thing in sent:
        db.session.add(
            TransferLine(
                transfer_id=transfer.id,
                item_id=thing.item_id,
                unit_id=thing.unit_id,
                quantity=thing.quantity,
            )
        )
    db.session.flush()
    return transfer


def add_loan(cast: Cast, thing: Thing, today: date, chance: Random) -> Checkout:
    """Of a student's or, through one of them, of the class, out now, and due some days before or after `today`."""
    is_for_class = chance.random() < FOR_CLASS
    student = chance.choice(cast.in_group if is_for_class else cast.students)
    due = calendar.after(today, chance.randint(-10, 30))
    name = db.session.scalars(select(Item.name).where(Item.id == thing.item_id)).one()
    loan = Checkout(
        item_id=thing.item_id,
        item_name=name,
        student_id=student.id,
        student_name=student.name,
        quantity=thing.quantity,
        status="out",
        decided_by=cast.teacher.id,
    )
    return _keep(loan, due, cast.group if is_for_class else None)


def _keep(loan: Checkout, due: date, group: Group | None) -> Checkout:
    _set_times(loan, due)
    loan.request_id = _add_request(loan, group).id
    db.session.add(loan)
    db.session.flush()
    return loan


def _set_times(loan: Checkout, due: date) -> None:
    """As if it was requested, approved and handed out at once."""
    now, today = clock.now(), calendar.today()
    loan.requested_at = loan.decided_at = loan.out_at = now
    loan.expires_at = now + timedelta(days=7)
    loan.starts_on = loan.asked_from = today
    loan.due_on = loan.asked_until = max(today, due)


def _add_request(loan: Checkout, group: Group | None) -> Request:
    """What the student asked for: this one thing, perhaps for the class."""
    request = Request(
        group_id=group and group.id,
        group_name=group and group.name,
        student_id=loan.student_id,
        student_name=loan.student_name,
        asked_by=loan.student_id,
        starts_on=loan.asked_from,
        due_on=loan.asked_until,
        sent_at=loan.requested_at,
    )
    db.session.add(request)
    db.session.flush()
    return request


def add_repair(actor: Actor, thing: Thing) -> Repair:
    repair = Repair(
        status="in_progress",
        item_id=thing.item_id,
        unit_id=thing.unit_id,
        location_id=thing.place,
        quantity=thing.quantity,
        description="Made up",
        opened_by=actor.id,
    )
    db.session.add(repair)
    db.session.flush()
    return repair
