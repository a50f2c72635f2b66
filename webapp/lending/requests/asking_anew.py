"""Asking anew: lines of a request that wait ask for something else, by the rules by which they were first asked for."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import NamedTuple

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, Offer, Refusal
from webapp.core.words import _
from webapp.stock.items import items

from ..asking import enough, expiry
from ..days.visits import Room, room_for
from ..loans import checkouts, swaps
from ..models import Checkout
from ..queues import ahead
from ..queues.ahead import Ahead
from ..rules import limits
from ..units import certain_units
from . import requests


class Asked(NamedTuple):
    """What a line asks for."""

    quantity: int
    starts: date
    due: date
    notes: str


def asked_by(line: Checkout) -> Asked:
    return Asked(line.quantity, line.starts_on, line.due_on, line.notes)


def ask_anew(
    actor: Actor,
    asked: Mapping[Checkout, Asked],
    *,
    is_only_one: bool,
    may_choose: bool,
) -> None:
    """As if these lines were asked for only now, one after the other, so that what they have now is free for them.

    Nor does who waits come before them on days that they have now. Where the actor `may_choose`, a refusal offers what
    would do instead for the line that it is about.
    """
    for line in asked:
        with requests.naming(line):
            checkouts.check_state(line, "pending")
    needed = ahead.of_items(actor, {line.item_id for line in asked})
    for line in asked:
        line.status = "cancelled"
    db.session.flush()
    for line, wish in asked.items():
        with requests.naming(line, keeps_offers=may_choose), _without_parts(line):
            has_new_days = _ask_for(actor, line, wish, needed[line.item_id])
        if is_only_one and has_new_days:
            _check_only_one(line)
        line.status = "pending"
        db.session.flush()


def _ask_for(actor: Actor, line: Checkout, wish: Asked, before: Ahead) -> bool:
    """Let a line ask for something else; whether for other days. Refused as asking for it would be, but for a note."""
    now = asked_by(line)
    line.notes = wish.notes
    if wish == now._replace(notes=wish.notes):
        return False
    limits.check_lent_out(line.item_id)
    has_new_days = (wish.starts, wish.due) != (now.starts, now.due)
    room = _room_for(actor, line)
    if has_new_days:
        _check_days(actor, line, wish, room)
    _take_over(line, wish)
    if wish.quantity > now.quantity:
        swaps.check_fits(actor, line)
    enough.check_request(actor, line, is_only_one=False, before=before, room=room)
    certain_units.check_can_be_asked(line)
    return has_new_days


@contextmanager
def _without_parts(line: Checkout) -> Iterator[None]:
    """Offer no other number of what is part of a set: the set is asked for as a whole."""
    try:
        yield
    except Refusal as no:
        if line.asked_set:
            no.offers = [offer for offer in no.offers if "quantity" not in offer.change]
        raise


def _room_for(actor: Actor, line: Checkout) -> Room:
    """At the desk, for whoever comes for it: on the days that it has already there is."""
    return room_for(actor, who=line.comes_id, kept=(line.starts_on, line.due_on))


def _take_over(line: Checkout, wish: Asked) -> None:
    line.quantity = line.asked_quantity = wish.quantity
    line.starts_on = line.asked_from = wish.starts
    line.due_on = line.asked_until = wish.due
    line.expires_at = expiry.of(wish.starts, wish.due)


def _check_only_one(line: Checkout) -> None:
    """Conflict, with the offer to send it anyway, if its borrower waits for another on one of these days."""
    try:
        with requests.naming(line):
            limits.check_not_asked_already(
                line.student_id,
                line.item_id,
                line.starts_on,
                line.due_on,
                besides=line.request_id,
            )
    except Conflict as no:
        no.offers = [Offer(_("Send it anyway"), {"send_anyway": True})]
        raise


def _check_days(actor: Actor, line: Checkout, wish: Asked, room: Room) -> None:
    if wish.starts != line.starts_on:
        limits.check_first(actor, wish.starts, room)
    longest = items.find(actor, line.item_id).max_checkout_days
    limits.due_day(actor, wish.starts, wish.due, longest, room)
