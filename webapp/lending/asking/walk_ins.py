"""Walk-ins: somebody stands at the desk and leaves with an instrument."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import NotAllowed, Refusal
from webapp.core.words import _
from webapp.stock.items import items

from .. import access
from ..decisions import decisions
from ..desk import counter_terms, handovers
from ..desk.counter_terms import Terms
from ..models import Checkout
from ..notices import notices
from ..units import choosing
from . import asking
from .asking import Wish

CHANGES = {"due_date", "quantity"}  # of what is lent now, by an offer


def lend(
    actor: Actor,
    *,
    item: int,
    student: int,
    due_date: date | None = None,
    unit: int | None = None,
    quantity: int = 1,
    accessories: Collection[int] | None = None,
) -> Checkout:
    """Asked for, approved by policy and handed out in one act. Invalid beyond what policy allows."""
    if not access.may_hand_out(actor):
        raise NotAllowed(_("Only staff can lend"))
    if due_date:
        _check_until(actor, item, due_date)
    wish = Wish(item, quantity, due_date=due_date, is_lent_now=True)
    with _offering_today():
        checkout = asking.new(actor, wish, student=student)
        decisions.give(actor, checkout)
    what = choosing.references(unit, None), accessories, Terms(due_date=due_date)
    with _without_a_loan(item):
        handovers.leave_with(actor, checkout, *what, is_new=True)
    return _told(checkout)


def _told(checkout: Checkout) -> Checkout:
    db.session.flush()
    notices.lent(checkout)
    return checkout


def _check_until(actor: Actor, item: int, due_date: date) -> None:
    longest = items.find(actor, item).max_checkout_days
    counter_terms.check_may_lend_until(actor, due_date, longest)


@contextmanager
def _offering_today() -> Iterator[None]:
    """Of what a refusal offers, only what can leave now: not later days, nor fewer than are asked for here."""
    try:
        yield
    except Refusal as no:
        no.offers = [offer for offer in no.offers if offer.change.keys() <= CHANGES]
        raise


@contextmanager
def _without_a_loan(item: int) -> Iterator[None]:
    """What is refused leaves no loan behind that one could look at, only the item."""
    try:
        yield
    except Refusal as no:
        if no.facts.pop("checkout", None):
            no.facts["item"] = item
        raise
