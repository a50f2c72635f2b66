"""A school in which something of everything waits for an answer."""

from datetime import datetime, timedelta
from typing import NamedTuple

import pytest

from tests.support.days import ahead
from tests.support.loans import TESS, lend, tagged
from webapp.core.actor import Actor
from webapp.core.bounces import Bounce
from webapp.core.db import db, transaction
from webapp.lending.asking import asking
from webapp.lending.decisions import decisions
from webapp.lending.models import Checkout
from webapp.lending.renewals import renewal_requests
from webapp.repairs import opening
from webapp.rooms.reservations import booking
from webapp.rooms.rules import rules
from webapp.stock.items import items
from webapp.stock.ledger import ledger
from webapp.stock.ledger.ledger import Line
from webapp.stock.operations import operations

SOL, NIA = Actor(2, "Sol", "student", 0), Actor(3, "Nia", "student", 0)
DORA, ADA = Actor(4, "Dora", "desk", 0), Actor(5, "Ada", "admin", 0)
KINDS = ("loan", "renewal", "promise", "room", "act", "repair", "address")


class Waiting(NamedTuple):
    """The ids of what waits; of each kind one."""

    loan: int
    renewal: int
    promise: int
    room: int
    act: int
    repair: int
    address: int


@pytest.fixture
def waiting(app):
    """One of each kind, all of Sol's."""
    with app.app_context(), transaction():
        rules.add(ADA, name="Ask first", role="student", room=1, needs_approval=True)
        return Waiting(
            loan=wish(3),
            renewal=renewal(),
            promise=promise(),
            room=room(2),
            act=act(),
            repair=repair(),
            address=address("sol"),
        )


def wish(days, student=SOL):
    """A cello from so many days ahead on."""
    first, last = ahead(days), ahead(days + 5)
    days = {"checkout_date": first, "due_date": last}
    loan = asking.ask_for(student, item=2, send_anyway=True, **days)
    return loan.id


def plenty():
    """Cellos for everybody."""
    ledger.record(TESS, "receive", [Line(2, 1, "PURCHASE", "outside", "available", 50)])


def renewal(student=SOL):
    id = lend(student.id, item=1, days=-9)
    db.session.get_one(Checkout, id).max_renewals = 0
    return renewal_requests.ask(student, id, due_date=ahead(200)).id


def promise(student=SOL):
    """A harp that was lost since."""
    harp = items.add(TESS, name="Harp", category="instrument", location="Store", quantity=1)
    loan = asking.ask_for(student, item=harp.id, checkout_date=ahead(1), due_date=ahead(4))
    decisions.approve(TESS, loan.id)
    place = harp.home_location_id
    line = Line(harp.id, place, "THEFT_LOSS", "available", "outside", 1)
    ledger.record(TESS, "lost", [line])
    return loan.id


def room(days, student=SOL):
    """Studio A for an hour, so many days ahead."""
    starts = datetime.combine(ahead(days), datetime.min.time()) + timedelta(hours=10)
    times = {"start_time": starts, "end_time": starts + timedelta(hours=1)}
    return booking.book(student, room=1, **times).id


def act():
    return operations.act(DORA, "adjust", [{"item": 2}], reason="disposed").id


def repair(tag="VLN-1"):
    return opening.open(DORA, unit=tagged(tag)).id


def address(name):
    db.session.add(Bounce(address=f"{name}@school.test", reason="550 5.1.1 No such user"))
    db.session.flush()
    return {"sol": 2, "nia": 3}[name]
