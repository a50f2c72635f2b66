"""The story's loans that were agreed with more to it: a word, a second look that is waited for, another borrower."""

from functools import partial

from webapp.core.actor import Actor
from webapp.lending.loans import checkouts
from webapp.lending.requests import another_borrower
from webapp.lending.suspensions import suspending
from webapp.school import calendar
from webapp.stock.items import items

from .items import Kind
from .loan import Loan
from .people import TEACHER
from .story import Story

LOOKED_AT, GIVEN = "Bassoon", "Piccolo"
WORD = "Soak the reed for five minutes before you try it"
SUSPENDED = "A guitar came back with a crack, and nobody said so"
WHY = "Greta has an exam that week and borrows it afterwards"


def plan(story: Story, who: dict[str, Actor], what: dict[str, Kind]) -> None:
    items.describe(who["teacher"], what[LOOKED_AT].id, needs_second_look=True)
    _plan_look(story, _loan(who, "saoirse", what[LOOKED_AT], ahead=3))
    _plan_gift(story, _loan(who, "greta", what[GIVEN], ahead=5), who["hugo"])
    suspend = partial(_suspend, who["desk"], who["farah"])
    story.plan(story.at(-1, "18:20"), suspend)


def _plan_look(story: Story, loan: Loan) -> None:
    story.plan(story.at(-1, "17:35"), partial(loan.ask, "To try it before I change over"))
    story.plan(story.at(-1, "18:55"), partial(loan.approve, WORD))


def _plan_gift(story: Story, loan: Loan, to: Actor) -> None:
    story.plan(story.at(-2, "17:45"), partial(loan.ask, "For the wind ensemble"))
    story.plan(story.at(-2, "18:45"), loan.approve)
    story.plan(story.at(-1, "10:35"), partial(_give, loan, to))


def _loan(who: dict[str, Actor], student: str, kind: Kind, *, ahead: int) -> Loan:
    teacher = who[TEACHER[student]]
    return Loan(who[student], teacher, who["desk"], kind, 1, days=10, ahead=ahead)


def _give(loan: Loan, to: Actor) -> None:
    request_id = checkouts.find(loan.teacher, loan.id).request_id
    another_borrower.give(loan.teacher, request_id, borrower=to.id, reason=WHY)


def _suspend(desk: Actor, student: Actor) -> None:
    until = calendar.after(calendar.today(), 14)
    suspending.suspend(desk, student.id, why=SUSPENDED, until=until)
