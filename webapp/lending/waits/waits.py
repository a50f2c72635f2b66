"""Places in the queue of an item: who waits for it, in the order they came, unless staff say otherwise."""

from datetime import date

from sqlalchemy import select

from webapp.core import rows
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, Invalid
from webapp.core.words import _, lazy
from webapp.school import calendar
from webapp.stock import released
from webapp.stock.items import items
from webapp.stock.ledger import ledger

from .. import access
from ..models import ItemWait
from ..models.waits import OPEN
from ..queues import in_line
from ..rules import limits
from . import wait_events

MOST = 20  # places somebody may have at a time
MISSING = lazy("That waitlist entry no longer exists")


def find(actor: Actor, id: int, *, item: int | None = None, lock: bool = False) -> ItemWait:
    """Theirs, or for staff anybody's, perhaps of a certain item; NotFound otherwise."""
    query = access.visible_item_waits(actor).where(ItemWait.id == id)
    if item is not None:
        query = query.where(ItemWait.item_id == item)
    return rows.find(query, str(MISSING), lock=lock)


def item_of(id: int) -> int:
    """Whose queue a place is in, by the item's id; NotFound where there is none."""
    return rows.find(select(ItemWait.item_id).where(ItemWait.id == id), str(MISSING))


def take(actor: Actor, id: int, *states: str) -> ItemWait:
    """A place as it is now, with stock's writer lock and its own held. Conflict unless it is in one of these states."""
    find(actor, id)
    ledger.lock()
    wait = find(actor, id, lock=True)
    if wait.status not in states:
        raise already_over(wait)
    return wait


def of_person(
    actor: Actor, student: int, limit: int = MOST, after: int = 0
) -> list[ItemWait]:
    """What somebody waits for, or is offered, in the order they asked; of those the actor may see."""
    query = access.visible_item_waits(actor).where(
        ItemWait.student_id == student, ItemWait.status.in_(OPEN), ItemWait.id > after
    )
    return rows.listed(query.order_by(ItemWait.id).limit(limit))


def own_place(actor: Actor, item_id: int) -> ItemWait | None:
    """Where the actor stands in the queue of an item, if they do."""
    query = select(ItemWait).where(
        ItemWait.item_id == item_id,
        ItemWait.student_id == actor.id,
        ItemWait.status.in_(OPEN),
    )
    return db.session.scalars(query).one_or_none()


def queue(
    actor: Actor, item_id: int, limit: int = 50, after: tuple[int, int] | None = None
) -> list[ItemWait]:
    """Who waits for an item or is offered it, in the order they are served. NotFound, NotAllowed for students.

    `after` is the rank and the id of the last one before.
    """
    items.find(actor, item_id)
    access.check_may_order_queue(actor)
    query = select(ItemWait).where(ItemWait.item_id == item_id, ItemWait.status.in_(OPEN))
    if after:
        rank, id = after
        later = (ItemWait.rank > rank) | ((ItemWait.rank == rank) & (ItemWait.id > id))
        query = query.where(later)
    return rows.listed(query.order_by(ItemWait.rank, ItemWait.id).limit(limit))


def pause(actor: Actor, id: int, *, until: date | None = None) -> ItemWait:
    """Keep their place, and offer them nothing until a day, or until they say so. Invalid for a day that is not ahead.

    Conflict unless they wait.
    """
    if until and until <= calendar.today():
        raise Invalid(fields={"until": _("Choose a day in the future")})
    if until:
        limits.check_near("until", until)
    wait = take(actor, id, "waiting")
    wait.is_paused, wait.paused_until = True, until
    db.session.flush()
    facts = {"until": until.isoformat() if until else None}
    wait_events.record(actor, wait, "paused", facts=facts)
    return wait


def resume(actor: Actor, id: int) -> ItemWait:
    """In line again, where they stood. Conflict unless they wait."""
    wait = take(actor, id, "waiting")
    wait.is_paused, wait.paused_until = False, None
    db.session.flush()
    wait_events.record(actor, wait, "resumed")
    released.note([wait.item_id])
    return wait


def move(actor: Actor, id: int, *, place: int, reason: str = "") -> ItemWait:
    """To the place that staff say, 1 for the first, or the last there is; the others keep their order.

    NotAllowed for students, Conflict once something was offered.
    """
    find(actor, id)
    access.check_may_order_queue(actor)
    wait = take(actor, id, "waiting")
    before = _put_at(wait, place - 1)
    db.session.flush()
    moved = {"before": before + 1, "after": _number(wait) + 1}
    wait_events.record(actor, wait, "moved", why=reason, facts=moved)
    return wait


def _put_at(wait: ItemWait, at: int) -> int:
    """Where it was among those who wait, from 0; they are numbered anew, and those with an offer stay beside them."""
    before = _number(wait)
    line = [each for each in _open_places(wait.item_id) if each is not wait]
    waiting = [each for each in line if each.status == "waiting"]
    line.insert(line.index(waiting[at]) if at < len(waiting) else len(line), wait)
    for rank, each in enumerate(line, 1):
        each.rank = rank
    return before


def _number(wait: ItemWait) -> int:
    return in_line.of_items([wait.item_id])[wait.item_id].index(wait)


ALREADY = {
    "waiting": lazy("Nothing has been offered yet"),
    "offered": lazy("It is already offered"),
    "taken": lazy("This offer was already taken"),
    "declined": lazy("This offer was already declined"),
    "lapsed": lazy("This offer is over; nobody took it in time"),
    "left": lazy("This place in the queue was already given up"),
}


def already_over(wait: ItemWait) -> Conflict:
    """That this cannot be done with it, and why."""
    facts = {"status": wait.status, "item": wait.item_id}
    return Conflict(str(ALREADY[wait.status]), facts=facts)


def _open_places(item_id: int) -> list[ItemWait]:
    """All who wait for it or are offered it, in order, locked."""
    query = select(ItemWait).where(ItemWait.item_id == item_id, ItemWait.status.in_(OPEN))
    query = query.order_by(ItemWait.rank, ItemWait.id).with_for_update()
    return rows.listed(query.execution_options(populate_existing=True))
