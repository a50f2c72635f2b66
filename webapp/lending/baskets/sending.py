"""Sending a basket: what is in it becomes one request."""

from collections.abc import Mapping

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, Offer, Refusal
from webapp.core.words import _, ngettext

from ..asking import asking, asking_sets
from ..asking.asking import Wish
from ..models import Basket, BasketLine, Request
from ..rules import limits
from . import basket_checks, baskets


def send(actor: Actor, *, purpose: str | None = None, send_anyway: bool = False) -> Request:
    """Ask for everything in the actor's basket at once; what is set aside for later stays in it.

    `purpose` takes the place of the basket's note. Conflict if it is empty, and if something of it is no longer
    possible or, unless it is to be sent anyway, already asked for: each line is named among the fields with the reason.
    """
    basket = baskets.taken(actor)
    if not basket.to_send:
        raise Conflict(_("Your basket is empty"), facts={"lines": []}, see=["items"])
    _check_lines(_lost(actor, basket))
    if not send_anyway:
        _check_lines(
            _asked_already(actor, basket), Offer(_("Send it anyway"), {"send_anyway": True})
        )
    wishes = [
        Wish(line.item_id, line.quantity, line.starts_on, line.due_on, line.set_id)
        for line in basket.to_send
    ]
    said = basket.purpose if purpose is None else purpose
    _empty(basket)
    return asking.ask_for_several(actor, wishes, purpose=said, send_anyway=True)


def _check_lines(problems: Mapping[int, str], *offers: Offer) -> None:
    """Conflict if there is something wrong with a line, told by its id."""
    if not problems:
        return
    words = ngettext(
        "Nothing was sent: %(num)s thing needs an answer first",
        "Nothing was sent: %(num)s things need an answer first",
        len(problems),
    )
    fields = {f"lines.{id}": problem for id, problem in problems.items()}
    raise Conflict(words, fields=fields, facts={"lines": list(problems)}, offers=offers)


def _lost(actor: Actor, basket: Basket) -> dict[int, str]:
    checked = basket_checks.of(actor, basket)
    return {line.id: line.problem for line in checked if line.is_lost}


def _asked_already(actor: Actor, basket: Basket) -> dict[int, str]:
    """Where the same is waiting for an answer already."""
    problems = {}
    for line in basket.to_send:
        try:
            _check_not_asked_already(actor, line)
        except Refusal as no:
            problems[line.id] = no.message
    return problems


def _check_not_asked_already(actor: Actor, line: BasketLine) -> None:
    days = line.starts_on, line.due_on
    if line.set:
        asking_sets.check_not_asked_already(actor.id, line.set, *days)
    elif line.item_id:
        limits.check_not_asked_already(actor.id, line.item_id, *days)


def _empty(basket: Basket) -> None:
    """Only what is for later stays in it."""
    for line in basket.to_send:
        basket.lines.remove(line)
    basket.purpose, basket.starts_on, basket.due_on = "", None, None
    basket.held_until = clock.now()
    db.session.flush()
