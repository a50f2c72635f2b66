"""Due days: a loan is due on a day on which the school is open, and in time for the end of its term.

What an item or somebody's basket allows is moved to such a day; what a person says themselves is refused, with the day
that would do.
"""

from datetime import date
from typing import NamedTuple

from webapp.core.errors import Invalid, Offer
from webapp.core.words import _
from webapp.school import calendar, open_days
from webapp.school.open_days import OpenDays

FIELD = "due_date"


class DueDay(NamedTuple):
    """The day on which a loan that was `wished` until another can be due; the same one, mostly."""

    day: date
    wished: date
    term: str = ""  # by whose end it is back; empty where that moved nothing

    @property
    def is_moved(self) -> bool:
        return self.day != self.wished

    @property
    def reason(self) -> str:
        """In a few words that and why it is not the wished day."""
        day = calendar.in_words(self.wished)
        if self.term:
            return _("moved from %(day)s: end of %(term)s", day=day, term=self.term)
        return _("moved from %(day)s: the school is closed", day=day)

    @property
    def words(self) -> str:
        """Why it is not the wished day, and which it is instead, in a sentence; empty where it is."""
        day = calendar.in_words(self.day)
        if not self.is_moved:
            return ""
        if self.term:
            return _("%(term)s: everything is due by %(day)s", term=self.term, day=day)
        return why_closed(self.wished, self.day)


def settle(starts: date, wished: date) -> DueDay:
    """The day itself if the school is open, else the next one that it is, but never after the end of the term.

    `return_by` of the first term that a loan from `starts` on can still be returned in binds everybody: what would be
    due after it is due then, or on the last open day before it. It reads nothing but what `open_days` has read.
    """
    return settle_by(open_days.now_decided(), starts, wished)


def settle_in_term(wished: date) -> DueDay:
    """The same for what goes on into the term of the wished day, whenever it began."""
    term = open_days.now_decided().term_of(wished)
    return settle(term.starts_on if term else wished, wished)


def settle_by(decided: OpenDays, starts: date, wished: date) -> DueDay:
    """The same by other open days than those of now."""
    day, bound = decided.from_day(wished), decided.term_to_return_in(starts)
    if bound and day > bound[1]:
        term, last = bound
        return DueDay(last, wished, term.name)
    return DueDay(day, wished)


class Again(NamedTuple):
    """The days that an undo gives back to a loan, and until when it was before."""

    starts: date
    due: date
    wished: date

    @property
    def facts(self) -> dict[str, str]:
        """What its event keeps: the day it was due on before, where that would not do any more."""
        return {"wished": self.wished.isoformat()} if self.due != self.wished else {}


def again(starts: date, due: date) -> Again:
    """The days of a loan as an undo gives them back: off the days that have closed since, and in time for the term.

    What is over by now stays as it was.
    """
    decided, today = open_days.now_decided(), calendar.today()
    first = decided.from_day(starts) if starts > today else starts
    last = max(first, due)
    term = decided.term_of(last)
    day = settle_by(decided, max(first, term.starts_on) if term else last, last).day
    return Again(first, day if day >= max(today, first) else last, due)


def latest(starts: date, longest: int) -> DueDay:
    """The day on which the longest loan of an item from a day on is due: pushed off closed days, even beyond it."""
    return settle(starts, calendar.last_of(starts, longest))


def why_closed(on: date, next_open: date) -> str:
    """In a sentence that the school is closed that day, why, and when it opens again."""
    closed, day = open_days.why_closed(on), calendar.in_words(next_open)
    return _("%(closed)s. The next open day is %(day)s", closed=closed, day=day)


def check(starts: date, due: date) -> None:
    """Invalid at `due_date`, with the day that would do as an offer, unless a loan can be due then."""
    settled = settle(starts, due)
    if settled.is_moved:
        raise Invalid(fields={FIELD: settled.words}, offers=[until(settled.day)])


def until(last: date) -> Offer:
    """The same loan until another day."""
    return Offer(_("Until %(day)s", day=calendar.in_words(last)), {FIELD: last.isoformat()})
