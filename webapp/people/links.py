"""Links in letters: whoever holds one acts as the person it was written to, on the one thing it is about."""

from webapp.core import signing
from webapp.core.actor import Actor
from webapp.core.errors import NotFound
from webapp.core.words import _

from . import people

LINK_DAYS = 30


def sign(purpose: str, id: int, *, to: int) -> str:
    """A token that lets the person `to` act on the thing with this id, for LINK_DAYS days."""
    return signing.sign(purpose, id, to, people.epoch(to))


def read(purpose: str, token: str) -> tuple[Actor, int]:
    """Who acts, and on what. NotFound if it is forged or too old, or if its reader may not come in any more, or not in
    the way they did when it was written."""
    id, person, *epoch = signing.read(purpose, token, days=LINK_DAYS)
    who = people.acting(person)
    if who is None or epoch != [people.epoch(person)]:
        raise NotFound(_("This link is no longer valid"))
    return who, id
