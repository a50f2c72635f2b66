"""Scopes: what a program may do with its token, beside reading; without any it may do all that its person may."""

from collections.abc import Collection, Mapping
from typing import Literal

from .actor import Actor
from .errors import NotAllowed
from .words import _, lazy, listed

Scope = Literal["all", "read", "lend", "rooms", "stock", "office"]
ALL = "all"
WORDS: Mapping[str, str] = {
    "all": lazy("Everything that the person may do"),
    "read": lazy("Reading"),
    "lend": lazy("Loans: asking, deciding, handing out, taking back"),
    "rooms": lazy("Rooms: booking and deciding, prices and rules"),
    "stock": lazy("Stock: items, units, counts, transfers, repairs"),
    "office": lazy("Office: people, opening hours, settings"),
}
SHORT: Mapping[str, str] = {
    "all": lazy("everything that the person may do"),
    "read": lazy("reading"),
    "lend": lazy("loans"),
    "rooms": lazy("rooms"),
    "stock": lazy("stock"),
    "office": lazy("office"),
}


def stored(scopes: Collection[str]) -> str | None:
    """As a column has them, in the order of the words; None for all."""
    return None if ALL in scopes else " ".join(each for each in WORDS if each in scopes)


def read(column: str | None) -> list[str]:
    """The same as a list."""
    return [ALL] if column is None else column.split()


def in_words(scopes: Collection[str]) -> str:
    """A few words for each, for a list of tokens and for e-mails."""
    return listed(SHORT[each] for each in scopes)


def check(actor: Actor, scope: str | None) -> None:
    """NotAllowed for a token that may not do what asks for this scope; None is what only a token without limits may."""
    if actor.scopes is None or scope in actor.scopes:
        return
    if scope is None:
        words = _("This token may use the API only, not the pages")
        raise NotAllowed(words, facts={"scope": ALL})
    words = _("This token may not do this: it lacks the scope “%(scope)s”", scope=scope)
    raise NotAllowed(words, facts={"scope": scope})
