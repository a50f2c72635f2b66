"""Kinds of things that have pictures: every slice tells of its own, so that none has to know another."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from webapp.core.actor import Actor
from webapp.core.errors import NotFound
from webapp.core.words import _


@dataclass(frozen=True)
class Kind:
    """What pictures ask about the things they are of.

    `name_of` is what a thing is called; NotFound for whoever may not see it. `may_change` says who adds pictures and
    removes them, of those who see it. `page` is the endpoint that shows it, by its id. Where lists show the thing's
    face, `set_face` is told which picture that is, or "" if there is none any more. Where there is something to see
    only from some time on, `not_yet` says in a sentence that there is nothing, and is empty from then on; it reads what
    the database has now, for it is asked inside the lock too.
    """

    name_of: Callable[[Actor, int], str]
    may_change: Callable[[Actor, int], bool]
    page: str
    set_face: Callable[[int, str], object] | None = None
    not_yet: Callable[[int], str] = lambda _id: ""


_kinds: dict[str, Kind] = {}


def connect(kinds: Mapping[str, Kind]) -> None:
    """Which kinds there are, by the names that pictures know them by."""
    _kinds.clear()
    _kinds.update(kinds)


def find(name: str) -> Kind:
    """NotFound for what has no pictures."""
    if name not in _kinds:
        raise NotFound(_("This has no pictures"))
    return _kinds[name]
