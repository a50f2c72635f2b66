"""The story's rooms: lessons before noon, practice after it, rehearsals once a week."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any, NamedTuple

from webapp.core.actor import Actor
from webapp.rooms.approvals import approvals
from webapp.rooms.attendance import check_ins
from webapp.rooms.closures import closures
from webapp.rooms.payments import payments
from webapp.rooms.reservations import booking, changes, refusals, reservations
from webapp.rooms.waits import waits

from . import series
from .people import TEACHER
from .rooms import GROUPS, HALL, PARTS
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
    ("teacher", "Ensemble room", 0, "18:30", 90, "Chamber music"),
    ("teacher2", "Percussion room", 0, "18:30", 90, "Sectional rehearsal"),
)
VISITORS = (  # who, where, on which day, from when, how long
    ("student", "Studio A", -9, "17:00", 60),
    ("student", "Practice room 3", -4, "16:30", 90),
    ("student", "Studio A", 2, "17:00", 60),
    ("student2", "Studio B", -6, "18:00", 60),
    ("student2", "Studio B", 3, "18:00", 60),
)
ASKED = ("student", HALL, 8, "14:30", 90)  # as a visitor, but a teacher has to approve it
MOVED, MOVED_TO = ("student", "Studio A", -7, "18:00", 60), "Studio B"
LATE = ("student", "Studio A", -3, "19:00", 60)
CROWD = [key for key in TEACHER if key not in ("student", "student2")]
WANTED = 9  # one stay of so many somebody else asked for too, in vain
TEACHERS = ("teacher", "teacher2", "teacher3")
WAITING = (
    ("clara", "18:10"),
    ("kofi", "18:25"),
)  # who hopes for Leo's next hour in Studio A, since when yesterday


class Stay(NamedTuple):
    """Somebody's time in a room."""

    key: str
    room: str
    starts: datetime
    ends: datetime

    def meets(self, other: "Stay") -> bool:
        halls = self.room in PARTS.get(other.room, ()) or other.room in PARTS.get(
            self.room, ()
        )
        same = self.room == other.room or self.key == other.key or halls
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

    def approve(self, teacher: Actor) -> None:
        approvals.approve(teacher, self.id)

    def move(self, room: int) -> None:
        """To the same time in another room."""
        changes.move(
            self.actor,
            self.id,
            room=room,
            start_time=self.stay.starts,
            end_time=self.stay.ends,
        )

    def cancel(self) -> None:
        reservations.cancel(self.actor, self.id)

    def pay(self, desk: Actor) -> None:
        payments.record(desk, self.id, kind="paid", notes="Card")

    def check_in(self) -> None:
        check_ins.check_in(self.actor, self.id)


def tell(story: Story, who: dict[str, Actor], where: dict[str, int]) -> None:
    chance = Random(1770)
    stays = [
        _stay(story, series.PUPIL, series.ROOM, day, series.START, 45)
        for day in series.tell(story, who, where)
    ]
    for key, room, day, wall, minutes in VISITORS:
        stays.append(_stay(story, key, room, day, wall, minutes))
        booking = Booking(who[key], where[room], stays[-1])
        story.tell(story.at(day - 4, "19:30"), booking.book)
        story.tell(
            story.at(day + 3, "12:00"), partial(booking.pay, who["desk"]), sure=False
        )
    stays += _second_thoughts(story, who, where)
    stays.append(_stay(story, *ASKED))
    wish = Booking(
        who["student"], where[HALL], stays[-1], "A last run before the competition"
    )
    story.tell(story.at(-1, "20:15"), wish.book)
    for key, room, weekday, wall, minutes, notes in REHEARSALS:
        for day in (
            day for day in DAYS if (story.today + timedelta(days=day)).weekday() == weekday
        ):
            stays.append(_stay(story, key, room, day, wall, minutes))
            booking = Booking(who[key], where[room], stays[-1], notes, "ensemble")
            story.tell(story.at(-22, f"10:{day % 60:02d}"), booking.book, sure=False)
    for day in DAYS:
        for room in where:
            for stay in _of_many(story, room, day, chance):
                if not any(stay.meets(other) for other in stays):
                    stays.append(stay)
                    purpose = "lesson" if stay.key in TEACHERS else "practice"
                    booking = Booking(who[stay.key], where[room], stay, "", purpose)
                    _tell_one_of_many(
                        story, booking, who.get(TEACHER.get(stay.key, "")), chance
                    )
    _plan(story, who, where)
    for stay in stays[::WANTED]:
        wanted = partial(refusals.record, where[stay.room], stay.starts, stay.ends)
        story.tell(stay.starts - timedelta(hours=20), wanted)


