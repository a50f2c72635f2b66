"""Losses: what is gone is recorded at once; worth much, it also waits for a second person, who agrees or undoes it."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import case, select

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.rows import insert_all
from webapp.people.access import check_in_person

from ..models import Item, Movement, Operation, PendingOperation
from . import notices, pending, recent
from .because import Because
from .entries import Entry
from .orders import Order
from .shelves import Shelves

MOVED = (
    select(
        Movement.operation_id,
        Movement.item_id,
        Movement.location_id,
        Movement.unit_id,
        Movement.quantity,
        Movement.from_state,
        case((recent.BOOK > recent.REPLACING, recent.BOOK), else_=recent.REPLACING),
    )
    .join(Item, Item.id == Movement.item_id)
    .order_by(Movement.id)
)


class _Loss:
    """One operation: what it took off the books, and what that is worth in minor units."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.worth = 0


def let_wait(actor: Actor, operation_ids: Sequence[int]) -> None:
    """Have a second person agree to what these operations of one act wrote off, if it is worth too much for one.

    It counts together, and with what the same person wrote off of the same items lately. NotAllowed, so that nothing
    is recorded, with a token that somebody else issued. The caller has stock's lock.
    """
    if not operation_ids:
        return
    losses = _read(operation_ids)
    items = {entry.item_id for loss in losses.values() for entry in loss.entries}
    total = recent.worth(actor, items)  # with these
    why = {
        id: recent.because(loss.worth, total - loss.worth) for id, loss in losses.items()
    }
    waiting = {id: because for id, because in why.items() if because}
    if waiting:
        check_in_person(actor)
        _keep(actor, losses, waiting)
        notices.recorded(pending.of_operations(actor, waiting))


def foreseen(actor: Actor, gone: Sequence[Sequence[Entry]]) -> list[Because | None]:
    """Why a second person would have to agree to each of these operations, were they recorded now as one act.

    Each is the pieces of loans that it would write off, and where they are. Reading only: who is to rely on it has
    stock's lock.
    """
    entries = [entry for each in gone for entry in each]
    if not entries:
        return []
    shelves = Shelves(entries)
    worths = [sum(_worth(shelves, entry) for entry in each) for each in gone]
    lately = recent.worth(actor, shelves.items)
    return [recent.because(worth, lately + sum(worths) - worth) for worth in worths]


def loans_waiting() -> set[int]:
    """The ids of the loans of which a loss waits for a second person."""
    query = select(Operation.checkout_id).join(
        PendingOperation, PendingOperation.operation_id == Operation.id
    )
    found = db.session.scalars(query.where(PendingOperation.decision.is_(None)))
    return {id for id in found if id}


def _worth(shelves: Shelves, entry: Entry) -> int:
    """At the value in the books or at what replacing it costs, whichever is more; in minor units."""
    is_tagged = entry.unit_id is not None
    book = shelves.at(entry).take("on_rent", entry.quantity, tagged=is_tagged)
    return max(book, entry.quantity * shelves.items[entry.item_id].value_minor)


def _read(operation_ids: Sequence[int]) -> dict[int, _Loss]:
    """By the operations' ids, in one query."""
    losses: dict[int, _Loss] = defaultdict(_Loss)
    query = MOVED.where(Movement.operation_id.in_(operation_ids))
    for id, item, location, unit, quantity, state, worth in db.session.execute(query):
        losses[id].entries.append(Entry(item, location, unit, quantity, state))
        losses[id].worth += int(worth)
    return losses


def _keep(actor: Actor, losses: dict[int, _Loss], waiting: dict[int, Because]) -> None:
    query = select(Operation.id, Operation.kind, Operation.note)
    acts = db.session.execute(query.where(Operation.id.in_(waiting)).order_by(Operation.id))
    rows = [
        {
            "kind": kind,
            "said": Order(kind, tuple(losses[id].entries), note=note).as_dict(),
            "because": waiting[id].as_dict(),
            "requested_by": actor.id,
            "operation_id": id,
        }
        for id, kind, note in acts
    ]
    insert_all(PendingOperation, rows)


def forget(actor: Actor, operation: Operation) -> None:
    """It was undone, so nobody has to agree to it any more; who recorded it is told, if somebody else undid it."""
    if operation.kind not in pending.RECORDED:
        return
    query = select(PendingOperation).where(
        PendingOperation.operation_id == operation.id, PendingOperation.decision.is_(None)
    )
    if waiting := db.session.scalars(query).one_or_none():
        pending.decide(actor, waiting, "rejected")
        notices.answered(pending.find(actor, waiting.id))
