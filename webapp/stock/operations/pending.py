"""Pending operations: acts that wait for a second person, with nothing of them in the ledger yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, NotAllowed, NotFound
from webapp.people import people
from webapp.people.access import check_in_person

from .. import access
from ..ledger import ledger
from ..models import Item, Location, Operation, PendingOperation, Reason, Unit
from .orders import Order

WAITING = (
    select(func.count()).where(PendingOperation.decision.is_(None)).scalar_subquery()
)  # how many acts wait


@dataclass(frozen=True)
class Wanted:
    """One line of what waits, in names."""

    item_id: int
    item_name: str
    unit_id: int | None
    tag: str | None
    location: str
    quantity: int
    state: str | None


@dataclass(frozen=True)
class Waiting:
    """What waits, or waited, with the names of all that it is about."""

    pending: PendingOperation
    lines: list[Wanted]
    reason_label: str
    requester: str
    decider: str

    def __getattr__(self, name: str) -> Any:
        return getattr(self.pending, name)

    @property
    def words(self) -> str:
        """What is to be done."""
        return str(self.pending.kind).replace("_", " ") + (
            f": {self.reason_label}" if self.reason_label else ""
        )

    @property
    def note(self) -> str:
        return str(self.pending.said["note"])

    @property
    def reference(self) -> str:
        return str(self.pending.said["reference"])

    @property
    def reason(self) -> str | None:
        reason: str | None = self.pending.said["reason"]
        return reason


def keep(actor: Actor, order: Order, why: str) -> PendingOperation:
    """Let it wait; the caller has checked who may, and that it could be done now."""
    check_in_person(actor)
    waiting = PendingOperation(
        kind=order.kind, said=order.said(), why=why[:200], requested_by=actor.id
    )
    db.session.add(waiting)
    db.session.flush()
    return waiting


def listed(
    actor: Actor, *, decided: bool = False, before: int | None = None, limit: int = 50
) -> list[Waiting]:
    """What waits, or what was decided, the newest first; keyset by id. For staff."""
    _check(actor)
    asked = select(PendingOperation).where(
        PendingOperation.decision.is_not(None) == decided
    )
    if before:
        asked = asked.where(PendingOperation.id < before)
    return _named(
        db.session.scalars(asked.order_by(PendingOperation.id.desc()).limit(limit))
    )


def find(actor: Actor, id: int) -> Waiting:
    """NotFound if nothing like this ever waited. For staff."""
    _check(actor)
    waiting = db.session.get(PendingOperation, id)
    if waiting is None:
        raise NotFound("This request is no longer waiting")
    return _named([waiting])[0]


def take(actor: Actor, id: int) -> PendingOperation:
    """It, under stock's lock, to decide it; Conflict if somebody did."""
    _check(actor)
    ledger.lock()
    asked = select(PendingOperation).where(PendingOperation.id == id).with_for_update()
    waiting = db.session.scalars(
        asked, execution_options={"populate_existing": True}
    ).one_or_none()
    if waiting is None:
        raise NotFound("This request is no longer waiting")
    if waiting.decision:
        who = people.names([waiting.decided_by or 0]).get(
            waiting.decided_by or 0, "Somebody"
        )
        facts = {"decision": waiting.decision, "operation": waiting.operation_id}
        raise Conflict(f"{who} {waiting.decision} this already", facts=facts)
    return waiting


def check_may_agree(actor: Actor, waiting: PendingOperation) -> None:
    """NotAllowed unless they may be the second person, and are not the first."""
    if not access.may_describe(actor):
        raise NotAllowed("A teacher or an admin must approve")
    if waiting.requested_by == actor.id:
        raise NotAllowed(
            "You requested this yourself: another teacher or admin must approve"
        )
    check_in_person(actor)


def decide(
    actor: Actor,
    waiting: PendingOperation,
    decision: str,
    operation: Operation | None = None,
) -> PendingOperation:
    """Write down who said yes or no; the caller has taken it and checked who may."""
    waiting.decision, waiting.decided_by, waiting.decided_at = (
        decision,
        actor.id,
        clock.now(),
    )
    if operation:
        waiting.operation_id = operation.id
    db.session.flush()
    return waiting


def _check(actor: Actor) -> None:
    if not access.may_receive(actor):
        raise NotAllowed("Only staff can see what waits for a second person")


def _named(found: Iterable[PendingOperation]) -> list[Waiting]:
    """Five queries, however many."""
    every = list(found)
    lines = [line for waiting in every for line in waiting.said["entries"]]
    items = _names(Item.id, Item.name, {line["item_id"] for line in lines})
    units = _names(Unit.id, Unit.tag, {line["unit_id"] for line in lines})
    places = _names(Location.id, Location.name, {line["location_id"] for line in lines})
    labels = _names(
        Reason.code, Reason.label, {waiting.said["reason"] for waiting in every}
    )
    who = people.names({id for w in every for id in (w.requested_by, w.decided_by) if id})

    def wanted(line: dict[str, Any]) -> Wanted:
        about = {
            "quantity": line["quantity"],
            "state": line["state"],
            "tag": units.get(line["unit_id"]),
        }
        ids = {"item_id": line["item_id"], "unit_id": line["unit_id"]}
        return Wanted(
            **ids,
            item_name=items[line["item_id"]],
            location=places[line["location_id"]],
            **about,
        )

    return [
        Waiting(
            w,
            [wanted(line) for line in w.said["entries"]],
            labels.get(w.said["reason"], ""),
            who.get(w.requested_by, ""),
            who.get(w.decided_by or 0, ""),
        )
        for w in every
    ]


def _names(key: Any, name: Any, wanted: set[Any]) -> dict[Any, str]:
    ids = list(wanted - {None})
    parts = (ids[at : at + 500] for at in range(0, len(ids), 500))
    return {
        id: said
        for part in parts
        for id, said in db.session.execute(select(key, name).where(key.in_(part)))
    }
