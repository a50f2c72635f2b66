"""Parties: who has days that a change of the open days can hit, and who knows what becomes of them."""

from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime
from typing import NamedTuple

from webapp.core import ical
from webapp.core.actor import Actor

from .. import calendar
from ..open_days import OpenDays


class Hit(NamedTuple):
    """Something of a person's that lies on a day or a time at which the school will be closed, or after its term."""

    kind: str  # due, pickup, offer, booking
    id: int
    person: int
    name: str
    thing: str
    was: date
    becomes: date | None  # the day it moves to; none for what is not moved
    starts: datetime | None = None  # of a booking, until when it was
    ends: datetime | None = None  # of what is due at a moment, when it was due, and is then
    promised_to: str = ""  # whose promise the day that it moves to would hit
    promised_on: date | None = None  # from when on they are to have it

    @property
    def is_by_hour(self) -> bool:
        """Whether it is due on the same day, at another moment of it."""
        return self.kind == "due" and self.ends is not None

    @property
    def is_later(self) -> bool:
        """Whether that moment is a later one."""
        return bool(
            self.starts and self.ends and self.is_by_hour and self.ends > self.starts
        )


class Choices(NamedTuple):
    """What becomes of what is hit."""

    loans: str = "move"  # or keep
    bookings: str = "keep"  # or cancel
    most: int = (
        0  # people a day who bring something back, where loans are moved; 0 is no limit
    )


class Told(NamedTuple):
    """What a person is told of one thing: where it was moved, or which other times there are; and of what `hit`.

    `now` is the day that it has by now, none where it is cancelled; `id` is that of the loan or the booking.
    """

    hit: Hit
    id: int
    now: date | None
    thing: str
    was: str
    becomes: str = ""
    others: Sequence[str] = ()
    event: ical.Event | None = None  # what leaves their calendar


class Party(NamedTuple):
    """`find` reads what is hit, of some people or of all, by person and id, as it was from a day on.

    `foresee` tells of the first of them, in order, what exactly would become of them as chosen: it changes nothing.
    `hold` takes the lock under which nothing more comes to be hit; `settle` does as chosen with what is hit of one
    person, and answers what there is to tell.
    """

    find: Callable[[OpenDays, OpenDays, Collection[int] | None, date], list[Hit]]
    hold: Callable[[Sequence[Hit]], None]
    settle: Callable[[Actor, Sequence[Hit], Choices, int], list[Told]]
    foresee: Callable[[Sequence[Hit], Choices], list[Hit]] = lambda hits, _choices: [*hits]


SHOWN = 50  # hits that are told one by one
_parties: list[Party] = []


def connect(*parties: Party) -> None:
    """Those whose days are asked for, in the order in which they take their locks."""
    _parties[:] = parties


def hits(
    before: OpenDays,
    after: OpenDays,
    people: Collection[int] | None = None,
    on: date | None = None,
) -> list[list[Hit]]:
    """What a change hits, of each party; `on` is the day on which it was made, today if none is said."""
    since = on or calendar.today()
    return [party.find(before, after, people, since) for party in _parties]


def foresee(found: Sequence[Sequence[Hit]], choices: Choices) -> list[Hit]:
    """All that is hit; of the first of each party exactly, where they move and whose promise that hits."""
    told: list[Hit] = []
    for party, own in zip(_parties, found, strict=True):
        told += [*party.foresee(own[:SHOWN], choices), *own[SHOWN:]]
    return told


def hold(found: Sequence[Sequence[Hit]]) -> None:
    """All their locks, in order."""
    for party, own in zip(_parties, found, strict=True):
        party.hold(own)


def settle(
    actor: Actor, person: int, found: Sequence[Sequence[Hit]], choices: Choices, job: int
) -> list[Told]:
    """What becomes of all that is hit of one person."""
    told: list[Told] = []
    for party, own in zip(_parties, found, strict=True):
        theirs = [hit for hit in own if hit.person == person]
        if theirs:
            told += party.settle(actor, theirs, choices, job)
    return told
