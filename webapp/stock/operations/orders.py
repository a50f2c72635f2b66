"""Orders: an operation as it was asked for, checked against what is there, and written into the ledger."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Self

from webapp.core.actor import Actor
from webapp.school import calendar

from ..ledger import ledger
from ..ledger.ledger import Line
from ..models import Operation, Reason, Unit
from ..models.states import OUTSIDE, RULES
from . import deliveries, recent, sales
from .entries import Entry, Problems
from .reasons import COMES_IN
from .shelves import GREATEST, Shelves

TYPES = {
    "receive": "PURCHASE",
    "return_to_supplier": "PURCHASE_RETURN",
    "sell": "SALE",
    "sale_return": "SALE_RETURN",
    "write_off": "WRITE_OFF",
}  # what an adjustment is, its reason says
KINDS = (*TYPES, "adjust")
HERE = (
    "available",
    "damaged",
    "beyond_repair",
)  # the other states belong to loans, repairs and transfers
WORDS = {
    "on_rent": "on loan",
    "reserved": "set aside",
    "in_transit": "on its way",
    OUTSIDE: "not here",
}


@dataclass(frozen=True)
class Order:
    """What is to be done: as plain values, so that it can wait for a second person."""

    kind: str
    entries: tuple[Entry, ...]
    reason: str | None = None
    note: str = ""
    reference: str = ""
    supplier_id: int | None = None
    purchased_on: date | None = None

    def said(self) -> dict[str, Any]:
        return asdict(self) | {
            "purchased_on": self.purchased_on and self.purchased_on.isoformat()
        }

    @classmethod
    def read(cls, said: dict[str, Any]) -> Self:
        lists = ("serials", "tags")
        entries = (
            Entry(**entry | {name: tuple(entry[name]) for name in lists})
            for entry in said["entries"]
        )
        on = said["purchased_on"] and date.fromisoformat(said["purchased_on"])
        return cls(**said | {"entries": tuple(entries), "purchased_on": on})


@dataclass
class Plan:
    """An order that can be carried out now; `why` says why one person is not enough, if so."""

    order: Order
    type: str
    shelves: Shelves
    problems: Problems
    states: list[str] = field(default_factory=list)
    worths: list[int] = field(
        default_factory=list
    )  # in minor units, of what comes in or goes
    why: str = ""

    @property
    def comes_in(self) -> bool:
        return self.type in ("PURCHASE", "SALE_RETURN", COMES_IN)


def plan(order: Order, reason: Reason | None, *, by: int) -> Plan:
    """What a person asks for, checked line by line, each resting on the ones before. The caller has stock's lock.

    Conflict with the numbers if too few are there; Invalid if a line cannot be, or a unit is named twice.
    """
    type = reason.type if reason else TYPES[order.kind]
    made = Plan(order, type, Shelves(order.entries), Problems(len(order.entries)))
    seen: dict[int, int] = {}
    for index, entry in enumerate(order.entries):
        unit = made.shelves.unit(entry)
        if unit and unit.id in seen:
            made.problems.add(
                index, "unit", f"{unit.tag} is on line {seen[unit.id] + 1} already"
            )
            continue
        if unit:
            seen[unit.id] = index
        (_bring if made.comes_in else _take)(made, index, entry, unit)
    if order.kind == "receive":
        deliveries.check(order.entries, made.shelves, made.problems)
    else:
        _check_nothing_new(order.entries, made.problems)
    if order.kind == "sale_return":
        sales.check(order.entries, made.shelves, made.problems)
    made.problems.check()
    made.why = _why(made, reason, by)
    return made


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
        for line in _lines(plan, at, entry, units[at])
    ]
    about = ledger.About(
        reason=order.reason,
        reference=order.reference,
        note=order.note,
        approved_by=approved_by,
    )
    return ledger.record(actor, order.kind.replace("_", " "), lines, **about)


def _bring(plan: Plan, index: int, entry: Entry, unit: Unit | None) -> None:
    here, state = plan.shelves.at(entry), entry.state or "available"
    item, place = plan.shelves.items[entry.item_id], plan.shelves.place(entry)
    if item.archived_at:
        plan.problems.add(index, "item", f"{item.name} is archived")
    if not place.is_active:
        plan.problems.add(index, "location", f"{place.name} is no longer used")
    if unit and not unit.batch_code:
        if (now := plan.shelves.state(entry)) != OUTSIDE:
            plan.problems.add(index, "unit", f"{unit.tag} is {_words(now)} already")
        elif entry.quantity > 1:
            plan.problems.add(index, "quantity", f"{unit.tag} is a single piece")
    _check_rule(plan, index, OUTSIDE, state)
    if entry.cost_minor is not None:
        worth = entry.quantity * entry.cost_minor
    elif plan.type == "PURCHASE":
        worth = entry.quantity * item.value_minor
    else:
        worth = here.worth(entry.quantity, item.value_minor)
    here.put(state, entry.quantity, min(worth, GREATEST + 1), tagged=unit is not None)
    if here.too_much:
        plan.problems.add(index, "quantity", "Quantity or value too large")
    plan.states.append(state)
    plan.worths.append(worth)


def _take(plan: Plan, index: int, entry: Entry, unit: Unit | None) -> None:
    here = plan.shelves.at(entry)
    now = plan.shelves.state(entry) if unit else ""
    state = (
        entry.state or now or ("beyond_repair" if plan.type == "WRITE_OFF" else "available")
    )
    if unit and not unit.batch_code and now != state:
        words = f"{unit.tag} is {_words(now)}, not {_words(state)}"
        plan.problems.clash(index, "unit", words, unit=unit.tag, state=now)
    elif _check_rule(plan, index, state, OUTSIDE, unit):
        have = plan.shelves.holds[unit.id][state] if unit else here.loose(state)
        if have < entry.quantity:
            _short(plan, index, entry, state, have, unit)
    plan.states.append(state)
    plan.worths.append(here.take(state, entry.quantity, tagged=unit is not None))


def _short(
    plan: Plan, index: int, entry: Entry, state: str, have: int, unit: Unit | None
) -> None:
    here, place = plan.shelves.at(entry), plan.shelves.place(entry).name
    words = f"Only {have} of the {entry.quantity} asked for are {_words(state)} at {place}"
    if unit is None and have < here.pieces[state]:
        words = f"Only {have} of the {entry.quantity} asked for are {_words(state)} without a tag at {place}"
        words += (
            "; 1 more has one"
            if here.tagged[state] == 1
            else f"; {here.tagged[state]} more have one"
        )
    facts = {"state": state, "have": have, "asked": entry.quantity, "at": place}
    plan.problems.clash(index, "quantity", words, **facts)


def _check_rule(
    plan: Plan, index: int, came: str, goes: str, unit: Unit | None = None
) -> bool:
    """What is on loan, set aside, in repair or on its way is counted by those who have it."""
    state = goes if came == OUTSIDE else came
    if state in HERE and (plan.type, came, goes) in RULES:
        return True
    act = plan.order.kind.replace("_", " ")
    if unit:
        words = f"{unit.tag} is {_words(state)} and cannot be part of “{act}”"
        plan.problems.clash(index, "unit", words, unit=unit.tag, state=state)
    else:
        plan.problems.add(
            index, "state", f"What is {_words(state)} cannot be part of “{act}”"
        )
    return False


def _check_nothing_new(entries: Sequence[Entry], problems: Problems) -> None:
    for index, entry in enumerate(entries):
        if entry.is_new:
            problems.add(
                index,
                "serials",
                "Only what is received gets tags, serial and batch numbers",
            )


def _why(plan: Plan, reason: Reason | None, by: int) -> str:
    if plan.order.kind == "write_off":
        return "Write-offs always need a second person"
    if reason is None:
        return ""
    if reason.needs_second:
        return f"“{reason.label}” always needs a second person"
    replacing = (
        e.quantity * plan.shelves.items[e.item_id].value_minor for e in plan.order.entries
    )
    worth = sum(max(pair) for pair in zip(plan.worths, replacing, strict=True))
    return recent.why(worth, recent.worth(by, plan.shelves.items))


def _lines(plan: Plan, at: int, entry: Entry, units: Sequence[int | None]) -> list[Line]:
    """One movement, or one for each of the units that are new."""
    state, each = plan.states[at], entry.quantity // len(units)
    ends = (OUTSIDE, state) if plan.comes_in else (state, OUTSIDE)
    worth = plan.worths[at] // len(units) if plan.comes_in else None
    where = entry.item_id, entry.location_id, plan.type
    return [Line(*where, *ends, each, unit_id, worth) for unit_id in units]


def _words(state: str) -> str:
    return WORDS.get(state, state.replace("_", " "))
