"""The crowd of loans around those that a visitor should find."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from random import Random

from webapp.core.actor import Actor

from . import wear
from .items import Kind
from .loan import Loan
from .people import PLAYS, TEACHER
from .story import Story

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
VISITORS = (
    "student",
    "student2",
)  # what they have is written down in the story, and nothing else
STUDENTS = [key for key in TEACHER if key not in VISITORS]


def plan(
    story: Story, who: dict[str, Actor], what: dict[str, Kind], named: set[str]
) -> None:
    """Each kind is asked for once, none of those `named` elsewhere, so that nobody is in anybody's way."""
    chance = Random(1750)
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
        take_back = partial(
            take_back, condition="damaged", notes=chance.choice(wear.of(loan.kind))
        )
    day = max(day + 1, day + loan.days - 1 - chance.randint(0, 3))
    at = story.at(day, "17:00") + timedelta(minutes=chance.randrange(150))
    story.plan(at, take_back, sure=False)


def _times(chance: Random) -> Iterator[str]:
    yield f"{chance.randint(13, 19)}:{chance.randrange(60):02d}"
    yield f"{chance.randint(8, 11):02d}:{chance.randrange(60):02d}"
    while True:
        yield f"{chance.randint(13, 16)}:{chance.randrange(60):02d}"
