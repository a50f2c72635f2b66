"""The story's queues: two wait for a bass clarinet that is out, and the electric violin is offered to Leo."""

from functools import partial

from webapp.core.actor import Actor
from webapp.lending.waits import joining

from .items import Kind
from .loan import Loan
from .people import TEACHER
from .story import Story

AWAITED, OFFERED = "Bass Clarinet", "Electric Violin"


def plan(story: Story, who: dict[str, Actor], what: dict[str, Kind]) -> None:
    awaited, offered = what[AWAITED], what[OFFERED]
    _plan_loan(story, _loan(who, "saoirse", awaited), since=-9)
    _plan_queue(story, [who["hugo"], who["greta"]], awaited, day=-3)
    loan = _loan(who, "amara", offered)
    _plan_loan(story, loan, since=-13)
    _plan_queue(story, [who["student"], who["clara"]], offered, day=-4)
    story.plan(story.at(-1, "17:20"), loan.take_back)


def _plan_queue(story: Story, people: list[Actor], kind: Kind, day: int) -> None:
    for minute, person in enumerate(people, 20):
        at = story.at(day, f"16:{minute}")
        story.plan(at, partial(joining.join, person, kind.id, days=7))


def _plan_loan(story: Story, loan: Loan, *, since: int) -> None:
    story.plan(story.at(since, "16:05"), partial(loan.ask, ""))
    story.plan(story.at(since, "17:05"), loan.approve)
    story.plan(story.at(since + 1, "15:05"), loan.hand_out)


def _loan(who: dict[str, Actor], student: str, kind: Kind) -> Loan:
    teacher = who[TEACHER.get(student, "teacher")]
    return Loan(who[student], teacher, who["desk"], kind, 1, days=14)
