"""Planning: which pieces of a loan leave, if the rules of lending let them; each line says what becomes of it."""

from collections.abc import Sequence

from webapp.core.actor import Actor
from webapp.core.errors import Refusal
from webapp.core.words import _
from webapp.school import calendar

from .. import checkouts, handovers, limits
from ..in_stock import ReadAtOnce
from ..models import Checkout
from .leaving import Leaving


def plan(
    actor: Actor, leaving: Leaving, stock: ReadAtOnce, others: Sequence[Leaving]
) -> bool:
    """Work out which pieces leave; where a rule is against it, all lines of the loan say why."""
    loan = leaving.loan
    besides = sum(
        each.loan.quantity
        for each in others
        if each.loan.item_id == loan.item_id and _is_early(each.loan)
    )
    try:
        if leaving.is_new:
            _check_new(actor, loan, besides, stock)
        planned = handovers.plan_leaving(
            loan, leaving.unit_ids, besides=besides, stock=stock
        )
    except Refusal as no:
        _say_refused(leaving, no)
        return False
    leaving.plan = planned
    for part in planned.fresh:
        stock.take(loan.item_id, part.location_id, part.quantity, part.unit_id)
    _say_goes(leaving)
    return True


def _is_early(loan: Checkout) -> bool:
    return loan.id is not None and loan.starts_on > calendar.today()


def _check_new(actor: Actor, loan: Checkout, besides: int, stock: ReadAtOnce) -> None:
    """What is checked of a loan that nobody asked for, as of one that is asked for, approved and handed out."""
    limits.check_second_person(actor, loan)
    limits.check_lent_out(loan.item_id, stock)
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
    loan = leaving.loan
    day = calendar.in_words(loan.due_on)
    for line in leaving.lines:
        line.loan = loan
        if line.is_counted:
            line.quantity = max(line.quantity, line.pieces)
        if leaving.is_new:
            words = _("Goes along as a new loan until %(day)s", day=day)
            line.say("new", "wait", _("Not asked for."), words)
        elif checkouts.begins_later(loan):
            words = _(
                "for %(first)s; goes today, until %(day)s",
                first=calendar.in_words(loan.starts_on),
                day=day,
            )
            line.say("early", "wait", _("Asked for"), words)
        else:
            line.say("asked", "ok", _("Asked for"), _("until %(day)s", day=day))
