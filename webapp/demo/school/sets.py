"""What the demo school lends together."""

from functools import partial

from webapp.core.actor import Actor
from webapp.lending.asking import asking
from webapp.lending.desk import handovers
from webapp.lending.requests import requests
from webapp.lending.requests.requests import Answer
from webapp.school import calendar
from webapp.stock.sets import sets
from webapp.stock.sets.contents import NewPart

from .items import Kind
from .people import TEACHER
from .story import Story

SETS = (
    (
        "Violin set 4/4",
        "For the first year. Tell us if the bow needs new hair.",
        {
            "Student Violin 4/4": 1,
            "Violin Bow 4/4": 1,
            "Violin Case": 1,
            "Shoulder Rest": 1,
        },
    ),
    (
        "Guitar to take home",
        "",
        {"Classical Guitar 4/4": 1, "Guitar Gig Bag": 1, "Clip-On Tuner": 1},
    ),
)


def move_in(teacher: Actor, what: dict[str, Kind]) -> dict[str, int]:
    """Every set's id by its name."""
    return {
        name: sets.add(
            teacher,
            name=name,
            notes=notes,
            parts=[NewPart(item=what[part].id, quantity=n) for part, n in parts.items()],
        ).id
        for name, notes, parts in SETS
    }


class Borrowed:
    """A set that somebody asks for in the story, by its request's number once it is sent."""

    def __init__(self, who: dict[str, Actor], student: str, set_id: int) -> None:
        self.student, self.teacher = who[student], who[TEACHER[student]]
        self.desk, self.set_id, self.request_id = who["desk"], set_id, 0

    def ask(self, notes: str, days: int) -> None:
        due = calendar.last_of(calendar.today(), days)
        first = asking.ask_for(self.student, set=self.set_id, due_date=due, notes=notes)
        self.request_id = first.request_id

    def approve(self) -> None:
        whole = requests.find(self.teacher, self.request_id)
        requests.answer(
            self.teacher, whole.id, Answer({line.id: {} for line in whole.lines}, {})
        )

    def hand_out(self) -> None:
        """Each part, the first that fits where it has a tag."""
        for line in requests.find(self.desk, self.request_id).lines:
            handovers.set_aside(self.desk, line.id)
            handovers.hand_out(self.desk, line.id)

    def bring_one_back(self) -> None:
        """The last part, before the others."""
        last = requests.find(self.desk, self.request_id).lines[-1]
        handovers.return_item(self.desk, last.id)


def plan(story: Story, who: dict[str, Actor], set_ids: dict[str, int]) -> None:
    out = Borrowed(who, "jakub", set_ids["Violin set 4/4"])
    story.plan(story.at(-8, "16:10"), partial(out.ask, "Mine is at the luthier’s", 20))
    story.plan(story.at(-8, "18:20"), out.approve)
    story.plan(story.at(-7, "15:30"), out.hand_out)
    story.plan(story.at(-3, "15:10"), out.bring_one_back)
    waits = Borrowed(who, "lena", set_ids["Guitar to take home"])
    story.plan(story.at(-1, "15:50"), partial(waits.ask, "For the holidays", 13))
