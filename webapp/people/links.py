"""Links in letters: whoever holds one acts as the person it was written to, on the one thing it is about."""

from collections.abc import Iterable

from webapp.core import signing
from webapp.core.actor import Actor
from webapp.core.signing import Ended

from . import people

LINK_DAYS = 30


def sign(purpose: str, id: int, *, to: int) -> str:
    """A token that lets the person `to` act on the thing with this id, for LINK_DAYS days."""
    return sign_all(purpose, [id], to=to)[id]


def sign_all(purpose: str, ids: Iterable[int], *, to: int) -> dict[int, str]:
    """The same for several things, by their ids."""
    epoch = people.epoch(to)
    return {id: signing.sign(purpose, id, to, epoch) for id in ids}


def read(purpose: str, token: str) -> tuple[Actor, int]:
    """Who acts, and on what. NotFound if it is forged; Ended if it is too old, or if its reader may not come in any
    more, or not in the way they did when it was written."""
    id, person, *epoch = signing.read(purpose, token, days=LINK_DAYS)
    who = people.acting(person)
    if who is None or epoch != [people.epoch(person)]:
        raise Ended(id)
    return who, id
