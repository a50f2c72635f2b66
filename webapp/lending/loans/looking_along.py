"""Looking along: which accessories were there as a unit left or came back, kept so that undoing it knows how it was."""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from webapp.core.actor import Actor
from webapp.core.errors import Invalid
from webapp.core.words import _
from webapp.stock.operations.undo import Operation
from webapp.stock.units import accessories
from webapp.stock.units.accessories import Accessory

from ..models import Checkout
from ..models.events import Facts
from . import events

KIND = "accessories"  # of the event
Ids = Collection[int]


class Look(NamedTuple):
    """What one act moved, and which of its units' accessories were there, if somebody looked at them."""

    checkout: Checkout
    operation_id: int
    unit_ids: Ids
    there: Ids | None


def check(actor: Actor, look: Look) -> list[str]:
    """The names of what is newly missing. Invalid for accessories where no unit moved."""
    if look.there is None:
        return []
    if not look.unit_ids:
        raise Invalid(fields={"accessories": _("Only a unit has accessories")})
    return [each.name for each in check_all(actor, [look]) if each.is_missing]


def check_all(actor: Actor, looks: Sequence[Look]) -> list[Accessory]:
    """Note what is there, and on each loan what that changed; those that are newly missing, or here again."""
    looked = [look for look in looks if look.there is not None]
    if not looked:
        return []
    unit_ids = {id for look in looked for id in look.unit_ids}
    there = {id for look in looked for id in look.there or ()}
    changed = accessories.check(actor, unit_ids, there)
    if decided := list(_changes(looked, changed)):
        events.record_all(actor, KIND, decided)
    return changed


def _changes(
    looks: Sequence[Look], changed: Sequence[Accessory]
) -> Iterator[tuple[Checkout, Facts]]:
    """Of each loan how its accessories were before, where anything is otherwise now."""
    for look in looks:
        before = [
            {"id": each.id, "name": each.name, "is_missing": not each.is_missing}
            for each in changed
            if each.unit_id in look.unit_ids
        ]
        if before:
            facts = {"operation": look.operation_id, "accessories": before}
            yield look.checkout, events.state(look.checkout) | facts


def put_back(actor: Actor, checkout: Checkout, operation: Operation) -> list[str]:
    """An act is undone: the accessories are as they were before it. The names of what it had found missing."""
    names = []
    for event in events.all_standing([checkout.id], KIND):
        if event.before["operation"] != operation.id:
            continue
        before = event.before["accessories"]
        accessories.restore({each["id"]: each["is_missing"] for each in before})
        events.record(actor, checkout, "undo", events.state(checkout), undoes=event.id)
        names += event.newly_missing
    return names
