"""Meant for: for whom units lie ready, as whoever sets things aside says."""

from collections.abc import Callable, Collection, Mapping

from webapp.core.words import _

LookUp = Callable[[Collection[int]], Mapping[int, str]]
_look_ups: list[LookUp] = []


def connect(*look_ups: LookUp) -> None:
    """Who can say, for units that are set aside, whose they are to be."""
    _look_ups[:] = look_ups


def names(unit_ids: Collection[int]) -> dict[int, str]:
    """For whom these units lie ready, those that do. For staff; nobody is asked about no unit."""
    if not unit_ids:
        return {}
    return {
        id: name for look_up in _look_ups for id, name in look_up(unit_ids).items() if name
    }


def name(unit_id: int) -> str:
    """The same of one unit that is set aside."""
    return names([unit_id]).get(unit_id) or _("somebody")
