"""What teachers answer, on other terms and in part, and what the desk moves when a promise cannot be kept."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.stock.ledger.tries import ASKED, MISSED, PROMISED, Tries, back, few, staff, where
from webapp.lending.decisions import decisions, missed_pickups, rearranging
from webapp.lending.models import Checkout
from webapp.lending.requests import requests
from webapp.lending.requests.requests import Answer

from .asking import as_one, days, later, length, things

PART_OF_A_SET = *ASKED, Checkout.request_set_id.is_not(None)
other = st.one_of(st.none(), things)


class DecidingTries(Tries):
    @where(*ASKED)
    @rule(by=staff, back=back, many=few, item=other, later=later, length=length)
    def approve_something_else(self, by, back, many, item, later, length):
        terms = {"granted": many, "item": item} | days(later, length)
        self.attempt(decisions.approve, by, self.late(back, *ASKED), **terms)

    @where(*ASKED)
    @rule(
        by=staff,
        back=back,
        yes=st.lists(st.booleans(), min_size=5, max_size=5),
        many=few,
        regrets=st.booleans(),
    )
    def answer_a_request(self, by, back, yes, many, regrets):
        request = self.row(Checkout, self.late(back, *ASKED)).request_id
        waiting = requests.find(by, request).waiting
        answer = said_to(waiting, yes, {"granted": many} if yes[-1] else {})
        self.attempt(requests.answer, by, request, answer)
        if regrets:
            self.attempt(requests.undo, by, request)

    @where(*PART_OF_A_SET)
    @rule(
        by=staff,
        back=back,
        many=st.sampled_from([0, 1, 1, 2]),
        later=later,
        regrets=st.booleans(),
    )
    def answer_a_set(self, by, back, many, later, regrets):
        part = self.row(Checkout, self.late(back, *PART_OF_A_SET))
        terms = {"granted": many} | (days(later, 4) if later else {})
        self.attempt(as_one, by, part, terms)
        if regrets:
            self.attempt(requests.undo, by, part.request_id)

    @where(*PROMISED)
    @rule(
        by=staff,
        back=back,
        item=other,
        later=later,
        length=length,
        regrets=st.booleans(),
    )
    def rearrange(self, by, back, item, later, length, regrets):
        id = self.late(back, *PROMISED)
        terms = {"item": item} if item else days(later, length)
        self.attempt(rearranging.rearrange, by, id, **terms)
        if regrets:
            self.attempt(rearranging.undo, by, id)

    @where(*MISSED)
    @rule(by=staff, back=back)
    def promise_again_what_was_missed(self, by, back):
        self.attempt(missed_pickups.undo, by, self.late(back, *MISSED))


def said_to(waiting, yes, terms):
    """So these lines are answered: yes, on these terms, or no."""
    answers = dict(zip(waiting, yes, strict=False))
    approved = {line.id: terms for line, is_yes in answers.items() if is_yes}
    declined = {line.id: "Not now" for line, is_yes in answers.items() if not is_yes}
    return Answer(approved, declined)
