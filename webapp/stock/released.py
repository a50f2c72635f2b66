"""Released: pieces that may be free again. Who waits for some hears of it once, as the act that released them ends."""

from collections.abc import Callable, Iterable

from webapp.core.db import of_this_act

Listener = Callable[[set[int]], object]
ROUNDS = 3  # what a listener does may release more
_listeners: list[Listener] = []


def connect(*listeners: Listener) -> None:
    """Who hears, with the ids of the items, that some of them may be free."""
    _listeners[:] = listeners


def note(item_ids: Iterable[int]) -> None:
    """Some pieces of these items may be free again; the caller has stock's lock."""
    if ids := set(item_ids):
        of_this_act().setdefault("released", set()).update(ids)


def tell() -> None:
    """Before an act is committed: let the listeners hear of all that it released."""
    for _round in range(ROUNDS):
        ids = of_this_act().pop("released", set())
        if not ids:
            return
        for listener in _listeners:
            listener(ids)
