"""Time that became free: whoever frees some says so here, and whoever waits for some hears it."""

from collections.abc import Callable, Iterable

Listener = Callable[[Iterable[int]], object]
LISTENERS: list[Listener] = []


def tell(space_ids: Iterable[int]) -> None:
    """Some time of these spaces is free again; the caller has them locked."""
    ids = sorted(set(space_ids))
    for listener in LISTENERS:
        listener(ids)
