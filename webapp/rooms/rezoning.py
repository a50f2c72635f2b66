"""Rezoning: after the rules of the zone changed, what lies ahead keeps the time on the clock it was promised."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple, cast

from sqlalchemy import select, update

from webapp.core import clock, rows, zones
from webapp.core.db import db
from webapp.core.errors import Conflict
from webapp.core.words import _
from webapp.school import zone_rules
from webapp.school.zone_rules import Rules

from .models import Closure, Occupancy, Reservation, Room, Space, Wait
from .occupied import spaces

# Every stored instant that stands for a time on the clock, the one it is over at last; a series stores no instants, and
# what was refused was promised to nobody.
Promise = Reservation | Occupancy | Closure | Wait
PROMISES: dict[type[Promise], tuple[str, ...]] = {
    Reservation: ("answer_by", "starts_at", "ends_at"),
    Occupancy: ("starts_at", "blocks_until"),
    Closure: ("starts_at", "ends_at"),
    Wait: ("offered_from", "starts_at", "ends_at"),
}


class Move(NamedTuple):
    """A row whose instants change, and to what."""

    row: Promise
    values: dict[str, datetime]

    def __str__(self) -> str:
        name = next(iter(self.values))
        before, after = (
            f"{at:%Y-%m-%d %H:%M} UTC"
            for at in (getattr(self.row, name), self.values[name])
        )
        return f"{type(self.row).__name__.lower()} {self.row.id}: {name} {before} becomes {after}"


class Span(NamedTuple):
    """What an occupancy would hold; in this order, those of a space follow each other by start."""

    space: str
    starts: datetime
    until: datetime
    id: int


@dataclass(frozen=True)
class Plan:
    """What rezoning would change, and what stands in its way; `before` and `after` are versions of the rules."""

    before: str
    after: str
    moves: list[Move]
    clashes: list[str]


def plan() -> Plan | None:
    """What would move so that the clock shows what was promised. None where no rules are kept."""
    rules = zone_rules.remembered()
    if rules is None:
        return None
    moves, clashes = [], []
    for row in _ahead():
        try:
            if values := _moved(rules, row):
                moves.append(Move(row, values))
        except ValueError as error:
            clashes.append(f"{type(row).__name__.lower()} {row.id}: {error}")
    return Plan(rules.version, zones.VERSION, moves, clashes + list(_overlaps(moves)))


def apply() -> Plan | None:
    """Move all of it, or nothing: Conflict with what is in the way. From then on the rules in use are the kept ones.

    None where none were kept, so that nothing could be moved.
    """
    spaces.lock_all(db.session.scalars(select(Room.id)))
    planned = plan()
    if planned and planned.clashes:
        raise Conflict(
            _("Nothing was moved: %(clashes)s", clashes="; ".join(planned.clashes)),
            facts={"clashes": planned.clashes},
        )
    _move(planned.moves if planned else [])
    zone_rules.replace()
    return planned


def _move(moves: Sequence[Move]) -> None:
    live = [
        move.row.id for move in moves if isinstance(move.row, Occupancy) and move.row.live
    ]
    _set_live(live, is_live=False)  # one may take the time another leaves
    for row, values in moves:
        rows.assign(row, values)
    db.session.flush()
    _set_live(live, is_live=True)
    db.session.expire_all()


def _ahead() -> Iterator[Promise]:
    """All that is not over, by table and id."""
    for table, names in PROMISES.items():
        is_ahead = getattr(table, names[-1]) > clock.now()
        rows = db.session.scalars(select(table).where(is_ahead).order_by(table.id))
        yield from cast("Iterable[Promise]", rows)


def _moved(rules: Rules, row: Promise) -> dict[str, datetime]:
    """Those of its instants that change; ValueError where the clock shows one of them no more."""
    values = {}
    for name in PROMISES[type(row)]:
        at = getattr(row, name)
        if at is not None and at > clock.now() and (to := rules.now(at)) != at:
            values[name] = to
    return values


def _overlaps(moves: Sequence[Move]) -> Iterator[str]:
    """What would take the same time of a space twice: one moves and the other does not, or not as far."""
    if not moves:
        return
    spans = _spans(moves)
    for span in spans:
        if span.until <= span.starts:
            yield f"occupancy {span.id}: in {span.space} nothing would be left of it"
    for first, second in pairwise(sorted(spans)):
        if first.space == second.space and second.starts < first.until:
            yield (
                f"occupancy {second.id}: in {second.space} it would begin"
                f" before occupancy {first.id} is over"
            )


def _spans(moves: Sequence[Move]) -> list[Span]:
    """All that holds a space and is not over, as it would be after the moves."""
    moved = {move.row.id: move.values for move in moves if isinstance(move.row, Occupancy)}
    query = (
        select(Occupancy, Space.name)
        .join(Space, Space.id == Occupancy.space_id)
        .where(Occupancy.live, Occupancy.blocks_until > clock.now())
    )
    spans = []
    for row, space in db.session.execute(query):
        values = moved.get(row.id, {})
        starts = values.get("starts_at", row.starts_at)
        until = values.get("blocks_until", row.blocks_until)
        spans.append(Span(space, starts, until, row.id))
    return spans


def _set_live(ids: Sequence[int], *, is_live: bool) -> None:
    for first in range(0, len(ids), 500):
        some = (
            update(Occupancy)
            .where(Occupancy.id.in_(ids[first : first + 500]))
            .values(live=is_live)
        )
        db.session.execute(some, execution_options={"synchronize_session": False})
