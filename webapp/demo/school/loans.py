"""The story's loans: a few that a visitor should find, and a crowd around them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from random import Random

from webapp.core.actor import Actor
from webapp.lending import checkouts, decisions, handovers
from webapp.school import calendar
from webapp.stock.units import units

from .items import Kind
from .people import PLAYS, TEACHER
from .story import Story

# who, what, how many, asked so many days from today, for how many days, and how far it went
NAMED: tuple[tuple[str, str, int, int, int, str], ...] = (
    ("student", "Student Viola 38 cm", 1, -26, 28, "out"),
    ("student", "Handy Recorder", 1, -3, 14, "out"),
    ("student", "Suzuki Violin School 2", 1, -24, 18, "returned"),
    ("amara", "Student Violin 4/4", 1, -8, 21, "out"),
    ("student2", "Alto Saxophone", 1, -26, 21, "out"),
    ("student2", "Saxophone Strap", 1, -1, 21, "asked"),
    ("hugo", "Trumpet in B-flat", 1, -22, 21, "out"),
    ("tomas", "Classical Guitar 4/4", 1, -20, 8, "out"),
    ("paula", "Metronome", 1, -14, 11, "out"),
    ("wanda", "Portable Keyboard", 1, -23, 21, "out"),
    ("clara", "Music Stand", 4, -12, 11, "partly back"),
    ("jakub", "Cello 4/4", 1, -16, 18, "out"),
    ("teacher2", "Big Band set: Blue Bossa", 1, -15, 30, "out"),
    ("farah", "Classical Guitar 3/4", 1, -18, 14, "damaged"),
    ("ines", "Cello 1/2", 1, -21, 17, "damaged"),
    ("emil", "Concert Ukulele", 1, -1, 14, "asked"),
    ("greta", "Clarinet in B-flat", 1, -1, 30, "asked"),
    ("kofi", "Tenor Trombone", 1, -1, 21, "asked"),
    ("noor", "Cajon", 2, -1, 14, "asked"),
    ("saoirse", "Flute", 1, -1, 30, "asked"),
    ("ruben", "Tenor Saxophone", 1, -1, 14, "asked"),
    ("clara", "Student Violin 3/4", 1, -2, 60, "approved"),
    ("oskar", "Cello 3/4", 1, -2, 60, "approved"),
    ("lena", "Stage Piano", 1, -2, 14, "approved"),
    ("mateo", "Portable PA System", 1, -6, 3, "declined"),
    ("saoirse", "Piccolo", 1, -5, 14, "cancelled"),
)
DAMAGE = {"farah": "A crack beside the sound hole", "ines": "The bridge is broken"}
WORN = ("The pads stick", "A key is bent", "The zip is torn", "One screw is missing")
NO = (
    "The orchestra needs it that week",
    "Let us talk about the size first",
    "Please bring the other one back first",
)
WHY = (
    "",
    "",
    "For practice at home",
    "For the school concert",
    "My own is being mended",
    "To try it before I buy one",
)
SHARED = ("Sheet music library", "Front desk", "Equipment cage")
VISITORS = ("student", "student2")  # what they have is written down above, and nothing else
STUDENTS = [key for key in TEACHER if key not in VISITORS]
BACK = ("returned", "partly back", "damaged")
HANDED_OUT = ("out", *BACK)


@dataclass
class Loan:
    """One checkout of the story; each method is one act of somebody's."""

    student: Actor
    teacher: Actor
    desk: Actor
    kind: Kind
    quantity: int
    days: int
    id: int = 0

    def ask(self, notes: str) -> None:
        self.id = checkouts.ask_for(
            self.student,
            item=self.kind.id,
            quantity=self.quantity,
            due_date=calendar.after(calendar.today(), self.days),
            notes=notes,
        ).id

    def approve(self) -> None:
        decisions.approve(self.teacher, self.id)

    def decline(self, reason: str) -> None:
        decisions.reject(self.teacher, self.id, reason=reason)

    def cancel(self) -> None:
        checkouts.cancel(self.student, self.id)

    def hand_out(self) -> None:
        shelf = units.on_shelf(self.kind.id)
        handovers.hand_out(
            self.desk, self.id, unit=shelf[self.id % len(shelf)].id if shelf else None
        )

    def take_back(
        self, *, condition: str | None = None, quantity: int | None = None, notes: str = ""
    ) -> None:
        handovers.return_item(
            self.desk, self.id, condition=condition, quantity=quantity, notes=notes
        )


