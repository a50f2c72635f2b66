"""Choosing: which tagged pieces leave, where there are too few without a tag."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from webapp.core.errors import Conflict, Offer
from webapp.core.words import _, ngettext

from ..models import Checkout, CheckoutUnit
from . import choices, naming
from .choices import Choice
from .in_stock import ASK, InStock
from .naming import Part, Reference

Kept = list[tuple[CheckoutUnit, int]]  # so many pieces of each of these rows


@dataclass(frozen=True)
class Plan:
    """What of a loan is `kept` of what is set aside, what is `released`, what is taken `fresh` from the shelf.

    For so many pieces as are `missing` somebody has to say which tagged ones they are. It is until `due_on`, if that is
    not as it was promised.
    """

    kept: Kept
    released: Kept
    fresh: list[Part]
    missing: int = 0
    due_on: date | None = None

    @property
    def unit_ids(self) -> list[int]:
        """The units in it, in the order in which they were named."""
        rows = [row.unit_id for row, _count in self.kept]
        return [id for id in (*rows, *(part.unit_id for part in self.fresh)) if id]

    @property
    def pieces(self) -> int:
        """How many it is for."""
        return _pieces_in(self.kept, self.fresh) + self.missing


def references(
    unit: Reference | None, unit_references: Sequence[Reference] | None
) -> list[Reference]:
    """What a door was told, in one list: `unit` is one of `units`."""
    return [*([unit] if unit else []), *(unit_references or ())]


def plan(
    checkout: Checkout,
    names: Sequence[Reference],
    stock: InStock = ASK,
    pieces: int | None = None,
    due_on: date | None = None,
) -> Plan:
    """Where a loan's pieces are to come from: the units that are named, then what is set aside, then loose ones.

    It is for all of them, or for so many `pieces`, perhaps until another day. NotFound for a unit of another item,
    Conflict if one is blocked or lies ready for somebody else, Invalid for more units than pieces.
    """
    count = pieces or checkout.quantity
    wanted = naming.named(checkout, names, stock, most=count, due_on=due_on)
    kept, fresh = _wanted(checkout, wanted)
    kept += _others_aside(checkout, kept, stock, count - _pieces_in(kept, fresh))
    if _pieces_in(kept, fresh) < count:
        fresh += _pinned(checkout, fresh, stock, due_on)
    fresh += _loose(checkout.item_id, stock, count - _pieces_in(kept, fresh))
    return _planned(checkout, kept, fresh, count, due_on)


def _planned(
    checkout: Checkout, kept: Kept, fresh: list[Part], count: int, due_on: date | None
) -> Plan:
    """These pieces of so many; what else is set aside goes back."""
    missing = count - _pieces_in(kept, fresh)
    return Plan(kept, _released(checkout, kept), fresh, missing, due_on)


def _wanted(checkout: Checkout, wanted: list[Part]) -> tuple[Kept, list[Part]]:
    """Of the units that are named: those that lie ready, and those that are to be taken from the shelf."""
    aside = {row.unit_id: row for row in checkout.aside if row.unit_id}
    kept = [
        (aside[part.unit_id], part.quantity) for part in wanted if part.unit_id in aside
    ]
    return kept, [part for part in wanted if part.unit_id not in aside]


def complete(checkout: Checkout, plan: Plan) -> Plan:
    """The same with the first units that fit for what is missing. Conflict if too few are on the shelf."""
    if not plan.missing:
        return plan
    there = _choices_for(checkout, plan, ASK)
    fitting = list(choices.first(there, plan.missing))
    if sum(count for _choice, count in fitting) < plan.missing:
        raise _too_few(checkout, plan, there, _("to be set aside"))
    first = [naming.part_of(checkout, choice.id, count) for choice, count in fitting]
    return replace(plan, fresh=[*plan.fresh, *first], missing=0)


def check_named(checkout: Checkout, plan: Plan, stock: InStock = ASK) -> None:
    """Conflict, offering the units that could leave, if pieces are to leave without a tag and all there have one."""
    if not plan.missing:
        return
    there = _choices_for(checkout, plan, stock)
    fitting = [choice for choice, _count in choices.first(there, plan.missing)]
    if sum(choice.pieces for choice in there) < plan.missing:
        raise _too_few(checkout, plan, there, _("to be handed out"))
    raise Conflict(
        ngettext(
            "Each %(item_name)s has a tag. Which one is handed out?",
            "Each %(item_name)s has a tag. Which %(num)s are handed out?",
            plan.missing,
            item_name=checkout.item_name,
        ),
        facts=choices.as_facts(there),
        offers=_offers(checkout, plan, there, fitting),
    )


def _others_aside(checkout: Checkout, kept: Kept, stock: InStock, left: int) -> Kept:
    """What else is set aside, tagged first, up to so many pieces. Conflict for a unit that is blocked.

    Where lending took tagged pieces without saying which, what was only counted stays behind.
    """
    loose = stock.loose(checkout.item_id)
    rows = [row for row in checkout.aside if row not in {row for row, _count in kept}]
    others: Kept = []
    for row in sorted(rows, key=lambda row: row.unit_id is None):
        without_tag = min(0, loose.get(row.location_id, 0)) if row.unit_id is None else 0
        if (count := min(left, row.quantity + without_tag)) > 0:
            _check_not_blocked(checkout, row, stock)
            others.append((row, count))
            left -= count
    return others


def _check_not_blocked(checkout: Checkout, row: CheckoutUnit, stock: InStock) -> None:
    if row.unit_id:
        stock.pick(checkout.item_id, row.unit_id)


def _pinned(
    checkout: Checkout, fresh: list[Part], stock: InStock, due_on: date | None
) -> list[Part]:
    """The unit that staff mean, if it is not among the others."""
    pinned = checkout.pinned_unit_id
    used = {*checkout.unit_ids, *(part.unit_id for part in fresh)}
    if pinned is None or pinned in used:
        return []
    return naming.named(checkout, [pinned], stock, due_on=due_on)


def _loose(item_id: int, stock: InStock, left: int) -> list[Part]:
    """Up to so many pieces without a tag: from home if it has enough, else from where most are, then from the next."""
    if left < 1:
        return []
    home, loose = stock.home(item_id), stock.loose(item_id)
    places = [home] if loose.get(home, 0) >= left else list(loose)
    parts: list[Part] = []
    for place in places:
        if count := min(left, max(0, loose[place])):
            parts.append(Part(place, count))
            left -= count
    return parts


def _pieces_in(kept: Kept, fresh: list[Part]) -> int:
    return sum(count for _row, count in kept) + sum(part.quantity for part in fresh)


def _released(checkout: Checkout, kept: Kept) -> Kept:
    counts = dict(kept)
    released = [(row, row.quantity - counts.get(row, 0)) for row in checkout.aside]
    return [(row, count) for row, count in released if count]


def _choices_for(checkout: Checkout, plan: Plan, stock: InStock) -> list[Choice]:
    used = set(plan.unit_ids)
    there = choices.until(checkout, stock.on_shelf(checkout.item_id), plan.due_on)
    return [choice for choice in there if choice.id not in used]


def _offers(
    checkout: Checkout, plan: Plan, there: list[Choice], fitting: list[Choice]
) -> list[Offer]:
    """Each unit that could leave, where it is about one; else those that were named with the first that fit."""
    if plan.pieces == 1:
        return [Offer(unit.tag, {"unit": unit.id}) for unit in there[: choices.OFFERED]]
    ids = [*plan.unit_ids, *(choice.id for choice in fitting)]
    label = ", ".join(choice.tag for choice in fitting)
    return [Offer(label, {"units": ids})]


def _too_few(checkout: Checkout, plan: Plan, there: list[Choice], why: str) -> Conflict:
    """`why` says what they were wanted for."""
    count = plan.pieces - plan.missing + sum(choice.pieces for choice in there)
    facts = choices.as_facts(there) | {"there": count, "item": checkout.item_id}
    if not count:
        words = _(
            "No %(item_name)s is on the shelf %(why)s",
            item_name=checkout.item_name,
            why=why,
        )
        return Conflict(words, facts=facts)
    words = ngettext(
        "Only %(num)s %(item_name)s is on the shelf %(why)s",
        "Only %(num)s of %(item_name)s are on the shelf %(why)s",
        count,
        item_name=checkout.item_name,
        why=why,
    )
    return Conflict(words, facts=facts)
