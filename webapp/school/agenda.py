"""What is on somebody's calendar: every slice adds its own, so that none has to know another."""

from collections.abc import Callable, Iterable
from datetime import datetime

from webapp.core.ical import Event

Source = Callable[[int, datetime], Iterable[Event]]  # of this person, not over before then
_sources: list[Source] = []


def connect(*sources: Source) -> None:
    """What each of them answers is on everybody's calendar."""
    _sources[:] = sources


def of(person_id: int, since: datetime) -> list[Event]:
    """What is on a person's calendar that is not over before then."""
    return [event for ask in _sources for event in ask(person_id, since)]
