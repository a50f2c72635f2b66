"""Again: what somebody had before and can have again, told by whoever lends, whom stock does not know."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from webapp.core.actor import Actor

from .stocked import Item

MOST = 6


class Had(NamedTuple):
    """A kind of thing that somebody had until a day, whether they have or ask for one now, and whether one is here."""

    item: Item
    until: date | None
    has_now: bool
    is_here: bool


HadBefore = Callable[[Actor], Sequence[Had]]  # the newest loan first
_sources: list[HadBefore] = []


def connect(had_before: HadBefore) -> None:
    """Who knows what somebody had."""
    _sources[:] = [had_before]


def of(actor: Actor) -> Sequence[Had]:
    """What the actor had and has; one statement."""
    return _sources[0](actor)


def to_have_again(had: Iterable[Had]) -> list[Had]:
    """A few of what they had and do not have now."""
    return [each for each in had if not each.has_now][:MOST]


def last_size(had: Iterable[Had], instrument: str) -> str:
    """The size of an instrument that they had last, or have; empty if none."""
    sizes = (each.item.size for each in had if each.item.instrument == instrument)
    return next(filter(None, sizes), "") if instrument else ""
