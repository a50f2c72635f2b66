"""Ways out of a promise that cannot be kept: another unit, another day, a similar item, or telling the person."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from webapp.core.actor import Actor
from webapp.core.words import _
from webapp.school import calendar, open_days

from ..asking import similar
from ..asking.similar import Other
from ..availability import availability
from ..availability.availability import Shelf
from ..days import due_days
from ..models import Checkout
from ..rules import second_person
from ..units import choices
from ..units.choices import Choice

MOST_ITEMS = 2


class WayOut(NamedTuple):
    """A verb of the loan, with what it is to be told."""

    verb: str
    label: str
    values: Mapping[str, Any]


def of(actor: Actor, loans: Sequence[Checkout]) -> dict[int, list[WayOut]]:
    """For each of these promises what would do, the nearest to what was promised first."""
    if not loans:
        return {}
    item_ids = {loan.item_id for loan in loans}
    units, shelves = choices.on_shelf(item_ids), availability.shelves(item_ids)
    others = similar.to_give(actor, loans)
    return {
        loan.id: [
            *_possible(
                actor,
                loan,
                *_other_unit(loan, units[loan.item_id], shelves[loan.item_id]),
                *_other_day(loan, shelves[loan.item_id]),
                *_other_item(loan, others[loan.id]),
            ),
            _tell(loan),
        ]
        for loan in loans
    }


def _possible(actor: Actor, loan: Checkout, *ways: WayOut) -> list[WayOut]:
    """Those that this actor would not be refused."""
    is_theirs = second_person.needs_another(actor, loan)
    return [way for way in ways if way.verb != "rearrange" or not is_theirs]


def _other_unit(loan: Checkout, units: list[Choice], shelf: Shelf) -> Iterator[WayOut]:
    """Where the one that is meant or lies ready cannot leave and enough others are free: the first of them."""
    left = _without(loan, shelf)
    is_enough = _grantable(left, loan.starts_on, loan.due_on) >= loan.quantity
    is_of_one = loan.unit_ids or loan.pinned_unit_id
    others = choices.free_during(loan, units)
    if is_enough and loan.quantity == 1 and is_of_one and others:
        unit = others[0]
        verb = "rearrange" if loan.pinned_unit_id else "set_aside"
        yield WayOut(verb, _("Take %(tag)s", tag=unit.tag), {"unit": unit.id})


def _other_day(loan: Checkout, shelf: Shelf) -> Iterator[WayOut]:
    """The first open day from which as many are free for as long."""
    left, length = _without(loan, shelf), loan.due_on - loan.starts_on
    today, decided = calendar.today(), open_days.now_decided()
    days = (max(step.day, today) for step in left.steps if step.day > loan.starts_on)
    for day in map(decided.from_day, days):
        due = due_days.settle(day, day + length).day
        if _grantable(left, day, due) >= loan.quantity:
            yield _from(day, due)
            return


def _from(day: date, due: date) -> WayOut:
    label = _(
        "From %(first)s to %(last)s",
        first=calendar.in_words(day),
        last=calendar.in_words(due),
    )
    values = {"checkout_date": day.isoformat(), "due_date": due.isoformat()}
    return WayOut("rearrange", label, values)


def _other_item(loan: Checkout, others: list[Other]) -> Iterator[WayOut]:
    enough = [other for other in others if other.free >= loan.quantity]
    for item, _free in enough[:MOST_ITEMS]:
        label = _("%(item)s instead", item=item.name)
        yield WayOut("rearrange", label, {"item": item.id})


def _tell(loan: Checkout) -> WayOut:
    reason = _("It is not there: something broke, was lost or is not back in time.")
    label = _("Cancel and tell %(name)s why", name=loan.student_name)
    return WayOut("cancel", label, {"reason": reason})


def _without(loan: Checkout, shelf: Shelf) -> Shelf:
    """The same days without what the loan itself takes of them."""
    today = calendar.today()
    starts = today if loan.aside else max(loan.starts_on, today)
    is_late = loan.due_on < today
    ends = date.max if is_late else availability.end_of(loan.starts_on, loan.due_on)
    steps = (
        step._replace(grantable=step.grantable + loan.quantity)
        if starts <= step.day < ends
        else step
        for step in shelf.steps
    )
    return replace(shelf, steps=tuple(steps))


def _grantable(shelf: Shelf, starts: date, due: date) -> int:
    """How many could be given away from a day on until they are due."""
    first = max(starts, calendar.today())
    return shelf.grantable(first, max(availability.end_of(starts, due), first))
