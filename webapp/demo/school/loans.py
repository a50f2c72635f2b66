"""The story's loans that a visitor should find."""

from collections.abc import Callable
from functools import partial

from webapp.core.actor import Actor

from . import agreed, loan_crowd, queues, swaps
from .items import BY_HOUR, LOOKED_AFTER, Kind
from .loan import Loan
from .people import TEACHER
from .story import Story

AHEAD = {  # who has a promise for later, of what, and from how many days after asking on
    ("paula", "Stage Piano"): 20,
    ("tomas", "Stage Piano"): 9,
}
# who, what, how many, asked so many days from today, for how many days, and how far it went
NAMED: tuple[tuple[str, str, int, int, int, str], ...] = (
    ("student", "Student Viola 38 cm", 1, -26, 29, "out"),
    ("student", "Handy Recorder", 1, -3, 14, "out"),
    ("student", "Suzuki Violin School 2", 1, -24, 18, "returned"),
    ("amara", "Student Violin 4/4", 1, -8, 21, "broken"),
    ("student2", "Alto Saxophone", 1, -26, 21, "out"),
    ("student2", "Saxophone Strap", 1, -1, 21, "asked"),
    ("hugo", "Trumpet in B-flat", 1, -22, 21, "out"),
    ("tomas", "Classical Guitar 4/4", 1, -20, 8, "out"),
    ("paula", "Metronome", 1, -14, 11, "out"),
    ("wanda", "Portable Keyboard", 1, -23, 21, "asks longer"),
    ("clara", "Music Stand", 4, -12, 11, "partly back"),
    ("teacher2", "Concert Ukulele", 3, -9, 21, "one unit back"),
    ("jakub", "Cello 4/4", 1, -16, 18, "kept longer"),
    ("teacher2", "Wind Band set: Pictures at an Exhibition", 1, -15, 30, "out"),
    ("farah", "Classical Guitar 3/4", 1, -18, 14, "damaged"),
    ("ines", "Cello 1/2", 1, -21, 17, "damaged"),
    ("emil", "Concert Ukulele", 1, -1, 14, "asked"),
    ("greta", "Clarinet in B-flat", 1, -1, 30, "asked"),
    ("kofi", "Tenor Trombone", 1, -1, 21, "asked"),
    ("noor", "Cajon", 2, -1, 14, "asked"),
    ("saoirse", "Flute", 1, -1, 30, "asked"),
    ("ruben", "Tenor Saxophone", 1, -1, 14, "asked"),
    ("clara", "Student Violin 3/4", 1, -2, 60, "approved"),
    ("lena", "Stage Piano", 1, -2, 14, "ready"),
    ("paula", "Stage Piano", 1, -2, 7, "approved"),
    ("tomas", "Stage Piano", 1, -1, 10, "asked"),
    ("mateo", "Portable PA System", 1, -6, 3, "declined"),
    ("saoirse", "Piccolo", 1, -5, 14, "cancelled"),
)
LEFT_OUT = {
    agreed.LOOKED_AT,
    queues.AWAITED,
    queues.OFFERED,
    swaps.LARGER,
    LOOKED_AFTER,
    BY_HOUR,
}
DAMAGE = {"farah": "A crack beside the sound hole", "ines": "The bridge is broken"}
BACK = ("returned", "partly back", "one unit back", "damaged")
LONGER = {"kept longer": 3, "asks longer": -1}  # so many days before the last one
HANDED_OUT = ("out", "broken", *LONGER, *BACK)


def plan(story: Story, who: dict[str, Actor], what: dict[str, Kind]) -> None:
    for minute, (key, name, quantity, day, days, end) in enumerate(NAMED):
        teacher = who[TEACHER.get(key, "teacher")]
        ahead = AHEAD.get((key, name), 0)
        loan = Loan(who[key], teacher, who["desk"], what[name], quantity, days, ahead)
        _plan_named(story, loan, day, end, minute, DAMAGE.get(key, ""))
    loan_crowd.plan(story, who, what, LEFT_OUT | {name for _, name, *_ in NAMED})


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
    _plan_at_desk(plan, loan, end)
    if end in BACK:
        plan(_days_out(loan, end), 17, _way_back(loan, end, damage))


def _plan_at_desk(
    plan: Callable[[int, int, Callable[[], None]], None], loan: Loan, end: str
) -> None:
    if end == "ready":
        plan(1, 14, loan.set_aside)
    if end in HANDED_OUT:
        plan(1, 14, loan.hand_out)
    if end == "broken":
        plan(6, 17, loan.report_fault)
    if end in LONGER:
        act = loan.keep if end == "kept longer" else loan.ask_to_keep
        plan(loan.days - LONGER[end], 19, act)


def _days_out(loan: Loan, end: str) -> int:
    """After how many days something comes back: the day before it is due, or one of several much earlier."""
    return 5 if end == "one unit back" else loan.days - 2


def _way_back(loan: Loan, end: str, damage: str) -> Callable[[], None]:
    if end == "partly back":
        pieces = loan.quantity - 1
        return partial(loan.take_back, quantity=pieces, notes="One is still at home")
    if end == "one unit back":
        return loan.take_one_back
    if end == "damaged":
        return partial(loan.take_back, condition="damaged", notes=damage)
    return loan.take_back
