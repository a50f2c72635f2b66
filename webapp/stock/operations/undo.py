"""Undo: an operation's movements written backwards, once, with whatever else the act had changed."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from webapp.core import rows
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, NotFound
from webapp.core.words import _

from .. import access
from ..ledger import ledger, steps
from ..ledger.not_undone import stands
from ..ledger.projection import Line
from ..ledger.steps import Change
from ..models import Item, Location, Movement, Operation, Unit
from ..models.ledger import SOURCES
from . import losses

__all__ = ["MakeWay", "Operation", "Preview", "connect", "find", "named", "preview", "undo"]


class Follower(NamedTuple):
    """What else is set right when an operation with a source (`transfer_id`, ...) is undone.

    `follow` is called under stock's lock, before the movements are taken back, with the operation that is undone; it
    flushes its own rows, or raises Conflict and says what has happened since. `foresee` only reads: it raises the same
    Conflict, or says in sentences what will be set right, for the preview.
    """

    follow: Callable[[Actor, Operation], None]
    foresee: Callable[[Actor, Operation], list[str]]
    make_way: "MakeWay | None" = None


class MakeWay(NamedTuple):
    """What was done with the same pieces since, and is taken back first, without anybody asking: ids, and the act."""

    operations: Callable[[Operation], Collection[int]]
    act: Callable[[Actor, Operation], None]


_followers: dict[str, Follower] = {}  # by source
_followers_of_all: list[Follower] = []


@dataclass(frozen=True)
class Preview:
    """What undoing would write, what the levels would hold then, and in sentences what else would be set right."""

    operation: Operation
    lines: list[Line]
    changes: list[Change]
    besides: list[str]


class Names(NamedTuple):
    """By id."""

    items: dict[int, str]
    locations: dict[int, str]
    tags: dict[int, str]


def connect(followers: Mapping[str, Follower], of_all: Iterable[Follower] = ()) -> None:
    """Who sets what else right: by the source of the operations that are undone, and of all, whatever their source."""
    _followers.update(followers)
    _followers_of_all[:] = of_all


def preview(actor: Actor, id: int) -> Preview:
    """What undoing would do. NotFound, NotAllowed, or Conflict with the reason why it cannot be undone any more."""
    operation = find(actor, id)
    source = _source(operation)
    _check_can_be_undone(operation, source)
    besides = [
        sentence
        for follower in _following(source)
        for sentence in follower.foresee(actor, operation)
    ]
    before = _in_the_way(operation)
    _check_not_moved_since(id, before)
    lines, first = ledger.backwards(id), _taken_back(before)
    if not lines:
        words = _("This moved nothing, so there is nothing to undo")
        raise Conflict(words, facts={"movements": 0})
    return Preview(
        operation,
        lines,
        steps.rehearse([*first, *lines]),
        besides,
    )


def _following(source: str | None) -> list[Follower]:
    """Who sets something right when an operation with this source is undone, in this order."""
    return [*([_followers[source]] if source else []), *_followers_of_all]


def _check_can_be_undone(operation: Operation, source: str | None) -> None:
    _check_not_undone(operation)
    if operation.item_id or (source and source not in _followers):
        words = _("Undo this on the page where it was done")
        name = source or "item_id"
        raise Conflict(words, facts={name: getattr(operation, name)})


def refusal(actor: Actor, id: int) -> Conflict | None:
    """Why it could not be undone now; None if it could. Writes nothing."""
    try:
        preview(actor, id)
    except Conflict as conflict:
        return conflict
    return None


def undo(actor: Actor, id: int, *, notes: str = "") -> Operation:
    """Take an operation back. Conflict as in `preview`, and with the numbers if too few pieces are still there."""
    ledger.lock()
    _make_way(actor, find(actor, id))
    seen = preview(actor, id)
    source = _source(seen.operation)
    about = ledger.About(reverses_id=id, note=notes)
    if source:
        about[source] = getattr(seen.operation, source)  # type: ignore[literal-required]  # one of SOURCES
    for follower in _following(source):
        follower.follow(actor, seen.operation)
    losses.forget(actor, seen.operation)
    return ledger.record(
        actor,
        "undo",
        seen.lines,
        **about,
    )


def named(lines: list[Line]) -> Names:
    """What the things and places in these lines are called; the caller has checked who may."""
    return Names(
        _names(Item.id, Item.name, (line.item_id for line in lines)),
        _names(Location.id, Location.name, (line.location_id for line in lines)),
        _names(Unit.id, Unit.tag, (line.unit_id for line in lines)),
    )


def find(actor: Actor, id: int) -> Operation:
    """The operation itself, for staff. NotFound for an id that is not there."""
    access.check_may_look(actor)
    operation = db.session.get(Operation, id)
    if operation is None:
        raise NotFound(_("Operation not found"))
    return operation


def _names(
    id_column: InstrumentedAttribute[int],
    name_column: InstrumentedAttribute[str],
    ids: Iterable[int | None],
) -> dict[int, str]:
    query = select(id_column, name_column).where(id_column.in_(set(ids)))
    return rows.pairs(query)


def _check_not_undone(operation: Operation) -> None:
    """Conflict if it is an undo itself, or was undone already."""
    if operation.reverses_id is not None:
        words = _("This is itself an undo; repeat the original operation instead")
        raise Conflict(words, facts={"reverses": operation.reverses_id})
    query = select(Operation.id).where(Operation.reverses_id == operation.id)
    if undone_by := db.session.scalar(query):
        facts = {"undone_by": undone_by}
        raise Conflict(_("This has already been undone"), facts=facts)


def _make_way(actor: Actor, operation: Operation) -> None:
    source = _source(operation)
    if source in _followers and (way := _followers[source].make_way):
        way.act(actor, operation)


def _taken_back(operation_ids: Iterable[int]) -> Iterator[Line]:
    """The lines that take these back, the newest first."""
    for id in sorted(operation_ids, reverse=True):
        yield from ledger.backwards(id)


def _in_the_way(operation: Operation) -> Collection[int]:
    """The ids of the operations that are taken back before this one."""
    source = _source(operation)
    way = _followers[source].make_way if source else None
    return way.operations(operation) if way else []


def _check_not_moved_since(id: int, besides: Collection[int]) -> None:
    """Conflict if a unit the operation moved was moved again by one that stands; what was undone left it in place.

    So will those `besides`, which are undone first.
    """
    moved = select(Movement.unit_id).where(
        Movement.operation_id == id, Movement.unit_id.is_not(None)
    )
    gone = select(Unit.tag).where(Unit.id.in_(moved), _moved_since(id, besides))
    if tag := db.session.scalar(gone.order_by(Unit.id).limit(1)):
        raise Conflict(_("%(tag)s has moved on since", tag=tag), facts={"unit": tag})


def _moved_since(id: int, besides: Collection[int]) -> ColumnElement[bool]:
    """For a query over units: that one was moved by a later operation that stands, but for those `besides`."""
    later, act = aliased(Movement), aliased(Operation)
    since = select(later.id).join(act, act.id == later.operation_id)
    since = since.where(later.unit_id == Unit.id, later.operation_id > id, stands(act))
    return since.where(later.operation_id.not_in(besides)).exists()


def _source(operation: Operation) -> str | None:
    return next((name for name in SOURCES if getattr(operation, name) is not None), None)
