"""The story's oboes are looked after for two open days each time one comes back, and one did yesterday."""

from functools import partial

from webapp.core.actor import Actor

from .items import LOOKED_AFTER, Kind
from .loan import Loan
from .people import TEACHER
from .story import Story


def plan(story: Story, who: dict[str, Actor], what: dict[str, Kind]) -> None:
    teacher = who[TEACHER.get("noor", "teacher")]
    loan = Loan(who["noor"], teacher, who["desk"], what[LOOKED_AFTER], 1, days=21)
    story.plan(story.at(-16, "16:31"), partial(loan.ask, ""))
    story.plan(story.at(-16, "18:31"), loan.approve)
    story.plan(story.at(-15, "14:31"), loan.hand_out)
    story.plan(story.at(-1, "17:42"), loan.take_back)
