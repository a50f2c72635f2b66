"""The story's rooms: lessons before noon, practice after it, rehearsals once a week."""

from datetime import timedelta
from functools import partial
from random import Random

from webapp.core.actor import Actor
from webapp.rooms.closures import closures
from webapp.rooms.reservations import refusals
from webapp.rooms.waits import waits

from . import crowd, series
from .bookings import Booking, Stay
from .rooms import GROUPS, HALL
from .story import Story

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
WANTED = 9  # one stay of so many somebody else asked for too, in vain
WAITING = (
    ("clara", "18:10"),
    ("kofi", "18:25"),
)  # who hopes for Leo's next hour in Studio A, since when yesterday


def plan(story: Story, who: dict[str, Actor], where: dict[str, int]) -> None:
    stays = [
        _stay(story, series.PUPIL, series.ROOM, day, series.START, 45)
        for day in series.plan(story, who, where)
    ]
    for plan_some in (
        _plan_visitors,
        _plan_move,
        _plan_late_cancellation,
        _plan_request,
        _plan_rehearsals,
    ):
        stays += plan_some(story, who, where)
    crowd.plan(story, who, where, stays, Random(1770))
    _plan_closure(story, who, where)
    _plan_waits(story, who, where)
    _plan_refusals(story, where, stays[::WANTED])


def _plan_refusals(story: Story, where: dict[str, int], stays: list[Stay]) -> None:
    """Somebody else asked for these times, too."""
    for stay in stays:
        wanted = partial(refusals.record, where[stay.room], stay.starts, stay.ends)
        story.plan(stay.starts - timedelta(hours=20), wanted)


def _plan_visitors(
    story: Story, who: dict[str, Actor], where: dict[str, int]
) -> list[Stay]:
    """They book four days before, and pay three days after."""
    stays = []
    for key, room, day, wall, minutes in VISITORS:
        stays.append(_stay(story, key, room, day, wall, minutes))
        booking = Booking(who[key], where[room], stays[-1])
        story.plan(story.at(day - 4, "19:30"), booking.book)
        pay = partial(booking.pay, who["desk"])
        story.plan(story.at(day + 3, "12:00"), pay, sure=False)
    return stays


def _plan_request(story: Story, who: dict[str, Actor], where: dict[str, int]) -> list[Stay]:
    stay = _stay(story, *ASKED)
    notes = "A last run before the competition"
    request = Booking(who["student"], where[HALL], stay, notes)
    story.plan(story.at(-1, "20:15"), request.book)
    return [stay]


def _plan_rehearsals(
    story: Story, who: dict[str, Actor], where: dict[str, int]
) -> list[Stay]:
    stays = []
    for key, room, weekday, wall, minutes, notes in REHEARSALS:
        for day in _days_on(story, weekday):
            stays.append(_stay(story, key, room, day, wall, minutes))
            booking = Booking(who[key], where[room], stays[-1], notes, "ensemble")
            story.plan(story.at(-22, f"10:{day % 60:02d}"), booking.book, sure=False)
    return stays


def _days_on(story: Story, weekday: int) -> list[int]:
    return [
        day
        for day in crowd.DAYS
        if (story.today + timedelta(days=day)).weekday() == weekday
    ]


def _plan_move(story: Story, who: dict[str, Actor], where: dict[str, int]) -> list[Stay]:
    """A time moved to a dearer room, which her statement has, too."""
    stay = _stay(story, *MOVED)
    booking = Booking(who[stay.key], where[stay.room], stay)
    story.plan(stay.starts - timedelta(days=4), booking.book)
    story.plan(stay.starts - timedelta(days=3), partial(booking.move, where[MOVED_TO]))
    return [stay, stay._replace(room=MOVED_TO)]


def _plan_late_cancellation(
    story: Story, who: dict[str, Actor], where: dict[str, int]
) -> list[Stay]:
    stay = _stay(story, *LATE)
    booking = Booking(who[stay.key], where[stay.room], stay)
    story.plan(stay.starts - timedelta(days=2), booking.book)
    story.plan(stay.starts - timedelta(hours=1), booking.cancel)
    return [stay]


def _plan_closure(story: Story, who: dict[str, Actor], where: dict[str, int]) -> None:
    """The pianos are tuned one morning soon."""

    def close() -> None:
        closures.add(
            who["desk"],
            rooms=[where[name] for name in GROUPS],
            reason="The pianos are tuned",
            start_time=story.at(10, "08:00"),
            end_time=story.at(10, "12:00"),
        )

    story.plan(story.at(-23, "15:20"), close)


def _plan_waits(story: Story, who: dict[str, Actor], where: dict[str, int]) -> None:
    """Two wait for an hour that is taken."""
    for key, wall in WAITING:
        join = partial(
            waits.join,
            who[key],
            room=where["Studio A"],
            minutes=60,
            start_time=story.at(2, "17:00"),
            end_time=story.at(2, "18:00"),
        )
        story.plan(story.at(-1, wall), join)


def _stay(story: Story, key: str, room: str, day: int, wall: str, minutes: int) -> Stay:
    starts = story.at(day, wall)
    return Stay(key, room, starts, starts + timedelta(minutes=minutes))
