"""Loans that are late: made through the verbs, then moved into the past."""

from datetime import timedelta

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.lending.asking import asking
from webapp.lending.decisions import decisions
from webapp.lending.desk import handovers
from webapp.lending.models import Checkout
from webapp.school import calendar
from webapp.stock.ledger import ledger
from webapp.stock.ledger.ledger import Line
from webapp.stock.models import Unit

TESS = Actor(1, "Tess", "teacher", 0)


def lend(student, item=2, quantity=1, days=3, unit=None, notes=""):
    """A loan that was due `days` ago; inside a transaction."""
    id = asking.ask_for(TESS, item=item, quantity=quantity, student=student, notes=notes).id
    decisions.approve(TESS, id)
    handovers.hand_out(TESS, id, unit=unit)
    loan = db.session.get(Checkout, id)
    loan.due_on = calendar.today() - timedelta(days=days)
    loan.starts_on = loan.due_on - timedelta(days=7)
    db.session.flush()
    return id


def tagged(tag, serial=None, item=1):
    """A unit on the shelf; inside a transaction."""
    unit = Unit(item_id=item, location_id=1, tag=tag, serial_number=serial)
    db.session.add(unit)
    db.session.flush()
    ledger.record(
        TESS, "receive", [Line(item, 1, "PURCHASE", "outside", "available", 1, unit.id)]
    )
    return unit.id
