"""Undo: an operation's movements written backwards, once, with whatever else the act had changed."""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import aliased

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, NotAllowed, NotFound

from . import access, ledger
from .models import Movement, Operation, Unit
from .models.ledger import SOURCES
from .tally import Line

Follower = Callable[[Actor, Operation], None]
_followers: dict[str, Follower] = {}


def followed(source: str) -> Callable[[Follower], Follower]:
    """What else is to be set right when an operation with this source (`transfer_id`, ...) is undone.

    It is called under stock's lock, before the movements are taken back, with the operation that is undone; it flushes
    its own rows, or raises Conflict and says what has happened since.
    """

    def register(follower: Follower) -> Follower:
        _followers[source] = follower
        return follower

    return register


def preview(actor: Actor, id: int) -> list[Line]:
    """What undoing would write. NotFound, NotAllowed, or Conflict with the reason why it cannot be undone any more."""
    operation = _find(actor, id)
    if operation.reverses_id is not None:
        raise Conflict("This is an undo itself; do the act again instead", facts={"reverses": operation.reverses_id})
    if by := db.session.scalar(select(Operation.id).where(Operation.reverses_id == id)):
        raise Conflict("This was undone before", facts={"undone_by": by})
    if (source := _source(operation)) and source not in _followers:
        raise Conflict("Undo this where it was done", facts={source: getattr(operation, source)})
    newest = aliased(Movement)
    here = select(newest.id).where(newest.operation_id == id, newest.id == Unit.last_movement_id)
    moved = select(Unit.tag).join(Movement, Movement.unit_id == Unit.id).where(Movement.operation_id == id)
    if tag := db.session.scalar(moved.where(~here.exists()).limit(1)):
        raise Conflict(f"{tag} has moved on since", facts={"unit": tag})
    return ledger.backwards(id)


def undo(actor: Actor, id: int, *, note: str = "") -> Operation:
    """Take an operation back. Conflict as in `preview`, and with the numbers if too few pieces are still there."""
    ledger.lock()
    lines = preview(actor, id)
    operation = _find(actor, id)
    source = _source(operation)
    if source:
        _followers[source](actor, operation)
    about = ledger.About(reverses_id=id, note=note)
    if source:
        about[source] = getattr(operation, source)  # type: ignore[literal-required]  # one of SOURCES
    return ledger.record(actor, "undo", lines, **about)


def _find(actor: Actor, id: int) -> Operation:
    if not access.may_receive(actor):
        raise NotAllowed("Only staff look at what was done")
    operation = db.session.get(Operation, id)
    if operation is None:
        raise NotFound("Nothing like this was done")
    return operation


def _source(operation: Operation) -> str | None:
    return next((name for name in SOURCES if getattr(operation, name) is not None), None)
