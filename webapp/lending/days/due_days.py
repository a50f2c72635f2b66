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

from .visits import ANY_DAY, Room

FIELD = "due_date"


class DueDay(NamedTuple):
    """The day on which a loan that was `wished` until another can be due; the same one, mostly."""

    day: date
    wished: date
    term: str = ""  # by whose end it is back; empty where that moved nothing
    is_full: bool = (
        False  # whether the wished day is open, but nobody more can come to the desk on it
    )

    @property
    def is_moved(self) -> bool:
        return self.day != self.wished

    @property
    def reason(self) -> str:
        """In a few words that and why it is not the wished day."""
        day = calendar.in_words(self.wished)
        if self.term:
            return _("moved from %(day)s: end of %(term)s", day=day, term=self.term)
        if self.is_full:
            return _("moved from %(day)s: the desk is full", day=day)
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


def settle(starts: date, wished: date, room: Room = ANY_DAY) -> DueDay:
    """The day itself if the school is open, else the next one that it is, but never after the end of the term.

    `return_by` of the first term that a loan from `starts` on can still be returned in binds everybody: what would be
    due after it is due then, or on the last open day before it. It reads nothing but what `open_days` has read, and
    where a day moves, who comes to the desk: it moves on to one with `room` if there is any within a week.
    """
    return settle_by(open_days.now_decided(), starts, wished, room)


def settle_in_term(wished: date, room: Room = ANY_DAY) -> DueDay:
    """The same for what goes on into the term of the wished day, whenever it began."""
    term = open_days.now_decided().term_of(wished)
    return settle(term.starts_on if term else wished, wished, room)


def settle_by(
    decided: OpenDays, starts: date, wished: date, room: Room = ANY_DAY
) -> DueDay:
    """The same by other open days than those of now."""
    day, bound = decided.from_day(wished), decided.term_to_return_in(starts)
    if bound and day > bound[1]:
        term, last = bound
        return DueDay(last, wished, term.name)
    if day != wished:
        day = room.pushed(decided, day, bound[1] if bound else date.max)
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


def latest(starts: date, longest: int, room: Room = ANY_DAY) -> DueDay:
    """The day on which the longest loan of an item from a day on is due: pushed off days that are closed, or that have
    no `room`, even beyond it.
    """
    return settle_with_room(starts, calendar.last_of(starts, longest), room)


def settle_with_room(starts: date, wished: date, room: Room) -> DueDay:
    """As `settle`, of a day that nobody typed: from one that is full too, it moves on to the next with room within a
    week.
    """
    settled = settle(starts, wished, room)
    if settled.is_moved or not room.is_full(settled.day):
        return settled
    decided = open_days.now_decided()
    bound = decided.term_to_return_in(starts)
    day = room.pushed(decided, settled.day, bound[1] if bound else date.max)
    return settled._replace(day=day, is_full=day != settled.day)


def why_closed(on: date, day: date) -> str:
    """In a sentence that the school is closed on one day, why, and that another would do, which is mostly the next open
    one.
    """
    closed, words = open_days.why_closed(on), calendar.in_words(day)
    if day > open_days.now_decided().from_day(on):
        return _(
            "%(closed)s. The next day with room at the desk is %(day)s",
            closed=closed,
            day=words,
        )
    return _("%(closed)s. The next open day is %(day)s", closed=closed, day=words)


def check(starts: date, due: date, room: Room = ANY_DAY) -> None:
    """Invalid at `due_date`, with the day that would do as an offer, unless a loan can be due then."""
    settled = settle(starts, due, room)
    if settled.is_moved:
        raise Invalid(fields={FIELD: settled.words}, offers=[until(settled.day)])


def until(last: date) -> Offer:
    """The same loan until another day."""
    return Offer(_("Until %(day)s", day=calendar.in_words(last)), {FIELD: last.isoformat()})
