"""Pending operations: acts that wait for a second person; of most nothing is in the ledger yet, losses are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute

from webapp.core import clock, rows
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, NotAllowed, NotFound
from webapp.core.words import _, lazy
from webapp.people import people
from webapp.people.access import check_in_person
from webapp.school.words import named_within

from .. import access
from ..ledger import ledger
from ..ledger.batches import batches
from ..models import Item, Location, Operation, PendingOperation, Reason, Unit
from . import borrowers
from .because import Because
from .orders import Order

Key = TypeVar("Key", int, str)
RECORDED = ("lost", "used up")  # kinds that are in the ledger while they wait
MISSING = lazy("This request is no longer waiting")
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
    borrower: int | None  # of what was lost or used up on loan

    @property
    def id(self) -> int:
        return self.pending.id

    @property
    def kind(self) -> str:
        return self.pending.kind

    @property
    def why(self) -> str:
        """Why one person is not enough, in the reader's language."""
        return Because.from_dict(self.pending.because).words

    @property
    def requested_by(self) -> int:
        return self.pending.requested_by

    @property
    def requested_at(self) -> datetime:
        return self.pending.requested_at

    @property
    def decision(self) -> str | None:
        return self.pending.decision

    @property
    def decided_by(self) -> int | None:
        return self.pending.decided_by

    @property
    def decided_at(self) -> datetime | None:
        return self.pending.decided_at

    @property
    def operation_id(self) -> int | None:
        return self.pending.operation_id

    @property
    def is_recorded(self) -> bool:
        """Whether it was done at once, and is undone if the second person says no."""
        return self.kind in RECORDED

    @property
    def words(self) -> str:
        """What is to be done."""
        act = named_within(self.kind)
        if not self.reason_label:
            return act
        return _("%(act)s (%(reason)s)", act=act, reason=self.reason_label)

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


def keep(actor: Actor, order: Order, because: Because) -> PendingOperation:
    """Let it wait; the caller has checked who may, and that it could be done now."""
    check_in_person(actor)
    waiting = PendingOperation(
        kind=order.kind,
        said=order.as_dict(),
        because=because.as_dict(),
        requested_by=actor.id,
    )
    db.session.add(waiting)
    db.session.flush()
    return waiting


def listed(
    actor: Actor, *, decided: bool = False, before: int | None = None, limit: int = 50
) -> list[Waiting]:
    """What waits, or what was decided, the newest first; keyset by id. For staff."""
    _check_may_look(actor)
    query = select(PendingOperation).where(
        PendingOperation.decision.is_not(None) == decided
    )
    if before:
        query = query.where(PendingOperation.id < before)
    newest = query.order_by(PendingOperation.id.desc()).limit(limit)
    return _named(db.session.scalars(newest))


def find(actor: Actor, id: int) -> Waiting:
    """NotFound if nothing like this ever waited. For staff."""
    _check_may_look(actor)
    waiting = db.session.get(PendingOperation, id)
    if waiting is None:
        raise NotFound(MISSING)
    return _named([waiting])[0]


def these(actor: Actor, ids: Iterable[int]) -> list[Waiting]:
    """Those of these ids that still wait, the oldest first. For staff."""
    _check_may_look(actor)
    query = select(PendingOperation).where(
        PendingOperation.id.in_(list(ids)), PendingOperation.decision.is_(None)
    )
    return _named(db.session.scalars(query.order_by(PendingOperation.id)))


def of_operations(actor: Actor, operation_ids: Iterable[int]) -> list[Waiting]:
    """Which of these, that are recorded, still wait for a second person. For staff."""
    _check_may_look(actor)
    query = select(PendingOperation).where(
        PendingOperation.operation_id.in_(list(operation_ids)),
        PendingOperation.decision.is_(None),
    )
    return _named(db.session.scalars(query.order_by(PendingOperation.id)))


