"""Time that became free: whoever frees some says so here, and whoever waits for some hears it."""

from collections.abc import Callable, Iterable

Listener = Callable[[Iterable[int]], object]
_listeners: list[Listener] = []


def connect(*listeners: Listener) -> None:
    """Who hears, with the ids of the spaces, that some time is free."""
    _listeners[:] = listeners


def tell(space_ids: Iterable[int]) -> None:
    """Some time of these spaces is free again; the caller has them locked."""
    ids = sorted(set(space_ids))
    for listener in _listeners:
        listener(ids)
