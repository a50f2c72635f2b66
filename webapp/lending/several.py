"""Several things in one act: what refuses one of them refuses all, and says which one it is."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from webapp.core.errors import Conflict, Refusal
from webapp.core.words import _


@contextmanager
def one_of_them(
    field: str, facts: Mapping[str, int], item_name: Callable[[], str]
) -> Iterator[None]:
    """Let a refusal name the thing: by `facts`, its fields below `field`, and a conflict by the item's name too."""
    try:
        yield
    except Refusal as no:
        no.fields = {f"{field}.{name}": words for name, words in no.fields.items()}
        no.facts |= facts
        no.offers = []  # they are about one thing alone
        if isinstance(no, Conflict):
            no.message = _("%(item)s: %(why)s", item=item_name(), why=no.message)
        raise


@contextmanager
def below(place: str) -> Iterator[None]:
    """Let a refusal name fields below the place in what was sent, as `lines.0`."""
    try:
        yield
    except Refusal as no:
        no.fields = {f"{place}.{name}": words for name, words in no.fields.items()}
        raise


@contextmanager
def at_places(places: Mapping[int, str]) -> Iterator[None]:
    """Let a refusal name fields by where their lines stand in what was sent, as `lines.0.due_date`: `places` by the
    ids by which verbs name them.
    """
    try:
        yield
    except Refusal as no:
        no.fields = {_at_place(name, places): words for name, words in no.fields.items()}
        raise


def _at_place(name: str, places: Mapping[int, str]) -> str:
    id, dot, field = name.removeprefix("lines.").partition(".")
    return f"{places[int(id)]}{dot}{field}" if id.isdigit() and int(id) in places else name
