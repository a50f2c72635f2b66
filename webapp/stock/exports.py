"""Exports: every list of stock as a table for a spreadsheet, whole, in its own order."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Unpack

from webapp.core.actor import Actor
from webapp.core.derived import place_of
from webapp.core.spreadsheet import Table, pages
from webapp.core.words import lazy
from webapp.school import cells, settings

from . import access, barcodes
from . import levels as kept
from . import locations as places
from .items import items as catalogue
from .items.stocked import Stocked
from .models import Unit
from .models.states import STATES
from .movements import history
from .movements import movements as ledger
from .movements.history import Act
from .movements.history import Filters as OperationFilters
from .movements.movement_types import TYPES
from .movements.movements import Filters as MovementFilters
from .movements.movements import Moved
from .units import units

Head = tuple[str, ...]
Row = tuple[str | int | Decimal | datetime | None, ...]
MOVEMENTS: Head = (
    lazy("Movement"),
    lazy("When"),
    lazy("Operation"),
    lazy("Act"),
    lazy("Who"),
    lazy("Item"),
    lazy("Tag"),
    lazy("Location"),
    lazy("Type"),
    lazy("Category"),
    lazy("From"),
    lazy("To"),
    lazy("Quantity"),
    lazy("Value change"),
    lazy("Value after"),
    *(lazy("%(state)s after", state=each) for each in STATES),
    lazy("Loan"),
    lazy("Note"),
    lazy("Hash"),
)
OPERATIONS: Head = (
    lazy("Operation"),
    lazy("When"),
    lazy("Act"),
    lazy("Who"),
    lazy("Thing"),
    lazy("Tag"),
    lazy("Kinds of things"),
    lazy("Movements"),
    lazy("Reason"),
    lazy("Reference"),
    lazy("Note"),
    lazy("Loan"),
    lazy("Takes back"),
    lazy("Taken back by"),
)
LEVELS: Head = (
    lazy("SKU"),
    lazy("Item"),
    lazy("Location"),
    *STATES,
    lazy("On hand"),
    lazy("Value"),
    lazy("Reorder point"),
    lazy("Maximum"),
    lazy("Status"),
)
# the import reads these two again, which knows its columns by their English names:
UNITS: Head = (
    "Tag",
    "Serial number",
    "Batch",
    "Item",
    "Location",
    "State",
    "Pieces",
    "Condition",
    "Blocked because",
    "Notes",
)
ITEMS: Head = (
    "SKU",
    "Name",
    "Category",
    "Make",
    "Model",
    "Size",
    "Composer",
    "Arranger",
    "Instrumentation",
    "ISMN or EAN",
    "Location",
    *STATES,
    "Quantity",
    "Replacement value",
    "May be borrowed",
    "Needs approval",
    "Needs a second look",
    "Longest loan in days",
    "Lent for hours",
    "Kept longer how often",
    "Kept longer by itself",
    "Looked after for open days",
    "Notes",
)
LOCATIONS: Head = (
    lazy("Location"),
    lazy("Pieces"),
    lazy("In use"),
)


def movements(actor: Actor, /, **filters: Unpack[MovementFilters]) -> Table:
    """Movements with the level's state after each, oldest first. Staff only."""
    access.check_may_look(actor)

    def fetch(after: int | None, limit: int) -> list[Moved]:
        return ledger.listed(
            actor,
            before=after,
            limit=limit,
            oldest_first=True,
            **filters,
        )

    def rows() -> Iterator[Row]:
        names, currency = cells.Names(), settings.currency()
        for moved in pages(fetch, lambda moved: moved.id):
            yield _movement(moved, names[moved.actor_id], currency)

    return Table(MOVEMENTS, rows)


def _movement(moved: Moved, who: str, currency: str) -> Row:
    return (
        moved.id,
        cells.wall(moved.at),
        moved.operation_id,
        moved.act,
        who,
        moved.item_name,
        moved.tag or "",
        moved.location,
        moved.type,
        TYPES[moved.type].category,
        moved.from_state,
        moved.to_state,
        moved.quantity,
        cells.amount(moved.value_delta_minor, currency),
        cells.amount(moved.value_after_minor, currency),
        *(moved.after[state] for state in STATES),
        moved.checkout_id,
        moved.note,
        moved.hash,
    )


