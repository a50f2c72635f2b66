"""The story's studio keys are lent for three hours: one came back in time, one is out since an hour ago."""

from datetime import timedelta
from functools import partial

from webapp.core.actor import Actor

from .items import BY_HOUR, Kind
from .loan import Loan
from .people import TEACHER
from .story import Story

AN_HOUR = timedelta(hours=1)


def plan(story: Story, who: dict[str, Actor], what: dict[str, Kind]) -> None:
    back = _loan(who, what, "emil")
    story.plan(story.at(-3, "13:50"), partial(back.ask, "A demo for my application"))
    story.plan(story.at(-3, "14:05"), back.approve)
    story.plan(story.at(-3, "14:31"), back.hand_out)
    story.plan(story.at(-3, "16:12"), back.take_back)
    _plan_out(story, _loan(who, what, "jakub"))


def _plan_out(story: Story, out: Loan) -> None:
    begins = story.now - AN_HOUR
    for ahead, act in ((-6, partial(out.ask, "")), (-4, out.approve), (0, out.hand_out)):
        story.plan(begins + ahead * timedelta(minutes=1), act, sure=False)


def _loan(who: dict[str, Actor], what: dict[str, Kind], student: str) -> Loan:
    teacher = who[TEACHER.get(student, "teacher")]
    return Loan(who[student], teacher, who["desk"], what[BY_HOUR], 1, days=1)
