"""Terms of the counter: how many pieces of a promise leave now and until when, and whether the desk may say so."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from webapp.core.actor import Actor
from webapp.core.errors import Conflict, Invalid
from webapp.core.words import _, lazy, ngettext
from webapp.school import calendar, open_days

from .. import access
from ..availability import availability
from ..availability.availability import ONE_DAY, Shelf
from ..days import due_days
from ..days.due_days import DueDay
from ..models import Checkout
from ..rules import limits, second_person
from ..units.choosing import Plan
from ..units.in_stock import ASK, InStock


class Terms(NamedTuple):
    """How many pieces leave now, all unless it is said; until when, if not as it was promised; by the hour, until which
    moment of that day.
    """

    quantity: int | None = None
    due_date: date | None = None
    due_at: datetime | None = None


AS_PROMISED = Terms()


def terms_until(due: DueDay | None) -> Terms:
    """All of it until a day, if one was said."""
    return Terms(due_date=due.day) if due else AS_PROMISED


@dataclass
class Change:
    """A loan that leaves, on which terms, and which of its pieces."""

    loan: Checkout
    terms: Terms
    plan: Plan

    @property
    def rest(self) -> int:
        """Pieces that stay promised."""
        return self.loan.quantity - (self.terms.quantity or self.loan.quantity)

    @property
    def due_on(self) -> date:
        return self.terms.due_date or self.loan.due_on

    @property
    def is_one(self) -> bool:
        """Whether it leaves otherwise than it was promised."""
        return bool(self.rest) or self.due_on != self.loan.due_on


def check(
    actor: Actor, loan: Checkout, terms: Terms, stock: InStock = ASK, *, besides: int = 0
) -> None:
    """Conflict for more than was promised and for days on which others have it; Invalid for a day beyond policy.

    `besides` are the pieces of the item that are kept longer than promised in the same act.
    """
    _check_enough_promised(loan, terms)
    if terms.due_date and terms.due_date != loan.due_on:
        limits.check_days(calendar.today(), terms.due_date)
        due_days.check(calendar.today(), terms.due_date)
    if terms.due_date and terms.due_date > loan.due_on:
        _check_may_be_longer(actor, loan, terms.due_date, stock)
        count = (terms.quantity or loan.quantity) + besides
        if taken := taken_on(loan, terms.due_date, count, stock):
            raise _taken(loan, terms.due_date, taken)


def _check_enough_promised(loan: Checkout, terms: Terms) -> None:
    """Conflict, with the offer of all that is promised, if more is to leave."""
    if terms.quantity and terms.quantity > loan.quantity:
        words = ngettext(
            "Only %(num)s is promised", "Only %(num)s are promised", loan.quantity
        )
        offer = limits.fewer(loan.quantity, lazy("Hand out %(number)s"))
        raise Conflict(words, facts={"promised": loan.quantity}, offers=[offer])


def _check_may_be_longer(
    actor: Actor, loan: Checkout, due_date: date, stock: InStock
) -> None:
    """Refused where more days take a second person, somebody who looks at them, or a teacher."""
    lent = stock.terms(loan.item_id)
    second_person.check(actor, loan)
    if lent.needs_second_look:
        words = _("Change its days first: somebody else must look at it before it leaves")
        raise Conflict(words, facts={"needs_look": True, "checkout": loan.id})
    check_may_lend_until(actor, due_date, lent.max_checkout_days, has_until=loan.due_on)


def check_may_lend_until(
    actor: Actor,
    due_date: date,
    longest: int,
    *,
    first: date | None = None,
    has_until: date = date.min,
) -> None:
    """Invalid for a day later than the item is usually lent from its `first` day, or today; teachers lend longer.

    What is after the end of the term is not asked here: nobody lends for so long. No day is offered that is not later
    than the one until which they have it.
    """
    today = calendar.today()
    last = due_days.latest(max(first or today, today), longest)
    if due_date > last.day and not last.term and not access.may_approve(actor):
        if last.day <= has_until:
            words = _("A teacher decides whether it is kept longer")
            raise Invalid(fields={"due_date": words})
        words = _(
            "Until %(day)s at most; a teacher decides on longer loans",
            day=calendar.in_words(last.day),
        )
        raise Invalid(fields={"due_date": words}, offers=[due_days.until(last.day)])


def taken_on(
    loan: Checkout,
    due_date: date,
    count: int,
    stock: InStock = ASK,
    *,
    first: date = date.min,
) -> date | None:
    """The first day on which others have so many pieces, if a loan is to last longer than now, until a day.

    Of the days that it gets, perhaps only from its `first` one on.
    """
    today = calendar.today()
    ends_now = availability.end_of(loan.starts_on, loan.due_on)
    starts = max(ends_now, today, first)
    ends = availability.end_of(min(loan.starts_on, due_date), due_date)
    own = loan.quantity if loan.due_on < today else 0  # what is late is taken without end
    return _first_taken(stock.shelf(loan.item_id, starts), starts, ends, count - own)


def _first_taken(shelf: Shelf, starts: date, ends: date, count: int) -> date | None:
    """The first day of [starts, ends) on which so many cannot be given away."""
    if starts >= ends:
        return None
    later = (step.day for step in shelf.steps if starts < step.day < ends)
    days = (starts, *later)
    return next((day for day in days if shelf.grantable(day, day + ONE_DAY) < count), None)


def _taken(loan: Checkout, due_date: date, taken_on: date) -> Conflict:
    """With the longest that would do, if it is longer than what was promised."""
    facts = {"taken_on": taken_on.isoformat()}
    day = calendar.in_words(taken_on)
    last = taken_on - (availability.end_of(loan.starts_on, due_date) - due_date)
    last = open_days.now_decided().until_day(last)
    if last <= loan.due_on:
        return Conflict(_("Others have it from %(day)s", day=day), facts=facts)
    words = _(
        "Others have it from %(day)s; until %(last)s would do",
        day=day,
        last=calendar.in_words(last),
    )
    return Conflict(words, facts=facts, offers=[due_days.until(last)])
