"""In hands: what somebody has, told by the code on it; who does not have it learns nothing of it."""

from typing import NamedTuple

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import NotFound
from webapp.school import open_days
from webapp.stock.units import accessories, codes, units
from webapp.stock.units.units import Unit

from .. import access
from ..faults import faults
from ..loans import pieces
from ..models import Checkout, FaultReport
from ..renewals import answered, verdicts
from ..renewals.answered import LastRequest
from ..renewals.verdicts import Verdict


class Held(NamedTuple):
    """A unit that somebody has on loan, or fetched for somebody, and what they may want to know of it.

    `closes` is until when it can be brought back on the day it is due, empty where the school is closed then; `verdict`
    says to its borrower whether they may keep it longer.
    """

    unit: Unit
    checkout: Checkout
    closes: str
    belongings: list[str]
    fault: FaultReport | None
    verdict: Verdict | None
    last: LastRequest | None


def of_code(actor: Actor, code: str) -> Held | None:
    """What the actor has that has this code; None for all else, after the same query."""
    unit_id = _unit_id(code)
    query = access.readable_checkouts(actor)
    query = query.where(Checkout.id.in_(pieces.loans_with(unit_id)))
    loan = db.session.scalars(query.order_by(Checkout.id)).first()
    return _held(actor, loan, unit_id) if loan else None


def _unit_id(code: str) -> int:
    try:
        return codes.read(code)
    except NotFound:
        return 0  # of no unit


def _held(actor: Actor, loan: Checkout, unit_id: int) -> Held:
    is_own = access.may_renew(actor, loan.student_id)
    there = accessories.of_units([unit_id]).get(unit_id, ())
    hours = open_days.now_decided().hours(loan.due_on)
    return Held(
        units.these([unit_id])[unit_id],
        loan,
        open_days.clock(hours[-1].ends) if hours else "",
        [each.name for each in there if not each.is_missing],
        faults.of_unit(loan.id, unit_id),
        verdicts.of(loan) if is_own else None,
        answered.last_of([loan]).get(loan.id) if is_own else None,
    )
