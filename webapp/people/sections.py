"""What else a person's page shows: other slices add their parts to it, so that none has to know another."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

from markupsafe import Markup

from webapp.core.actor import Actor

from .figures import Figures
from .heads import Head
from .models import User


class About(NamedTuple):
    """Whose page it is, and how they stand."""

    id: int
    name: str
    email: str
    role: str
    is_active: bool
    phone: str
    is_unreached: bool  # e-mail to them comes back
    figures: Figures


class Part(NamedTuple):
    """What is drawn in one place of the page: above all else (`above`), among the acts (`acts`), as rows of what they
    have, asked for, fetch, wait for or booked (`has`, `asked`, `fetches`, `waits`, `rooms`), below these (`below`), or
    beside them (`owes`)."""

    place: str
    drawn: str


Source = Callable[[Actor, About], Iterable[Part]]
_sources: list[Source] = []


def connect(*sources: Source) -> None:
    """What each of them draws stands on everybody's page, in this order."""
    _sources[:] = sources


def of(actor: Actor, head: Head, figures: Figures) -> dict[str, Markup]:
    """What they draw for this reader, who may see the person, by its place; nothing where there is nothing to show."""
    person = head.person
    about = About(
        id=person.id,
        name=person.name,
        email=person.email,
        role=person.role,
        is_active=person.is_active,
        phone=person.phone or "",
        is_unreached=head.bounce is not None,
        figures=figures,
    )
    drawn: dict[str, Markup] = defaultdict(Markup)
    for source in _sources:
        for part in source(actor, about):
            if part.drawn.strip():
                drawn[part.place] += Markup(part.drawn)  # noqa: S704  # from templates
    return drawn


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
