"""Departed: what was damaged or being repaired and is off the books now. Who was to repair it hears of it at once."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from webapp.core.actor import Actor

from ..models.states import OUTSIDE
from .projection import Line

TO_REPAIR = ("damaged", "under_repair")


class Departed(NamedTuple):
    """So many pieces in a state that left for good: a unit's, or without one loose pieces from a location."""

    item_id: int
    location_id: int
    unit_id: int | None
    state: str
    quantity: int


Listener = Callable[[Actor, int, Sequence[Departed]], None]
_listeners: list[Listener] = []


def connect(*listeners: Listener) -> None:
    """Who hears, with the operation's id, of what left. It is written by then, and stock's lock is held."""
    _listeners[:] = listeners


def tell(actor: Actor, operation_id: int, lines: Iterable[Line]) -> None:
    """Let the listeners hear of what an operation took off the books; nothing is asked of the database for others."""
    pieces = Counter[tuple[int, int, int | None, str]]()
    for line in lines:
        if line.from_state in TO_REPAIR and line.to_state == OUTSIDE:
            thing = line.item_id, line.location_id, line.unit_id, line.from_state
            pieces[thing] += line.quantity
    if pieces:
        departed = [Departed(*thing, quantity) for thing, quantity in pieces.items()]
        for listener in _listeners:
            listener(actor, operation_id, departed)
