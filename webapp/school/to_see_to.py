"""What waits to be seen to: every slice counts its own, so that the pages where staff start need not know them all."""

from collections.abc import Callable, Mapping

from webapp.core.actor import Actor

Counter = Callable[[Actor], Mapping[str, int]]
_counters: dict[str, Counter] = {}


def connect(counters: Mapping[str, Counter]) -> None:
    """Who counts what, by the name of the slice it belongs to."""
    _counters.clear()
    _counters.update(counters)


def of(actor: Actor, *slices: str) -> dict[str, int]:
    """What waits for them in these slices, kind by kind."""
    return {
        kind: number for name in slices for kind, number in _counters[name](actor).items()
    }