def take(actor: Actor, id: int) -> PendingOperation:
    """It, under stock's lock, to decide it; Conflict if somebody did."""
    _check_may_look(actor)
    ledger.lock()
    query = select(PendingOperation).where(PendingOperation.id == id)
    waiting = rows.find(query, MISSING, lock=True)
    if waiting.decision:
        decider = waiting.decided_by or 0
        name = people.names([decider]).get(decider, _("Somebody"))
        facts = {"decision": waiting.decision, "operation": waiting.operation_id}
        words = (
            _("%(name)s approved this already", name=name)
            if waiting.decision == "approved"
            else _("%(name)s rejected this already", name=name)
        )
        raise Conflict(words, facts=facts)
    return waiting


def check_may_agree(actor: Actor, waiting: PendingOperation) -> None:
    """NotAllowed unless they may be the second person, are not the first, and it was not on loan to them."""
    if not access.may_describe(actor):
        raise NotAllowed(_("A teacher or an admin must approve"))
    if waiting.requested_by == actor.id:
        raise NotAllowed(
            _("You requested this yourself: another teacher or admin must approve")
        )
    if (
        borrowers.of_operations(_recorded([waiting])).get(waiting.operation_id or 0)
        == actor.id
    ):
        raise NotAllowed(_("It was on loan to you: another teacher or admin must approve"))
    check_in_person(actor)


def decide(
    actor: Actor,
    waiting: PendingOperation,
    decision: str,
    operation: Operation | None = None,
) -> PendingOperation:
    """Write down who said yes or no; the caller has taken it and checked who may."""
    waiting.decision = decision
    waiting.decided_by = actor.id
    waiting.decided_at = clock.now()
    if operation:
        waiting.operation_id = operation.id
    db.session.flush()
    return waiting


def _check_may_look(actor: Actor) -> None:
    if not access.may_receive(actor):
        raise NotAllowed(_("Only staff can see what waits for a second person"))


class _Names:
    """What everything in these acts is called: five queries, however many."""

    def __init__(self, acts: Sequence[PendingOperation]) -> None:
        lines = [line for act in acts for line in act.said["entries"]]
        places = {line["location_id"] for line in lines}
        self.items = _names(Item.id, Item.name, {line["item_id"] for line in lines})
        self.tags = _names(Unit.id, Unit.tag, {line["unit_id"] for line in lines})
        self.places = _names(Location.id, Location.name, places)
        reasons = {act.said["reason"] for act in acts}
        self.reasons = _names(Reason.code, Reason.label, reasons)
        self.people = _people(acts)

    def line(self, entry: Mapping[str, Any]) -> Wanted:
        return Wanted(
            item_id=entry["item_id"],
            item_name=self.items[entry["item_id"]],
            unit_id=entry["unit_id"],
            tag=self.tags.get(entry["unit_id"]),
            location=self.places[entry["location_id"]],
            quantity=entry["quantity"],
            state=entry["state"],
        )


def _recorded(acts: Iterable[PendingOperation]) -> list[int]:
    """The ids of those operations that are in the ledger while they wait."""
    recorded = (act.operation_id for act in acts if act.kind in RECORDED)
    return [id for id in recorded if id]


def _people(acts: Iterable[PendingOperation]) -> dict[int, str]:
    """Who asked for these, and who decided."""
    both = {id for act in acts for id in (act.requested_by, act.decided_by)}
    return people.names(id for id in both if id)


def _named(acts: Iterable[PendingOperation]) -> list[Waiting]:
    every = list(acts)
    names, lent_to = _Names(every), borrowers.of_operations(_recorded(every))
    return [
        Waiting(
            act,
            lines=[names.line(entry) for entry in act.said["entries"]],
            reason_label=names.reasons.get(act.said["reason"], ""),
            requester=names.people.get(act.requested_by, ""),
            decider=names.people.get(act.decided_by or 0, ""),
            borrower=lent_to.get(act.operation_id or 0),
        )
        for act in every
    ]


def _names(
    key: InstrumentedAttribute[Key],
    name: InstrumentedAttribute[str],
    keys: Iterable[Key | None],
) -> dict[Key, str]:
    return {
        id: words
        for some in batches(id for id in keys if id is not None)
        for id, words in db.session.execute(select(key, name).where(key.in_(some)))
    }
