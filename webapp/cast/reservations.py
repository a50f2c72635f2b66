"""The story's rooms: lessons before noon, practice after it, rehearsals once a week."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import NamedTuple

from webapp.core.actor import Actor
from webapp.rooms import booking, check_ins, payments, refusals, reservations

from . import series
from .people import TEACHER
from .story import Story

DAYS = range(-21, 22)
LATELY = timedelta(days=1)  # since when the school asks people to check in
BUSY, QUIET = (15, 120), (120, 420)  # minutes nobody is there between two reservations
REHEARSALS = (  # who, where, on which weekday, from when, how long, what for
    ("teacher", "Ensemble room", 1, "17:00", 90, "Junior Strings"),
    ("teacher2", "Ensemble room", 3, "18:30", 120, "Big Band"),
    ("teacher3", "Recital hall", 2, "16:30", 90, "Wind Quintet"),
    ("teacher3", "Ensemble room", 4, "16:00", 60, "Theory for Beginners"),
    ("teacher2", "Recital hall", 5, "11:00", 180, "Rehearsal for the concert"),
)
VISITORS = (  # who, where, on which day, from when, how long
    ("student", "Studio A", -9, "17:00", 60),
    ("student", "Practice room 3", -4, "16:30", 90),
    ("student", "Studio A", 2, "17:00", 60),
    ("student2", "Studio B", -6, "18:00", 60),
    ("student2", "Studio B", 3, "18:00", 60),
)
CROWD = [key for key in TEACHER if key not in ("student", "student2")]
WANTED = 9  # one stay of so many somebody else asked for too, in vain
TEACHERS = ("teacher", "teacher2", "teacher3")


class Stay(NamedTuple):
    """Somebody's time in a room."""

    key: str
    room: str
    starts: datetime
    ends: datetime

    def meets(self, other: "Stay") -> bool:
        same = self.room == other.room or self.key == other.key
        return same and self.starts < other.ends and other.starts < self.ends


@dataclass
class Booking:
    """One reservation of the story, made and perhaps given back."""

    actor: Actor
    room: int
    stay: Stay
    notes: str = ""
    purpose: str = "practice"
    id: int = 0

    def book(self) -> None:
        self.id = booking.book(
            self.actor,
            room=self.room,
            start_time=self.stay.starts,
            end_time=self.stay.ends,
            notes=self.notes,
            purpose=self.purpose,
        ).id

    def cancel(self) -> None:
        reservations.cancel(self.actor, self.id)

    def pay(self, desk: Actor) -> None:
        payments.record(desk, self.id, kind="paid", note="Card")

    def check_in(self) -> None:
        check_ins.check_in(self.actor, self.id)


def tell(story: Story, who: dict[str, Actor], where: dict[str, int]) -> None:
    chance = Random(1770)
    stays = [_stay(story, series.PUPIL, series.ROOM, day, series.START, 45) for day in series.tell(story, who, where)]
    for key, room, day, wall, minutes in VISITORS:
        stays.append(_stay(story, key, room, day, wall, minutes))
        booking = Booking(who[key], where[room], stays[-1])
        story.tell(story.at(day - 4, "19:30"), booking.book)
        story.tell(story.at(day + 3, "12:00"), partial(booking.pay, who["desk"]), sure=False)
    for key, room, weekday, wall, minutes, notes in REHEARSALS:
        for day in (day for day in DAYS if (story.today + timedelta(days=day)).weekday() == weekday):
            stays.append(_stay(story, key, room, day, wall, minutes))
            booking = Booking(who[key], where[room], stays[-1], notes, "ensemble")
            story.tell(story.at(-22, f"10:{day % 60:02d}"), booking.book, sure=False)
    for day in DAYS:
        for room in where:
            for stay in _of_many(story, room, day, chance):
                if not any(stay.meets(other) for other in stays):
                    stays.append(stay)
                    purpose = "lesson" if stay.key in TEACHERS else "practice"
                    _tell_one_of_many(story, Booking(who[stay.key], where[room], stay, "", purpose), chance)
    for stay in stays[::WANTED]:
        wanted = partial(refusals.record, where[stay.room], stay.starts, stay.ends)
        story.tell(stay.starts - timedelta(hours=20), wanted)


def _stay(story: Story, key: str, room: str, day: int, wall: str, minutes: int) -> Stay:
    starts = story.at(day, wall)
    return Stay(key, room, starts, starts + timedelta(minutes=minutes))


def _of_many(story: Story, room: str, day: int, chance: Random) -> Iterator[Stay]:
    pause = BUSY if day in (0, 1) else QUIET
    opens = story.at(day, "08:00")
    at, noon, last = _later(opens, pause, chance), opens + timedelta(hours=5), opens + timedelta(hours=13)
    students = chance.sample(CROWD, len(CROWD))
    while at < last:
        ends = at + timedelta(minutes=chance.choice((45, 60, 60, 90)))
        yield Stay(chance.choice(TEACHERS) if at < noon else students.pop(), room, at, ends)
        at = _later(ends, pause, chance)


def _later(at: datetime, pause: tuple[int, int], chance: Random) -> datetime:
    return at + timedelta(minutes=chance.randrange(*pause, 15))


def _tell_one_of_many(story: Story, booking: Booking, chance: Random) -> None:
    """Teachers plan weeks ahead, students days."""
    days = (7, 14, 21, 21) if booking.stay.key in TEACHERS else (2, 2, 3, 4, 5, 7, 10)
    ahead = timedelta(days=chance.choice(days), minutes=chance.randrange(1, 300))
    made = booking.stay.starts - ahead
    story.tell(made, booking.book, sure=False)
    if booking.stay.starts > story.now - LATELY:
        story.tell(booking.stay.starts - timedelta(minutes=5), booking.check_in, sure=False)
    if chance.random() < 0.07:
        story.tell(made + ahead / 2, booking.cancel, sure=False)
