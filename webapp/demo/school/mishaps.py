"""The story's mishaps: what a student lost, and a promise that cannot be kept because the one thing broke."""

from functools import partial

from webapp.core.actor import Actor
from webapp.lending.desk import handovers
from webapp.repairs import opening
from webapp.stock.units import units

from .items import Kind
from .loan import Loan
from .people import TEACHER
from .story import Story


def plan(story: Story, who: dict[str, Actor], what: dict[str, Kind]) -> None:
    _plan_lost(story, _loan(who, what, "kofi", "Metronome", days=14))
    harp = _loan(who, what, "wanda", "Lever Harp", days=7, ahead=5)
    story.plan(story.at(-3, "16:50"), partial(harp.ask, "For the winter concert"))
    story.plan(story.at(-3, "18:50"), harp.approve)
    story.plan(story.at(-1, "11:20"), partial(_break, who["desk"], what["Lever Harp"]))


def _loan(
    who: dict[str, Actor],
    what: dict[str, Kind],
    student: str,
    name: str,
    *,
    days: int,
    ahead: int = 0,
) -> Loan:
    teacher = who[TEACHER[student]]
    return Loan(who[student], teacher, who["desk"], what[name], 1, days, ahead)


def _plan_lost(story: Story, loan: Loan) -> None:
    story.plan(story.at(-17, "16:20"), partial(loan.ask, ""))
    story.plan(story.at(-17, "18:20"), loan.approve)
    story.plan(story.at(-16, "14:20"), loan.hand_out)
    story.plan(story.at(-5, "15:20"), partial(_lose, loan))


def _lose(loan: Loan) -> None:
    handovers.return_item(loan.desk, loan.id, outcome="lost", notes="Left on the bus")


def _break(desk: Actor, kind: Kind) -> None:
    """Nobody can have it until it is mended, not even who has a promise."""
    (unit,) = units.search(desk, item=kind.id, limit=1)
    opening.open(desk, unit=unit.id, description="Two strings snapped, a lever is stuck")
