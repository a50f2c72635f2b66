"""Several things in one act: what refuses one of them refuses all, and says which one it is."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from webapp.core.errors import Conflict, Refusal
from webapp.core.words import _

Change = Mapping[str, object]  # of what was sent, by names
ABOUT_A_LINE = {"quantity", "checkout_date", "due_date"}


@contextmanager
def one_of_them(
    field: str,
    facts: Mapping[str, int],
    item_name: Callable[[], str],
    *,
    keeps_offers: bool = False,
) -> Iterator[None]:
    """Let a refusal name the thing: by those of `facts` that it does not say itself, its fields below `field`, and a
    conflict by the item's name too.

    Its offers are about one thing alone, so they go, unless whoever calls puts them in their place: see `offering`.
    """
    try:
        yield
    except Refusal as no:
        no.fields = {f"{field}.{name}": words for name, words in no.fields.items()}
        no.facts = {**facts, **no.facts}  # a loan that it names itself stays named
        no.offers = no.offers if keeps_offers else []
        if isinstance(no, Conflict):
            no.message = _("%(item)s: %(why)s", item=item_name(), why=no.message)
        raise


@contextmanager
def offering(put_in_place: Callable[[int, Change], Change]) -> Iterator[None]:
    """Let what a refusal offers for one line be a change of all that was sent: by the line's id and its own change."""
    try:
        yield
    except Refusal as no:
        id = no.facts.get("checkout")
        no.offers = [
            replace(offer, change=put_in_place(id, offer.change))
            if id and offer.change.keys() <= ABOUT_A_LINE
            else offer
            for offer in no.offers
        ]
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
