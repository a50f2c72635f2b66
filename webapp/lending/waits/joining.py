"""Joining the queue of an item: what is free need not be waited for, and a person stands in it once."""

from sqlalchemy import func, select

from webapp.core import rows
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, Invalid, NotFound
from webapp.core.words import _, ngettext
from webapp.people import people
from webapp.people.people import Contact
from webapp.school import calendar
from webapp.stock.items import items
from webapp.stock.items.stocked import Item
from webapp.stock.ledger import ledger
from webapp.stock.units import units

from .. import access
from ..availability import unit_days
from ..availability.availability import Shelf
from ..models import ItemWait
from ..models.waits import OPEN
from ..queues import ahead
from ..rules import limits
from ..suspensions import suspended
from ..units.naming import Reference
from . import wait_events
from .waits import MOST

USUAL_DAYS = 7  # that it is needed for at least, if nobody says otherwise


def join(
    actor: Actor,
    item_id: int,
    *,
    student: int | None = None,
    quantity: int = 1,
    days: int | None = None,
    unit: Reference | None = None,
) -> ItemWait:
    """The last place in the queue for so many pieces, for so many days at least; staff join for a student too.

    Staff may name the one unit that is meant. Conflict if they stand in it already, if it is not lent out, or if it
    is free now; Invalid for more than there are and for longer than it is lent.
    """
    if unit is not None:
        access.check_may_ask_for_unit(actor)
    item = items.find(actor, item_id)
    person = _lock_person(actor, student or actor.id)
    suspended.check(person.id, reader=actor.id)
    ledger.lock()
    limits.check_lent_out(item.id)
    wait = _wait(item, person, quantity, _checked_days(item, days))
    if unit is not None:
        wait.unit_id = units.pick(item.id, unit).id
    _check(actor, wait)
    _put_last(actor, wait)
    return wait


def _put_last(actor: Actor, wait: ItemWait) -> None:
    last = select(func.max(ItemWait.rank)).where(ItemWait.item_id == wait.item_id)
    wait.rank = (db.session.scalar(last) or 0) + 1
    db.session.add(wait)
    db.session.flush()
    wait_events.record(actor, wait, "joined")


def _wait(item: Item, person: Contact, quantity: int, days: int) -> ItemWait:
    return ItemWait(
        item_id=item.id,
        item_name=item.name,
        student_id=person.id,
        student_name=person.name,
        quantity=quantity,
        days=days,
    )


def _lock_person(actor: Actor, id: int) -> Contact:
    """Who will wait, held until the transaction ends. NotFound but for those whom the actor may ask for."""
    person = people.lock(id)
    if person is None or not person.is_active or not access.may_ask_for(actor, person.id):
        raise NotFound(_("Person not found"))
    return Contact(person.id, person.name, person.email, person.role, person.language)


def usual_days(longest: int) -> int:
    """For how many days it is needed at least, where nobody says."""
    return min(USUAL_DAYS, longest)


def _checked_days(item: Item, days: int | None) -> int:
    longest = item.max_checkout_days
    if days and days > longest:
        words = ngettext(
            "This may be borrowed for %(num)s day at most",
            "This may be borrowed for %(num)s days at most",
            longest,
        )
        raise Invalid(fields={"days": words})
    return days or usual_days(longest)


def _check(actor: Actor, wait: ItemWait) -> None:
    """Whether this is a place to be had."""
    with db.session.no_autoflush:
        check_stands_nowhere_else(wait)
        if wait.unit_id and wait.quantity != 1:
            raise Invalid(fields={"quantity": _("One certain thing is one piece")})
        _check_none_free(actor, wait)


def check_stands_nowhere_else(wait: ItemWait) -> None:
    """Conflict if they stand in this queue already, or in as many as they may."""
    query = select(ItemWait.item_id, ItemWait.id).where(
        ItemWait.student_id == wait.student_id, ItemWait.status.in_(OPEN)
    )
    places = rows.pairs(query)
    if wait.item_id in places:
        words = _("%(name)s is in this queue already", name=wait.student_name)
        raise Conflict(
            words,
            facts={"wait": places[wait.item_id], "queue": wait.item_id},
            see=["loans"],
        )
    if len(places) >= MOST:
        words = _(
            "You are already waiting for %(most)s things; leave one of the queues first",
            most=MOST,
        )
        facts = {"waiting": len(places), "person": wait.student_id}
        raise Conflict(words, facts=facts, see=["loans"])


def _check_none_free(actor: Actor, wait: ItemWait) -> None:
    """Conflict if they can ask for it now; Invalid for more than there ever are."""
    shelf = ahead.shelf(actor, wait.item_id, except_basket_of=wait.student_id)
    most = max(shelf.lendable, 1)
    if wait.quantity > most:
        words = ngettext("There is only %(num)s", "There are only %(num)s", most)
        raise Invalid(fields={"quantity": words})
    if free := _free(wait, shelf):
        words = _(
            "%(item)s is free now: ask for it instead of waiting", item=wait.item_name
        )
        raise Conflict(words, facts={"free": free, "item": wait.item_id})


def _free(wait: ItemWait, shelf: Shelf) -> int:
    """How many they could have as long as they need it, from today on; none if those are too few."""
    today = calendar.today()
    ends = shelf.end_of(today, calendar.last_of(today, wait.days))
    if wait.unit_id:
        spans = unit_days.taken([wait.unit_id], except_basket_of=wait.student_id)
        if unit_days.overlaps(spans[wait.unit_id], today, ends):
            return 0
    free = shelf.free(today, ends)
    return free if free >= wait.quantity else 0
