"""What was done with places in queues, kept in the order in which it happened."""

from collections.abc import Mapping

from sqlalchemy import select

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.db import db

from ..models import ItemWait, ItemWaitEvent

Facts = Mapping[str, int | str | None]
NOTHING: Facts = {}
NEWEST = 50  # told of an item's queue


def record(
    actor: Actor, wait: ItemWait, kind: str, *, why: str = "", facts: Facts = NOTHING
) -> None:
    """Keep one act; `facts` are what else it says, as JSON has it."""
    event = ItemWaitEvent(wait_id=wait.id, kind=kind, facts=dict(facts), why=why)
    event.by, event.at = actor.id, clock.now()
    db.session.add(event)
    db.session.flush()


def of_item(item_id: int) -> list[tuple[ItemWaitEvent, ItemWait]]:
    """The last ones about an item's queue, newest first, each with its place; the caller has checked who may know."""
    query = select(ItemWaitEvent, ItemWait).join(
        ItemWait, ItemWait.id == ItemWaitEvent.wait_id
    )
    query = query.where(ItemWait.item_id == item_id)
    newest_first = query.order_by(ItemWaitEvent.id.desc()).limit(NEWEST)
    return [(event, wait) for event, wait in db.session.execute(newest_first)]


def last(wait: ItemWait) -> ItemWaitEvent | None:
    """What was done last with a place."""
    query = select(ItemWaitEvent).where(ItemWaitEvent.wait_id == wait.id)
    return db.session.scalars(query.order_by(ItemWaitEvent.id.desc()).limit(1)).first()


def is_offered_since(wait: ItemWait, event: ItemWaitEvent) -> bool:
    """Whether somebody else was offered the item after this was done with a place."""
    return offered_since(wait, event) is not None


def offered_since(wait: ItemWait, event: ItemWaitEvent) -> ItemWait | None:
    """Who else was the first to be offered the item after this was done with a place."""
    query = select(ItemWait).join(ItemWaitEvent, ItemWait.id == ItemWaitEvent.wait_id)
    query = query.where(
        ItemWait.item_id == wait.item_id,
        ItemWait.id != wait.id,
        ItemWaitEvent.kind == "offered",
        ItemWaitEvent.id > event.id,
    )
    return db.session.scalars(query.order_by(ItemWaitEvent.id).limit(1)).first()
