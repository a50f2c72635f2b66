"""Keeping: what a loan's page shows about how long it may be kept."""

from webapp.core.actor import Actor

from .. import access
from ..models import Checkout
from . import extending, renewal_requests, verdicts


def around(actor: Actor, loan: Checkout) -> dict[str, object]:
    """By which event it became due on another day, if it did; for its borrower, whether they may keep it longer, and
    whether they have asked to.
    """
    shown: dict[str, object] = {"longer": extending.last_extension(loan)}
    shown |= {"verdict": None, "asked": None}
    if loan.status == "out" and access.may_renew(actor, loan.student_id):
        shown["verdict"] = verdicts.of(loan)
        shown["asked"] = renewal_requests.waiting_for([loan]).get(loan.id)
    return shown
