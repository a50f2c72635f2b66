"""What else a person's page shows: other slices add their sections to it, so that none has to know another."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

from markupsafe import Markup

from webapp.core.actor import Actor

from .models import User


class About(NamedTuple):
    """Whose page it is."""

    id: int
    email: str
    role: str
    is_active: bool


Source = Callable[[Actor, About], str]  # drawn; empty where there is nothing for who reads
_sources: list[Source] = []


def connect(*sources: Source) -> None:
    """What each of them draws stands on everybody's page, in this order."""
    _sources[:] = sources


def of(actor: Actor, person: User) -> list[Markup]:
    """What they draw for this reader, who may see the person."""
    about = About(person.id, person.email, person.role, person.is_active)
    drawn = (draw(actor, about) for draw in _sources)
    return [Markup(section) for section in drawn if section]  # noqa: S704  # from templates


Marks = Callable[[Collection[int]], dict[int, str]]  # by people's ids, a few words
_marks: list[Marks] = []


def connect_marks(*marks: Marks) -> None:
    """What each of them tells of people stands beside their names in the list, for staff."""
    _marks[:] = marks


def marks_of(actor: Actor, persons: Iterable[User]) -> dict[int, list[str]]:
    """What they tell of these people, by their ids; each asks once, however many there are."""
    told: dict[int, list[str]] = defaultdict(list)
    ids = [person.id for person in persons] if actor.is_staff else []
    for marks in _marks if ids else ():
        for id, words in marks(ids).items():
            told[id].append(words)
    return told
