"""Certain units: a loan may be of one unit and no other; that clashes with what else this unit is promised for.

For who asks, with the days too on which it is looked after, since it came back and after each loan.
"""

from collections.abc import Sequence
from datetime import date
from functools import partial

from webapp.core.errors import Conflict, Invalid, Offer
from webapp.core.words import _
from webapp.school import calendar
from webapp.stock.items import archiving
from webapp.stock.units import units

from ..availability import availability, unit_days
from ..availability.unit_days import Days, EndOf
from ..days import due_days
from ..loans import events
from ..models import Checkout
from .naming import Reference


def ask_for(line: Checkout, reference: Reference | None) -> None:
    """Let a new line be of one unit of its item, if one is named.

    NotFound if the item has no such unit, Conflict if that is not for loan or somebody else has it or asks for it on
    one of these days, Invalid for more than one piece, and for a batch, which is many.
    """
    if reference is None:
        return
    unit = units.pick(line.item_id, reference)
    if unit.batch_code is not None:
        words = _("%(tag)s is a batch of several pieces: ask for how many", tag=unit.tag)
        raise Invalid(fields={"unit": words})
    _check_one(line)
    line.pinned_unit_id = unit.id
    _check_free_to_ask(line, unit.tag, unit.id)


def _check_one(line: Checkout) -> None:
    if line.quantity != 1:
        raise Invalid(fields={"quantity": _("One certain thing is one piece")})


def check_can_be_asked(line: Checkout) -> None:
    """Conflict, with the first days that would do, if its unit is taken or asked for by somebody else then."""
    if id := line.pinned_unit_id:
        _check_one(line)
        _check_free_to_ask(line, events.tag_of_unit(line) or "", id)


def _check_free_to_ask(line: Checkout, tag: str, id: int) -> None:
    """Conflict if it is anybody else's then, or in somebody else's basket, or not looked after before it is."""
    spans = unit_days.taken([id], besides=line.id or 0, except_basket_of=line.student_id)[
        id
    ]
    days = archiving.terms(line.item_id).service_days
    _check_free(line, tag, spans, partial(availability.end_of, service_days=days))


def check_can_be_given(line: Checkout) -> None:
    """The same for whoever decides: what others only asked for does not count."""
    if id := line.pinned_unit_id:
        promised = unit_days.taken([id], besides=line.id, is_asked=False)[id]
        _check_free(line, events.tag_of_unit(line) or "", promised, availability.end_of)


def _check_free(line: Checkout, tag: str, spans: Sequence[Days], end_of: EndOf) -> None:
    starts, due = line.starts_on, line.due_on
    if not unit_days.overlaps(spans, starts, end_of(starts, due)):
        return
    first = unit_days.free_from(spans, starts, due, end_of)
    if first is None:
        facts = {"unit": line.pinned_unit_id, "free": 0}
        raise Conflict(_("%(tag)s is not free for those days", tag=tag), facts=facts)
    raise _free_later(line, tag, first)


def _free_later(line: Checkout, tag: str, first: date) -> Conflict:
    """With the first day from which it is free for as long, and the offer to have it then."""
    day = calendar.in_words(first)
    last = due_days.settle(first, first + (line.due_on - line.starts_on)).day
    change = {"checkout_date": first.isoformat(), "due_date": last.isoformat()}
    return Conflict(
        _("%(tag)s is not free for those days; from %(day)s on it is", tag=tag, day=day),
        facts={
            "unit": line.pinned_unit_id,
            "free": 0,
            "free_from": first.isoformat(),
        },
        offers=[Offer(_("From %(day)s", day=day), change)],
    )
