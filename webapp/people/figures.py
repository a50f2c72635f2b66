"""Figures: the six numbers of somebody's standing, which answer the telephone. Other slices count, so that none has to
know another."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from webapp.core import money
from webapp.core.actor import Actor

from . import people


@dataclass(frozen=True)
class Figures:
    """How many things somebody has, how many of those are late, what they asked for and still wait to get, the queues
    they stand in, their room bookings to come, and what they owe in minor units; less than nothing where they get some
    back; and how many bookings they missed of late. A set counts as one. Beside these, how many requests of others they
    come for, so that who comes for none is not asked about."""

    has_now: int = 0
    late: int = 0
    asked_for: int = 0
    waits_for: int = 0
    rooms_to_come: int = 0
    owes_minor: int = 0
    currency: str = ""
    missed: int = 0
    stands_in: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(
            self.has_now + other.has_now,
            self.late + other.late,
            self.asked_for + other.asked_for,
            self.waits_for + other.waits_for,
            self.rooms_to_come + other.rooms_to_come,
            self.owes_minor + other.owes_minor,
            self.currency or other.currency,
            self.missed + other.missed,
            self.stands_in + other.stands_in,
        )

    @property
    def owes(self) -> str:
        """The amount as programs read it."""
        return money.shown(self.owes_minor, self.currency)


Source = Callable[[Collection[int]], Mapping[int, Figures]]  # by people's ids
_sources: list[Source] = []


def connect(*sources: Source) -> None:
    """What each of them counts is added up, of everybody who is asked for."""
    _sources[:] = sources


def of_people(ids: Iterable[int]) -> dict[int, Figures]:
    """Of each of these people; every source asks once, however many there are. The caller has checked who may know."""
    wanted = set(ids)
    counted = [count(wanted) for count in _sources] if wanted else []
    return {
        id: sum((each.get(id, Figures()) for each in counted), Figures()) for id in wanted
    }


def of(actor: Actor, person_id: int) -> Figures:
    """Of somebody the actor may see: staff everybody or their students, students themselves; NotFound else."""
    return of_people([people.find(actor, person_id).id])[person_id]
