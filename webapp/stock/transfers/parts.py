"""Parts: which pieces of a transfer an act is about, line by line, of those that are still on their way."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from webapp.core.errors import Conflict, Invalid
from webapp.core.words import _

from . import cargo
from .cargo import Cargo


class Part(NamedTuple):
    """So many pieces of a line, all that are still on their way without a quantity."""

    line: int
    quantity: int | None = None
    condition: str = "good"


class Share(NamedTuple):
    """A part with its line, and the number of pieces that is meant."""

    cargo: Cargo
    quantity: int
    condition: str


def shares(transfer_id: int, parts: Sequence[Part] | None) -> Iterator[Share]:
    """Each part's share, no piece twice; without parts, of everything that is still on its way.

    Invalid if a line is not on the transfer; Conflict, with the numbers, if fewer pieces of it are on their way.
    """
    lines = {line.id: line for line in cargo.on_transfer(transfer_id)}
    left = {id: line.counts.under_way for id, line in lines.items()}
    if parts is None:
        parts = [Part(id) for id, pieces in left.items() if pieces]
    for number, (id, quantity, condition) in enumerate(parts):
        if id not in lines:
            raise _not_on_it(number)
        pieces = _take(lines[id], left[id], quantity)
        left[id] -= pieces
        yield Share(lines[id], pieces, condition)


def _not_on_it(number: int) -> Invalid:
    return Invalid(fields={f"lines.{number}.line": _("This is not on the transfer")})


def _take(line: Cargo, have: int, quantity: int | None) -> int:
    """How many pieces of a line are meant, of those that are left."""
    requested = quantity or have
    if not have or requested > have:
        raise _too_few(line, have, requested)
    return requested


def _too_few(line: Cargo, have: int, requested: int) -> Conflict:
    if have:
        words = _(
            "Only %(have)s of the %(requested)s %(item)s are still on their way",
            have=have,
            requested=requested,
            item=line.label,
        )
    elif line.tag:
        words = _outcome(line, line.tag)
    else:
        words = _("No more of %(item)s is on its way", item=line.label)
    facts = {
        "line": line.id,
        "state": "in_transit",
        "have": have,
        "asked": requested or 1,
    }
    return Conflict(words, facts=facts)


def _outcome(line: Cargo, tag: str) -> str:
    if line.counts.arrived:
        return _("%(tag)s has arrived already", tag=tag)
    if line.counts.lost:
        return _("%(tag)s was lost already", tag=tag)
    return _("%(tag)s has left it already", tag=tag)