def operations(actor: Actor, /, **filters: Unpack[OperationFilters]) -> Table:
    """What was done, newest first. Staff only."""
    access.check_may_look(actor)

    def fetch(after: int | None, limit: int) -> list[Act]:
        return history.listed(
            actor,
            before=after,
            limit=limit,
            **filters,
        )

    def rows() -> Iterator[Row]:
        yield from map(_operation, pages(fetch, lambda act: act.id))

    return Table(OPERATIONS, rows)


def _operation(act: Act) -> Row:
    return (
        act.id,
        cells.wall(act.at),
        act.kind,
        act.actor_name,
        act.about,
        act.tag or "",
        act.kinds,
        act.movements,
        act.reason_words or "",
        act.reference,
        act.note,
        act.checkout_id,
        act.reverses,
        act.undone_by,
    )


def levels(
    actor: Actor,
    *,
    item: int | None = None,
    location: int | str | None = None,
    status: str | None = None,
    search: str = "",
) -> Table:
    """What is where, in which state, and what it is worth; as `levels.listed`. Staff only."""

    def fetch(after: kept.Place | None, limit: int) -> list[kept.NamedLevel]:
        return kept.listed(
            actor,
            item=item,
            location=location,
            status=status,
            words=search,
            after=after,
            limit=limit,
        )

    fetch(None, 1)  # what cannot be is refused before the file begins

    def rows() -> Iterator[Row]:
        currency = settings.currency()
        for level in pages(fetch, lambda level: level.place):
            yield _level(level, currency)

    return Table(LEVELS, rows)


def _level(level: kept.NamedLevel, currency: str) -> Row:
    return (
        level.sku,
        level.item_name,
        level.location,
        *level.by_state.values(),
        level.on_hand,
        cells.amount(level.value_minor, currency),
        level.reorder_point,
        level.maximum_stock,
        level.status,
    )


def things(
    actor: Actor, *, serial: str = "", code: str = "", item: int | None = None
) -> Table:
    """The units, as `units.search` finds them. Staff only."""
    access.check_may_look(actor)

    def fetch(after: int | None, limit: int) -> list[Unit]:
        return units.search(
            actor, serial=serial, code=code, item=item, after=after or 0, limit=limit
        )

    def rows() -> Iterator[Row]:
        yield from map(_unit, pages(fetch, lambda unit: unit.id))

    return Table(UNITS, rows)


def _unit(unit: Unit) -> Row:
    return (
        unit.tag,
        unit.serial_number or "",
        unit.batch_code or "",
        unit.item_name,
        unit.location,
        unit.state,
        unit.on_hand,
        unit.condition,
        unit.blocked_reason or "",
        unit.notes,
    )


def items(
    actor: Actor,
    *,
    category: str | None = None,
    status: str | None = None,
    search: str = "",
) -> Table:
    """The items, as `items.search` finds them, with their pieces at all locations together. Staff only."""
    access.check_may_look(actor)

    def fetch(after: tuple[str, int] | None, limit: int) -> list[Stocked]:
        return catalogue.search(
            actor,
            category=category,
            status=status,
            words=search,
            after=after,
            limit=limit,
        )

    fetch(None, 1)  # what cannot be is refused before the file begins

    def rows() -> Iterator[Row]:
        yield from map(
            _item, pages(fetch, lambda stocked: (stocked.item.sort_key, stocked.item.id))
        )

    return Table(ITEMS, rows)


def _item(stocked: Stocked) -> Row:
    item = stocked.item
    return (
        item.sku,
        item.name,
        item.category,
        item.make,
        item.model,
        item.size,
        item.composer,
        item.arranger,
        item.instrumentation,
        barcodes.written(item.barcode),
        stocked.location,
        *(stocked.by_state[state] for state in STATES),
        stocked.quantity,
        Decimal(stocked.value),
        cells.yes(item.is_borrowable),
        cells.yes(item.needs_approval),
        cells.yes(item.needs_second_look),
        item.max_checkout_days,
        item.loan_hours or "",
        "" if item.max_renewals is None else item.max_renewals,
        cells.yes(item.renews_itself),
        item.service_days,
        item.notes,
    )


def locations(actor: Actor) -> Table:
    """Every place. Staff only."""
    access.check_may_look(actor)

    def fetch(after: tuple[str, int] | None, limit: int) -> list[places.Place]:
        return places.listed(actor, after=after, limit=limit)

    def rows() -> Iterator[Row]:
        for place in pages(fetch, place_of):
            yield place.name, place.pieces, cells.yes(place.is_active)

    return Table(LOCATIONS, rows)