def _second_thoughts(
    story: Story, who: dict[str, Actor], where: dict[str, int]
) -> list[Stay]:
    """What her statement has besides: a time moved to a dearer room, and one given back too late."""
    stays = [
        _stay(story, *MOVED),
        _stay(story, *MOVED)._replace(room=MOVED_TO),
        _stay(story, *LATE),
    ]
    moved, late = (
        Booking(who[stay.key], where[stay.room], stay) for stay in (stays[0], stays[2])
    )
    story.tell(moved.stay.starts - timedelta(days=4), moved.book)
    story.tell(moved.stay.starts - timedelta(days=3), partial(moved.move, where[MOVED_TO]))
    story.tell(late.stay.starts - timedelta(days=2), late.book)
    story.tell(late.stay.starts - timedelta(hours=1), late.cancel)
    return stays


def _plan(story: Story, who: dict[str, Actor], where: dict[str, int]) -> None:
    """The pianos are tuned one morning soon; and two wait for an hour that is taken."""
    tuned: dict[str, Any] = {
        "rooms": [where[name] for name in GROUPS],
        "reason": "The pianos are tuned",
    }
    tuned |= {"start_time": story.at(10, "08:00"), "end_time": story.at(10, "12:00")}
    story.tell(story.at(-23, "15:20"), partial(closures.add, who["desk"], **tuned))
    taken: dict[str, Any] = {"room": where["Studio A"], "minutes": 60}
    taken |= {"start_time": story.at(2, "17:00"), "end_time": story.at(2, "18:00")}
    for key, wall in WAITING:
        story.tell(story.at(-1, wall), partial(waits.join, who[key], **taken))


def _stay(story: Story, key: str, room: str, day: int, wall: str, minutes: int) -> Stay:
    starts = story.at(day, wall)
    return Stay(key, room, starts, starts + timedelta(minutes=minutes))


def _of_many(story: Story, room: str, day: int, chance: Random) -> Iterator[Stay]:
    pause = BUSY if day in (0, 1) else QUIET
    opens = story.at(day, "08:00")
    at, noon, last = (
        _later(opens, pause, chance),
        opens + timedelta(hours=5),
        opens + timedelta(hours=13),
    )
    students = chance.sample(CROWD, len(CROWD))
    while at < last:
        ends = at + timedelta(minutes=chance.choice((45, 60, 60, 90)))
        yield Stay(chance.choice(TEACHERS) if at < noon else students.pop(), room, at, ends)
        at = _later(ends, pause, chance)


def _later(at: datetime, pause: tuple[int, int], chance: Random) -> datetime:
    return at + timedelta(minutes=chance.randrange(*pause, 15))


def _tell_one_of_many(
    story: Story, booking: Booking, teacher: Actor | None, chance: Random
) -> None:
    """Teachers plan weeks ahead, students days; in the hall they wait half a day for their teacher's answer."""
    days = (7, 14, 21, 21) if booking.stay.key in TEACHERS else (2, 2, 3, 4, 5, 7, 10)
    ahead = timedelta(days=chance.choice(days), minutes=chance.randrange(1, 300))
    made = booking.stay.starts - ahead
    story.tell(made, booking.book, sure=False)
    if teacher and booking.stay.room == HALL:
        story.tell(
            made + timedelta(hours=12), partial(booking.approve, teacher), sure=False
        )
    if booking.stay.starts > story.now - LATELY:
        story.tell(booking.stay.starts - timedelta(minutes=5), booking.check_in, sure=False)
    if chance.random() < 0.07:
        story.tell(made + ahead / 2, booking.cancel, sure=False)
