"""The story's requests for more than one: of several things, of an ensemble, and what is still in a basket."""

from datetime import timedelta
from functools import partial

from webapp.core.actor import Actor
from webapp.lending.asking import asking
from webapp.lending.asking.asking import Wish
from webapp.lending.baskets import basket_lines, baskets
from webapp.lending.decisions import decisions
from webapp.lending.decisions.decisions import Terms
from webapp.lending.desk import handovers
from webapp.lending.requests import requests
from webapp.lending.requests.requests import Answer
from webapp.people import groups
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
        due = calendar.last_of(calendar.today(), days)
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

    def collect(self, things: dict[str, int], set_id: int, purpose: str, days: int) -> None:
        """Into the student's basket, with one set, for so many days from today."""
        due = calendar.last_of(calendar.today(), days)
        for name, quantity in things.items():
            basket_lines.put(
                self.student,
                item=self.what[name].id,
                quantity=quantity,
                due_date=due,
            )
        basket_lines.put(self.student, set=set_id, due_date=due)
        baskets.change(self.student, purpose=purpose)


class ForGroup:
    """What a teacher lends to one of their ensembles; a student answers for it, and perhaps another fetches it."""

    def __init__(
        self, who: dict[str, Actor], group: str, student: str, contact: str = ""
    ) -> None:
        self.teacher, self.desk = who[TEACHER[student]], who["desk"]
        self.student, self.group, self.id = who[student], group, 0
        self.contact = who[contact].id if contact else None

    def ask(self, item_id: int, quantity: int, days: int) -> None:
        (group,) = (
            each for each in groups.all_groups(self.teacher) if each.name == self.group
        )
        self.id = asking.ask_for(
            self.teacher,
            item=item_id,
            quantity=quantity,
            due_date=calendar.last_of(calendar.today(), days),
            notes="For the rehearsals on Saturday",
            student=self.student.id,
            group=group.id,
            contact=self.contact,
        ).id

    def approve(self) -> None:
        decisions.approve(self.teacher, self.id)

    def hand_out(self) -> None:
        handovers.hand_out(self.desk, self.id)


def plan(
    story: Story, who: dict[str, Actor], what: dict[str, Kind], set_ids: dict[str, int]
) -> None:
    part = Several(who, what, "amara")
    things = {"Metronome": 1, "Music Stand": 4, "Cajon": 1}
    story.plan(story.at(-5, "16:40"), partial(part.ask, things, "Our school concert", 12))
    story.plan(story.at(-5, "18:40"), part.answer_in_part)
    story.plan(story.at(-4, "14:40"), part.hand_out_first)
    _plan_waiting(story, Several(who, what, "noor"))
    _plan_ensemble(story, who, what["Music Stand"])
    _plan_basket(story, Several(who, what, "student"), set_ids["Guitar to take home"])


def _plan_waiting(story: Story, waits: Several) -> None:
    things = {"Metronome": 1, "Music Stand": 2, "Student Violin 3/4": 1}
    story.plan(story.at(-1, "17:20"), partial(waits.ask, things, "For the workshop", 10))


def _plan_ensemble(story: Story, who: dict[str, Actor], stands: Kind) -> None:
    lent = ForGroup(who, "Junior Strings", "amara")
    story.plan(story.at(-4, "16:30"), partial(lent.ask, stands.id, 6, 14))
    story.plan(story.at(-4, "16:35"), lent.approve)
    story.plan(story.at(-3, "14:35"), lent.hand_out)
    fetched = ForGroup(who, "Junior Strings", "amara", contact="student")
    story.plan(story.at(-1, "16:32"), partial(fetched.ask, stands.id, 2, 21))
    story.plan(story.at(-1, "16:36"), fetched.approve)


def _plan_basket(story: Story, collects: Several, set_id: int) -> None:
    things = {"Music Stand": 2, "Clip-On Tuner": 1}
    story.plan(
        story.now - timedelta(minutes=4),
        partial(collects.collect, things, set_id, "For our trio", 10),
    )