def plan(story: Story, who: dict[str, Actor], what: dict[str, Kind]) -> None:
    for minute, (key, name, quantity, day, days, end) in enumerate(NAMED):
        teacher = who[TEACHER.get(key, "teacher")]
        loan = Loan(who[key], teacher, who["desk"], what[name], quantity, days)
        _plan_named(story, loan, day, end, minute, DAMAGE.get(key, ""))
    _plan_crowd(story, who, what)


def _plan_crowd(story: Story, who: dict[str, Actor], what: dict[str, Kind]) -> None:
    """Each kind is asked for once, so that nobody is in anybody's way."""
    chance = Random(1750)
    named = {name for _, name, *_ in NAMED}
    deck = [kind for kind in what.values() if kind.days and kind.name not in named]
    chance.shuffle(deck)
    for day in range(-21, 1):
        for key in chance.sample(STUDENTS, chance.randint(3, 5)):
            if kind := _draw(deck, (PLAYS[key], *SHARED)):
                _plan_one_of_many(story, _of_many(who, key, kind, chance), day, chance)


def _draw(deck: list[Kind], places: tuple[str, ...]) -> Kind | None:
    """The first that is kept in one of these places, taken out of the deck."""
    kind = next((kind for kind in deck if kind.location in places), None)
    if kind:
        deck.remove(kind)
    return kind


def _plan_named(
    story: Story, loan: Loan, day: int, end: str, minute: int, damage: str
) -> None:
    def plan(days: int, hour: int, act: Callable[[], None]) -> None:
        story.plan(story.at(day + days, f"{hour}:{minute:02d}"), act)

    plan(0, 16, partial(loan.ask, ""))
    if end == "declined":
        plan(0, 18, partial(loan.decline, "It is promised to the Big Band"))
    elif end == "cancelled":
        plan(0, 18, loan.cancel)
    elif end != "asked":
        plan(0, 18, loan.approve)
    if end in HANDED_OUT:
        plan(1, 14, loan.hand_out)
    if end in BACK:
        plan(loan.days - 1, 17, _way_back(loan, end, damage))


def _way_back(loan: Loan, end: str, damage: str) -> Callable[[], None]:
    if end == "partly back":
        pieces = loan.quantity - 1
        return partial(loan.take_back, quantity=pieces, notes="One is still at home")
    if end == "damaged":
        return partial(loan.take_back, condition="damaged", notes=damage)
    return loan.take_back


def _of_many(who: dict[str, Actor], key: str, kind: Kind, chance: Random) -> Loan:
    counted = kind.category in ("sheet_music", "accessory")
    quantity = chance.randint(1, min(3, max(1, kind.pieces // 3))) if counted else 1
    days = min(kind.days, chance.choice((7, 10, 14, 14, 21)))
    return Loan(who[key], who[TEACHER[key]], who["desk"], kind, quantity, days)


def _plan_one_of_many(story: Story, loan: Loan, day: int, chance: Random) -> None:
    """Asked in the afternoon, decided the next morning, handed out that day, brought back in time."""
    how, times = chance.random(), _times(chance)
    plan = partial(story.plan, sure=False)

    def at(days: int) -> datetime:
        return story.at(day + days, next(times))

    plan(at(0), partial(loan.ask, chance.choice(WHY)))
    if how < 0.14:
        return plan(at(1), _end(loan, how, chance))
    plan(at(1), loan.approve)
    if how < 0.2:
        return plan(at(2), loan.cancel)
    plan(at(1), loan.hand_out)
    return _plan_return(story, loan, day, chance, is_worn=how > 0.93)


def _end(loan: Loan, how: float, chance: Random) -> Callable[[], None]:
    """What ends a request: its teacher, or its student."""
    return partial(loan.decline, chance.choice(NO)) if how < 0.08 else loan.cancel


def _plan_return(
    story: Story, loan: Loan, day: int, chance: Random, *, is_worn: bool
) -> None:
    """In time, but not before the day after it was asked for."""
    take_back = loan.take_back
    if is_worn:
        take_back = partial(take_back, condition="damaged", notes=chance.choice(WORN))
    day = max(day + 1, day + loan.days - chance.randint(0, 3))
    at = story.at(day, "17:00") + timedelta(minutes=chance.randrange(150))
    story.plan(at, take_back, sure=False)


def _times(chance: Random) -> Iterator[str]:
    yield f"{chance.randint(13, 19)}:{chance.randrange(60):02d}"
    yield f"{chance.randint(8, 11):02d}:{chance.randrange(60):02d}"
    while True:
        yield f"{chance.randint(13, 16)}:{chance.randrange(60):02d}"
