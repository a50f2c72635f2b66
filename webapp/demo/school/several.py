"""The story's requests for several things: one answered in part, one that waits, and one still in a basket."""

from datetime import timedelta
from functools import partial

from webapp.core.actor import Actor
from webapp.lending import asking, basket_lines, baskets, handovers, requests
from webapp.lending.asking import Wish
from webapp.lending.decisions import Terms
from webapp.lending.requests import Answer
from webapp.school import calendar

from .items import Kind
from .people import TEACHER
from .story import Story


class Several:
    """One request of the story, by its number once it is sent."""

    def __init__(self, who: dict[str, Actor], what: dict[str, Kind], student: str) -> None:
        self.student, self.desk, self.what = who[student], who["desk"], what
        self.teacher = who[TEACHER.get(student, "teacher")]
        self.id = 0

    def ask(self, things: dict[str, int], purpose: str, days: int) -> None:
        due = calendar.after(calendar.today(), days)
        wishes = [
            Wish(self.what[name].id, quantity, due_date=due)
            for name, quantity in things.items()
        ]
        self.id = asking.ask_for_several(self.student, wishes, purpose=purpose).id

    def answer_in_part(self) -> None:
        """All but the last line, and of the one before it only half."""
        first, second, last = requests.find(self.teacher, self.id).lines
        half: Terms = {"granted": second.quantity // 2}
        approved: dict[int, Terms] = {first.id: {}, second.id: half}
        declined = {last.id: "The Big Band needs it; ask again after the concert"}
        requests.answer(self.teacher, self.id, Answer(approved, declined))

    def hand_out_first(self) -> None:
        first, *_others = requests.find(self.desk, self.id).lines
        handovers.hand_out(self.desk, first.id)

    def collect(self, things: dict[str, int], purpose: str, days: int) -> None:
        """Into the student's basket, for so many days from today."""
        due = calendar.after(calendar.today(), days)
        for name, quantity in things.items():
            basket_lines.put(
                self.student,
                item=self.what[name].id,
                quantity=quantity,
                due_date=due,
            )
        baskets.change(self.student, purpose=purpose)


def plan(story: Story, who: dict[str, Actor], what: dict[str, Kind]) -> None:
    part = Several(who, what, "amara")
    things = {"Metronome": 1, "Music Stand": 4, "Cajon": 1}
    story.plan(story.at(-5, "16:40"), partial(part.ask, things, "Our school concert", 12))
    story.plan(story.at(-5, "18:40"), part.answer_in_part)
    story.plan(story.at(-4, "14:40"), part.hand_out_first)
    waits = Several(who, what, "noor")
    things = {"Metronome": 1, "Music Stand": 2, "Student Violin 3/4": 1}
    story.plan(story.at(-1, "17:20"), partial(waits.ask, things, "For the workshop", 10))
    _plan_basket(story, who, what)


def _plan_basket(story: Story, who: dict[str, Actor], what: dict[str, Kind]) -> None:
    collects = Several(who, what, "student")
    things = {"Music Stand": 2, "Clip-On Tuner": 1}
    story.plan(
        story.now - timedelta(minutes=4),
        partial(collects.collect, things, "For our trio", 10),
    )
