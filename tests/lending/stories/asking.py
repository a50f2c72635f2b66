"""What people ask for: one thing, several, a set, for a class; and what they change before it is answered."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.stock.ledger.tries import ASKED, NIA, SOL, Tries, back, few, where
from tests.support.histories import DORA, TESS
from webapp.lending.asking import asking
from webapp.lending.asking.asking import Wish
from webapp.lending.decisions import decisions
from webapp.lending.desk import handovers
from webapp.lending.models import Checkout, Request
from webapp.lending.requests import cancelling, changing, request_sets, requests
from webapp.lending.requests.changing import Change, LineChange
from webapp.lending.requests.requests import Answer
from webapp.school import calendar
from webapp.stock.models import Unit

from .world import CELLO, CERTAIN, CLASS, DUO, HARP, ROSIN, VIOLA, VIOLIN

students = st.sampled_from([SOL, NIA])
things = st.sampled_from([VIOLIN, CELLO, VIOLA, ROSIN, HARP])
scarce = st.sampled_from([HARP, HARP, VIOLA, ROSIN])
later, length = st.sampled_from([0, 0, 1, 2, 9]), st.integers(0, 9)
lines = st.lists(st.tuples(things, few, later, length), min_size=1, max_size=3)


def days(first, length):
    starts = calendar.after(calendar.today(), first)
    return {"checkout_date": starts, "due_date": calendar.after(starts, length)}


class AskingTries(Tries):
    @rule(
        who=students,
        item=scarce,
        many=few,
        later=later,
        length=length,
        agreed=st.sampled_from(["no", "as asked", "on other days", "of another item"]),
        other=st.tuples(scarce, later, length),
        comes_early=st.booleans(),
    )
    def ask(self, who, item, many, later, length, agreed, other, comes_early):
        wish = {"item": item, "quantity": many} | days(later, length)
        loan = self.attempt(asking.ask_for, who, **wish, send_anyway=True)
        if loan and agreed != "no":
            self.approve_at_once(loan, agreed, *other, comes_early=comes_early)

    def approve_at_once(self, loan, agreed, another, *when, comes_early):
        terms = days(*when) if agreed == "on other days" else {}
        terms |= {"item": another} if agreed == "of another item" else {}
        approved = self.attempt(decisions.approve, TESS, loan.id, **terms)
        if approved and comes_early:
            self.attempt(handovers.hand_out, DORA, loan.id)

    @rule(
        who=students, wanted=lines, set=st.sampled_from([None, DUO]), agreed=st.booleans()
    )
    def ask_for_several(self, who, wanted, set, agreed):
        wishes = [Wish(item, many, *days(*when).values()) for item, many, *when in wanted]
        if set:
            wishes.append(Wish(set=set, **days(0, 5)))
        request = self.attempt(asking.ask_for_several, who, wishes, send_anyway=True)
        if request and agreed:
            waiting = requests.find(TESS, request.id).waiting
            answer = Answer({line.id: {} for line in waiting}, {})
            self.attempt(requests.answer, TESS, request.id, answer)

    @rule(
        who=students,
        set=st.sampled_from([DUO, CERTAIN]),
        many=st.integers(1, 2),
        granted=st.sampled_from([None, None, 0, 1, 2]),
    )
    def ask_for_a_set(self, who, set, many, granted):
        part = self.attempt(
            asking.ask_for, who, set=set, quantity=many, send_anyway=True, **days(1, 6)
        )
        if part and granted is not None:
            self.attempt(as_one, TESS, part, {"granted": granted})

    @rule(who=students, item=things, many=few, later=later)
    def ask_for_a_class(self, who, item, many, later):
        wish = {"item": item, "quantity": many} | days(later, 4)
        answers = {"student": who.id, "group": CLASS, "send_anyway": True}
        self.attempt(asking.ask_for, TESS, **wish, **answers)

    @rule(
        who=students,
        item=st.sampled_from([VIOLIN, VIOLA]),
        pick=back,
        later=later,
        length=length,
        agreed=st.booleans(),
    )
    def ask_for_this_one(self, who, item, pick, later, length, agreed):
        wish = {"item": item, "unit": self.late(pick, Unit, Unit.item_id == item)}
        loan = self.attempt(asking.ask_for, who, **wish, **days(later, length))
        if loan and agreed:
            self.attempt(decisions.approve, TESS, loan.id)

    @where(*ASKED)
    @rule(
        back=back,
        many=few,
        later=later,
        length=length,
        gives_up=st.sampled_from([False, False, True]),
        regrets=st.booleans(),
    )
    def change_what_is_asked_for(self, back, many, later, length, gives_up, regrets):
        line, who = self.line_of_somebody(back, *ASKED[1:])
        wanted = Change({line.id: LineChange(many, *days(later, length).values())})
        if gives_up:
            wanted = Change({}, [line.id])
        request = line.request_id
        self.attempt(changing.change, who, request, wanted, send_anyway=True)
        if regrets:
            self.attempt(changing.undo, who, request)

    @rule(by=st.sampled_from([TESS, SOL, NIA]), back=back)
    def cancel_a_request(self, by, back):
        self.attempt(cancelling.cancel, by, self.late(back, Request))

    def line_of_somebody(self, back, *those):
        """One that was asked for lately, and whoever asked."""
        line = self.row(Checkout, self.late(back, Checkout, *those))
        return line, SOL if line.student_id == SOL.id else NIA


def as_one(by, part, terms):
    """Answer the set of a part: none of it, or so many sets; what its terms are for each part is refused here too."""
    whole = request_sets.around([part])[part.request_set_id]
    declined = {line.id: "Not now" for line in whole.waiting}
    approved = request_sets.terms_of_parts(whole, terms) if terms["granted"] else {}
    said = Answer(approved, {} if approved else declined)
    return requests.answer(by, part.request_id, said)
