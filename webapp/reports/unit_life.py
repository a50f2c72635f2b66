"""A unit's life: what became of it, newest first: loans, repairs, faults, counts and transfers in one list."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from webapp.core import money
from webapp.core.actor import Actor
from webapp.core.inputs import GREATEST
from webapp.core.words import _
from webapp.lending.faults import faults
from webapp.lending.faults.faults import FaultReport
from webapp.lending.units import holding
from webapp.people import forgotten, people
from webapp.repairs import repairs
from webapp.repairs.repairs import Repair
from webapp.school import settings
from webapp.stock.movements import movements
from webapp.stock.movements.movements import Moved
from webapp.stock.stocktakes import counted
from webapp.stock.stocktakes.counted import Counted

from . import unit_deeds

Place = tuple[datetime, int, int]  # when, which kind, and the id within its kind
MOVED, COUNTED, FAULT = 3, 2, 1  # of what is of one instant, which stands first


class Row(NamedTuple):
    """Something that became of a unit; `about` and `about_id` are where more of it is told."""

    place: Place
    words: str
    about: str
    about_id: int
    by: int
    tone: str = ""
    notes: tuple[str, ...] = ()
    state: str = ""  # where it was then, if the words do not say it
    operation_id: int | None = None

    @property
    def at(self) -> datetime:
        return self.place[0]


class Life(NamedTuple):
    """Some rows of it, and whoever they name, by id."""

    rows: list[Row]
    names: Mapping[int, str]


def place_of(row: Row) -> Place:
    """The order of the list."""
    return row.place


def of(actor: Actor, unit_id: int, *, after: Place | None, limit: int) -> Life:
    """Newest first, from where the page before ended; as many statements for any number of rows. For staff.

    A loan that is forgotten names nobody; neither does one that the actor may not see.
    """
    moved = movements.life_of_unit(actor, unit_id, after=_before(after, MOVED), limit=limit)
    count = counted.of_unit(actor, unit_id, after=_before(after, COUNTED), limit=limit)
    said = faults.life_of_unit(actor, unit_id, after=_before(after, FAULT), limit=limit)
    found = [*_of_moved(actor, moved), *map(_of_count, count), *map(_of_fault, said)]
    newest = sorted(found, key=place_of, reverse=True)[:limit]
    return Life(newest, _names(row.by for row in newest))


def _names(ids: Iterable[int]) -> dict[int, str]:
    return people.names(id for id in ids if id != forgotten.ID)


def _before(after: Place | None, kind: int) -> tuple[datetime, int] | None:
    """The same place among the rows of one kind."""
    if after is None:
        return None
    at, last_kind, id = after
    if kind == last_kind:
        return at, id
    return at, GREATEST if kind < last_kind else -GREATEST


def _of_moved(actor: Actor, moved: Collection[Moved]) -> list[Row]:
    loans = {each.checkout_id for each in moved if each.checkout_id}
    borrowers = holding.borrowers(actor, loans)
    repair_ids = {each.repair_id for each in moved if each.repair_id}
    about = {repair.id: repair for repair in repairs.these(actor, repair_ids)}
    return [_of_act(each, borrowers, about) for each in moved]


def _of_act(moved: Moved, borrowers: Mapping[int, str], about: Mapping[int, Repair]) -> Row:
    name = borrowers.get(moved.checkout_id or 0, "")
    return Row(
        (moved.at, MOVED, moved.id),
        unit_deeds.in_words(moved, name),
        *_about(moved),
        by=moved.actor_id,
        tone=unit_deeds.tone(moved),
        notes=tuple(_notes(moved, about.get(moved.repair_id or 0))),
        state=unit_deeds.state_then(moved),
        operation_id=moved.operation_id,
    )


def _notes(moved: Moved, repair: Repair | None) -> list[str]:
    notes = [f"× {moved.quantity}"] if moved.quantity > 1 else []
    if repair:
        notes += _of_repair(moved, repair)
    return [*notes, f"“{moved.note}”"] if moved.note else notes


def _about(moved: Moved) -> tuple[str, int]:
    if moved.checkout_id:
        return "loan", moved.checkout_id
    if moved.transfer_id:
        return "transfer", moved.transfer_id
    if moved.repair_id:
        return "repair", moved.repair_id
    return "act", moved.operation_id


def _of_repair(moved: Moved, repair: Repair) -> list[str]:
    """What was wrong as it is reported; who mended it, and for how much, as it is back."""
    if moved.act in ("report damage", "return damaged"):
        return [f"“{repair.description}”"] if repair.description else []
    if moved.act == "send to repair":
        return [repair.vendor_name] if repair.vendor_name else []
    if moved.act != "finish repair":
        return []
    cost = repair.cost_minor
    notes = [repair.vendor_name or _("on our bench")]
    return notes + ([money.formatted(cost, settings.currency())] if cost else [])


def _of_count(count: Counted) -> Row:
    words = _("Counted: %(place)s", place=count.location)
    return Row(
        (count.at, COUNTED, count.id), words, "stocktake", count.stocktake_id, count.by
    )


def _of_fault(fault: FaultReport) -> Row:
    notes, is_withdrawn = [f"“{fault.words}”"], fault.withdrawn_at is not None
    if is_withdrawn:
        notes.append(_("withdrawn: nothing was broken"))
    elif fault.is_playable:
        notes.append(_("it can still be played"))
    else:
        notes.append(_("it cannot be played"))
    return Row(
        (fault.at, FAULT, fault.id),
        _("A fault was reported"),
        "loan",
        fault.checkout_id,
        fault.by,
        tone="" if is_withdrawn else "alert",
        notes=tuple(notes),
    )
