"""Planning: which pieces of a loan leave, if the rules of lending let them; each line says what becomes of it."""

from collections.abc import Sequence

from webapp.core.actor import Actor
from webapp.core.errors import Refusal
from webapp.core.words import _, ngettext
from webapp.school import calendar, desk_hours

from ..desk import by_hours, counter_terms, handovers
from ..loans import checkouts
from ..models import Checkout
from ..rules import limits, second_person
from ..units import choosing
from ..units.choosing import Plan
from ..units.in_stock import ReadAtOnce
from .codes import Line
from .leaving import Leaving


def plan(
    actor: Actor, leaving: Leaving, stock: ReadAtOnce, others: Sequence[Leaving]
) -> bool:
    """Work out which pieces leave; where a rule is against it, all lines of the loan say why."""
    loan = leaving.loan
    same = [each for each in others if each.loan.item_id == loan.item_id]
    early = sum(each.pieces for each in same if _is_early(each.loan))
    later = sum(each.pieces for each in same if each.is_longer)
    try:
        leaving.plan = _planned(actor, leaving, stock, early=early, later=later)
    except Refusal as no:
        _say_refused(leaving, no)
        return False
    for part in leaving.plan.fresh:
        stock.take(loan.item_id, part.location_id, part.quantity, part.unit_id)
    _say_goes(leaving)
    return True


def _planned(
    actor: Actor, leaving: Leaving, stock: ReadAtOnce, *, early: int, later: int
) -> Plan:
    """Refused where a rule is against it; of the pile so many leave `early`, and so many for `later` than promised."""
    loan = leaving.loan
    hours = stock.terms(loan.item_id).loan_hours
    leaving.terms = by_hours.terms(loan, leaving.terms, hours, is_new=leaving.is_new)
    if leaving.is_new:
        _check_new(actor, loan, early + later, stock)
    else:
        _let_rest_wait(leaving, stock)
        counter_terms.check(actor, loan, leaving.terms, stock, besides=later)
    return handovers.plan_leaving(
        loan,
        leaving.unit_ids,
        leaving.terms,
        besides=early,
        stock=stock,
    )


def _let_rest_wait(leaving: Leaving, stock: ReadAtOnce) -> None:
    """Where each piece has a tag and fewer are in the pile than were promised, those are the ones that leave.

    Not where somebody said how many.
    """
    named, lines = leaving.unit_ids, leaving.lines
    is_said = leaving.has_counted and not (len(lines) == 1 and lines[0].is_one_scan)
    if is_said or not named:
        return
    missing = choosing.plan(leaving.loan, named, stock, due_on=leaving.due_on).missing
    if missing:
        count = leaving.loan.quantity - missing
        leaving.terms = leaving.terms._replace(quantity=count)
        if leaving.has_counted:
            lines[0].quantity = count


def _is_early(loan: Checkout) -> bool:
    return loan.id is not None and loan.starts_on > calendar.today()


def _check_new(actor: Actor, loan: Checkout, besides: int, stock: ReadAtOnce) -> None:
    """What is checked of a loan that nobody asked for, as of one that is asked for, approved and handed out."""
    second_person.check(actor, loan)
    limits.check_days(loan.starts_on, loan.due_on)
    terms = limits.check_lent_out(loan.item_id, stock)
    counter_terms.check_may_lend_until(actor, loan.due_on, terms.max_checkout_days)
    loan.needs_look = terms.needs_second_look
    limits.check_enough_to_give(
        loan.item_id,
        loan.starts_on,
        loan.due_on,
        loan.quantity + besides,
        stock=stock,
    )


def _say_refused(leaving: Leaving, no: Refusal) -> None:
    words = no.message if not no.fields else " ".join(no.fields.values())
    tags = [unit["tag"] for unit in no.facts.get("units", ())]
    for line in leaving.lines:
        line.loan = None if leaving.is_new else leaving.loan
        line.instead = tags[:3]
        line.say("refused", "alert", _("It cannot leave."), words)


def _say_goes(leaving: Leaving) -> None:
    for line in leaving.lines:
        line.loan = leaving.loan
        _say_how(line, leaving)
        if line.taken_from:
            words = _(
                "It was set aside for %(name)s, whose promise stays", name=line.taken_from
            )
            line.say(line.kind, "wait", line.headline, f"{line.words}. {words}")


def _say_how(line: Line, leaving: Leaving) -> None:
    loan, day = leaving.loan, _until(leaving)
    if leaving.is_new:
        line.say("new", "wait", *_say_new(leaving))
    elif leaving.rest:
        words = _(
            "%(some)s leave now, until %(day)s; %(rest)s stay promised",
            some=leaving.pieces,
            day=day,
            rest=leaving.rest,
        )
        line.say("part", "wait", _("Asked for %(number)s.", number=loan.quantity), words)
    elif checkouts.begins_later(loan):
        words = _(
            "from %(first)s on; goes today, until %(day)s",
            first=calendar.in_words(loan.starts_on),
            day=day,
        )
        line.say("early", "wait", _("Asked for"), words)
    else:
        words = _say_until(leaving)
        line.say("asked", "wait" if leaving.is_longer else "ok", _("Asked for"), words)


def _say_new(leaving: Leaving) -> tuple[str, str]:
    """That it was not asked for, or how many more it is than were approved; and until when it goes along."""
    number = leaving.loan.quantity
    more = ngettext("%(num)s more than approved.", "%(num)s more than approved.", number)
    return (
        more if leaving.is_more else _("Not asked for."),
        _("Goes along as a new loan until %(day)s", day=_until(leaving)),
    )


def _until(leaving: Leaving) -> str:
    """The day it is due, in words, and why it is not the day that was meant."""
    if leaving.terms.due_at:
        return by_hours.in_words(leaving.terms.due_at)
    day = desk_hours.with_day_in_words(leaving.due_on)
    if leaving.due is None or not leaving.due.is_moved:
        return day
    return _("%(day)s (%(why)s)", day=day, why=leaving.due.reason)


def _say_until(leaving: Leaving) -> str:
    """Until when, and how much longer than it was approved that is."""
    if not leaving.is_longer:
        return _("until %(day)s", day=_until(leaving))
    days = (leaving.due_on - leaving.loan.due_on).days
    return ngettext(
        "until %(day)s, %(num)s day longer than approved",
        "until %(day)s, %(num)s days longer than approved",
        days,
        day=_until(leaving),
    )
