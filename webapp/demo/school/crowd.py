"""The crowd in the rooms: lessons before noon and practice after it, where nobody is in the way."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from random import Random

from webapp.core.actor import Actor

from .bookings import Booking, Stay
from .people import TEACHER
from .rooms import HALL
from .story import Story

DAYS = range(-21, 22)


BUSY, QUIET = (15, 120), (120, 420)  # minutes nobody is there between two reservations
LATELY = timedelta(days=1)  # since when the school asks people to check in


CROWD = [key for key in TEACHER if key not in ("student", "student2")]


TEACHERS = ("teacher", "teacher2", "teacher3")


def plan(
    story: Story,
    who: dict[str, Actor],
    where: dict[str, int],
    stays: list[Stay],
    chance: Random,
) -> None:
    """All the others, where nobody of `stays` is in the way; theirs are added to it."""
    for day in DAYS:
        for room in where:
            for stay in _of_many(story, room, day, chance):
                if not any(stay.meets(other) for other in stays):
                    stays.append(stay)
                    purpose = "lesson" if stay.key in TEACHERS else "practice"
                    booking = Booking(who[stay.key], where[room], stay, "", purpose)
                    teacher = who.get(TEACHER.get(stay.key, ""))
                    _plan_one_of_many(story, booking, teacher, chance)


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


def _plan_one_of_many(
    story: Story, booking: Booking, teacher: Actor | None, chance: Random
) -> None:
    """In the hall they wait half a day for their teacher's answer."""
    stay, plan = booking.stay, partial(story.plan, sure=False)
    ahead = _ahead(stay, chance)
    made = stay.starts - ahead
    plan(made, booking.book)
    if teacher and stay.room == HALL:
        plan(made + timedelta(hours=12), partial(booking.approve, teacher))
    if stay.starts > story.now - LATELY:
        plan(stay.starts - timedelta(minutes=5), booking.check_in)
    if chance.random() < 0.07:
        plan(made + ahead / 2, booking.cancel)


def _ahead(stay: Stay, chance: Random) -> timedelta:
    """Teachers plan weeks ahead, students days."""
    days = (7, 14, 21, 21) if stay.key in TEACHERS else (2, 2, 3, 4, 5, 7, 10)
    return timedelta(days=chance.choice(days), minutes=chance.randrange(1, 300))
