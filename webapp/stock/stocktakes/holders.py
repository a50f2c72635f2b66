"""Holders: who has what is on loan, as whoever lends it says."""

from collections.abc import Callable, Collection, Mapping

from webapp.core.actor import Actor

from .finding import Holder

LookUp = Callable[[Actor, Collection[int]], Mapping[int, Holder]]
_look_ups: list[LookUp] = []


def connect(*look_ups: LookUp) -> None:
    """Who can say, for units on loan, who has them."""
    _look_ups[:] = look_ups


def of_units(actor: Actor, unit_ids: Collection[int]) -> dict[int, Holder]:
    """Who has these units, of those whose loan the actor may see; nobody is asked about no unit."""
    if not unit_ids:
        return {}
    return {
        id: holder
        for look_up in _look_ups
        for id, holder in look_up(actor, unit_ids).items()
    }
