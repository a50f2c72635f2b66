"""The story's loans: a few that a visitor should find, and a crowd around them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from random import Random
from typing import Any

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
        due = calendar.after(calendar.today(), self.days)
        made = checkouts.ask_for(
            self.student,
            item=self.kind.id,
            quantity=self.quantity,
            due_date=due,
            notes=notes,
        )
        self.id = made.id

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

    def take_back(self, **said: Any) -> None:
        handovers.return_item(self.desk, self.id, **said)


def tell(story: Story, who: dict[str, Actor], what: dict[str, Kind]) -> None:
    for minute, (key, name, quantity, day, days, end) in enumerate(NAMED):
        loan = Loan(
            who[key],
            who[TEACHER.get(key, "teacher")],
            who["desk"],
            what[name],
            quantity,
            days,
        )
        _tell_named(story, loan, day, end, minute, DAMAGE.get(key, ""))
    chance, named = Random(1750), {name for _, name, *_ in NAMED}
    deck = [kind for kind in what.values() if kind.days and kind.name not in named]
    chance.shuffle(deck)
    for day in range(-21, 1):
        for key in chance.sample(
            [key for key in TEACHER if key not in VISITORS], chance.randint(3, 5)
        ):
            kind = next(
                (kind for kind in deck if kind.location in (PLAYS[key], *SHARED)), None
            )
            if kind:
                deck.remove(
                    kind
                )  # each is asked for once, so that nobody is in anybody's way
                _tell_one_of_many(story, _of_many(who, key, kind, chance), day, chance)


def _tell_named(
    story: Story, loan: Loan, day: int, end: str, minute: int, damage: str
) -> None:
    story.tell(story.at(day, f"16:{minute:02d}"), partial(loan.ask, ""))
    if end == "declined":
        story.tell(
            story.at(day, f"18:{minute:02d}"),
            partial(loan.decline, "It is promised to the Big Band"),
        )
    elif end == "cancelled":
        story.tell(story.at(day, f"18:{minute:02d}"), loan.cancel)
    elif end != "asked":
        story.tell(story.at(day, f"18:{minute:02d}"), loan.approve)
    if end in ("out", "returned", "partly back", "damaged"):
        story.tell(story.at(day + 1, f"14:{minute:02d}"), loan.hand_out)
        back = story.at(day + loan.days - 1, f"17:{minute:02d}")
        if end == "partly back":
            story.tell(
                back,
                partial(
                    loan.take_back, quantity=loan.quantity - 1, notes="One is still at home"
                ),
            )
        elif end == "damaged":
            story.tell(back, partial(loan.take_back, condition="damaged", notes=damage))
        elif end == "returned":
            story.tell(back, loan.take_back)


def _of_many(who: dict[str, Actor], key: str, kind: Kind, chance: Random) -> Loan:
    counted = kind.category in ("sheet_music", "accessory")
    quantity = chance.randint(1, min(3, max(1, kind.pieces // 3))) if counted else 1
    days = min(kind.days, chance.choice((7, 10, 14, 14, 21)))
    return Loan(who[key], who[TEACHER[key]], who["desk"], kind, quantity, days)


def _tell_one_of_many(story: Story, loan: Loan, day: int, chance: Random) -> None:
    """Asked in the afternoon, decided the next morning, handed out that day, brought back in time."""
    how = chance.random()
    tell = partial(story.tell, sure=False)
    times = _times(chance)
    tell(story.at(day, next(times)), partial(loan.ask, chance.choice(WHY)))
    if how < 0.08:
        return tell(
            story.at(day + 1, next(times)), partial(loan.decline, chance.choice(NO))
        )
    if how < 0.14:
        return tell(story.at(day + 1, next(times)), loan.cancel)
    tell(story.at(day + 1, next(times)), loan.approve)
    if how < 0.2:
        return tell(story.at(day + 2, next(times)), loan.cancel)
    tell(story.at(day + 1, next(times)), loan.hand_out)
    said = {"condition": "damaged", "notes": chance.choice(WORN)} if how > 0.93 else {}
    back = story.at(max(day + 1, day + loan.days - chance.randint(0, 3)), "17:00")
    return tell(
        back + timedelta(minutes=chance.randrange(150)), partial(loan.take_back, **said)
    )


def _times(chance: Random) -> Iterator[str]:
    yield f"{chance.randint(13, 19)}:{chance.randrange(60):02d}"
    yield f"{chance.randint(8, 11):02d}:{chance.randrange(60):02d}"
    while True:
        yield f"{chance.randint(13, 16)}:{chance.randrange(60):02d}"
