"""The story's swap: Oskar has grown out of his cello, and brings it as he fetches the next size."""

from functools import partial

from webapp.core.actor import Actor

from .items import Kind
from .loan import Loan
from .people import TEACHER
from .story import Story

SMALLER, LARGER = "Cello 1/2", "Cello 3/4"


def plan(story: Story, who: dict[str, Actor], what: dict[str, Kind]) -> None:
    old, new = _loan(who, what[SMALLER], 45), _loan(who, what[LARGER], 60)
    _plan_asked(story, old, -24)
    story.plan(story.at(-23, "14:20"), old.hand_out)
    new.swaps = old
    _plan_asked(story, new, -2)


def _loan(who: dict[str, Actor], kind: Kind, days: int) -> Loan:
    teacher = who[TEACHER.get("oskar", "teacher")]
    return Loan(who["oskar"], teacher, who["desk"], kind, 1, days)


def _plan_asked(story: Story, loan: Loan, day: int) -> None:
    story.plan(story.at(day, "16:23"), partial(loan.ask, ""))
    story.plan(story.at(day, "18:23"), loan.approve)
