"""What else a person's page shows: other slices add their sections to it, so that none has to know another."""

from collections.abc import Callable
from typing import NamedTuple

from markupsafe import Markup

from webapp.core.actor import Actor

from .models import User


class About(NamedTuple):
    """Whose page it is."""

    id: int
    email: str
    is_active: bool


Source = Callable[[Actor, About], str]  # drawn; empty where there is nothing for who reads
_sources: list[Source] = []


def connect(*sources: Source) -> None:
    """What each of them draws stands on everybody's page, in this order."""
    _sources[:] = sources


def of(actor: Actor, person: User) -> list[Markup]:
    """What they draw for this reader, who may see the person."""
    about = About(person.id, person.email, person.is_active)
    drawn = (draw(actor, about) for draw in _sources)
    return [Markup(section) for section in drawn if section]  # noqa: S704  # from templates
