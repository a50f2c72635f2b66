"""Plans: an order checked against what is there, and written into the ledger."""

from collections.abc import Sequence

from webapp.core.actor import Actor
from webapp.core.words import _
from webapp.school import calendar

from ..ledger import ledger
from ..ledger.ledger import Line
from ..models import Operation, Reason
from ..models.states import OUTSIDE
from . import deliveries, line_checks, recent, sales
from .because import Because
from .entries import Entry
from .orders import TYPES, Order, Plan
from .problems import Problems
from .shelves import Shelves


def make(order: Order, reason: Reason | None, *, by: Actor) -> Plan:
    """What a person asks for, checked line by line, each resting on the ones before. The caller has stock's lock.

    Conflict with the numbers if too few are there; Invalid if a line cannot be, or a unit is named twice.
    """
    type = reason.type if reason else TYPES[order.kind]
    plan = Plan(
        order,
        type,
        Shelves(order.entries),
        Problems(len(order.entries)),
    )
    _check_lines(plan)
    if order.kind == "receive":
        deliveries.check(order.entries, plan.problems)
    else:
        _check_nothing_new(order.entries, plan.problems)
    if order.kind == "sale_return":
        sales.check(order.entries, plan.shelves, plan.problems)
    plan.problems.check()
    plan.because = _because(plan, reason, by)
    return plan


def carry_out(actor: Actor, plan: Plan, *, approved_by: int | None = None) -> Operation:
    """Write the operation and its movements; the units of a delivery are made with it."""
    order = plan.order
    units = deliveries.make(
        order.entries,
        plan.shelves,
        supplier_id=order.supplier_id,
        purchased_on=order.purchased_on or calendar.today(),
    )
    lines = [
        line
        for at, entry in enumerate(order.entries)
        for line in _lines(
            plan,
            at,
            entry,
            units[at],
        )
    ]
    about = ledger.About(
        reason=order.reason,
        reference=order.reference,
        note=order.note,
        approved_by=approved_by,
    )
    return ledger.record(
        actor,
        order.kind.replace("_", " "),
        lines,
        **about,
    )


def _check_lines(plan: Plan) -> None:
    """Each line by itself; a unit is named once."""
    named: dict[int, int] = {}  # line by unit
    check = line_checks.bring if plan.comes_in else line_checks.take
    for index, entry in enumerate(plan.order.entries):
        unit = plan.shelves.unit(entry)
        if unit and unit.id in named:
            words = _(
                "%(tag)s is on line %(number)s already",
                tag=unit.tag,
                number=named[unit.id] + 1,
            )
            plan.problems.add(index, "unit", words)
            continue
        if unit:
            named[unit.id] = index
        check(
            plan,
            index,
            entry,
            unit,
        )


def _check_nothing_new(entries: Sequence[Entry], problems: Problems) -> None:
    for index, entry in enumerate(entries):
        if entry.is_new:
            words = _("Only what is received gets tags, serial and batch numbers")
            problems.add(index, "serials", words)


def _because(plan: Plan, reason: Reason | None, by: Actor) -> Because | None:
    """Why a second person must agree; None if none needs to."""
    if plan.order.kind == "write_off":
        return Because("write_off")
    if reason is None:
        return None
    if reason.needs_second:
        return Because("reason", reason=reason.label)
    items = plan.shelves.items
    worth = sum(
        max(worth, entry.quantity * items[entry.item_id].value_minor)
        for worth, entry in zip(plan.worths, plan.order.entries, strict=True)
    )
    return recent.because(worth, recent.worth(by, items))


def _lines(
    plan: Plan,
    at: int,
    entry: Entry,
    units: Sequence[int | None],
) -> list[Line]:
    """One movement, or one for each of the units that are new."""
    state, pieces = plan.states[at], entry.quantity // len(units)
    ends = (OUTSIDE, state) if plan.comes_in else (state, OUTSIDE)
    worth = plan.worths[at] // len(units) if plan.comes_in else None
    where = entry.item_id, entry.location_id, plan.type
    return [
        Line(
            *where,
            *ends,
            pieces,
            unit_id,
            worth,
        )
        for unit_id in units
    ]
