"""Exports: every list of stock as a table for a spreadsheet, whole, in its own order."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, Unpack

from webapp.core.actor import Actor
from webapp.core.spreadsheet import Table, pages
from webapp.school import cells, settings

from . import access
from . import levels as kept
from . import locations as places
from .items import items as catalogue
from .models.states import STATES
from .movements import history
from .movements import movements as ledger
from .movements.movement_types import TYPES
from .units import units

Head = tuple[str, ...]
MOVEMENTS: Head = (
    "Movement",
    "When",
    "Operation",
    "Act",
    "Who",
    "Item",
    "Tag",
    "Location",
    "Type",
    "Category",
)
MOVEMENTS += (
    "From",
    "To",
    "Quantity",
    "Value change",
    "Value after",
    *(f"{each} after" for each in STATES),
)
MOVEMENTS += ("Loan", "Note", "Hash")
OPERATIONS: Head = (
    "Operation",
    "When",
    "Act",
    "Who",
    "Thing",
    "Tag",
    "Kinds of things",
    "Movements",
    "Reason",
)
OPERATIONS += ("Reference", "Note", "Loan", "Takes back", "Taken back by")
LEVELS: Head = (
    "SKU",
    "Item",
    "Location",
    *STATES,
    "On hand",
    "Value",
    "Reorder point",
    "Maximum",
    "Status",
)
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
    "Location",
    *STATES,
    "Quantity",
    "Replacement value",
)
ITEMS += ("May be borrowed", "Longest loan in days", "Notes")
LOCATIONS: Head = ("Location", "Pieces", "In use")


def movements(actor: Actor, /, **asked: Unpack[ledger.Asked]) -> Table:
    """Movements with the level's state after each, oldest first. Staff only."""
    access.check_may_look(actor)

    def rows() -> Iterator[Sequence[Any]]:
        who, currency = cells.Names(), settings.currency()
        found = pages(
            lambda after, limit: ledger.listed(
                actor, before=after, limit=limit, oldest_first=True, **asked
            ),
            lambda moved: moved.id,
        )
        for m in found:
            yield (
                *(
                    m.id,
                    cells.wall(m.at),
                    m.operation_id,
                    m.act,
                    who[m.actor_id],
                    m.item_name,
                    m.tag or "",
                    m.location,
                ),
                *(m.type, TYPES[m.type].category, m.from_state, m.to_state, m.quantity),
                *(
                    cells.amount(m.value_delta_minor, currency),
                    cells.amount(m.value_after_minor, currency),
                ),
                *(m.after[state] for state in STATES),
                *(m.checkout_id, m.note, m.hash),
            )

    return Table(MOVEMENTS, rows)


def operations(actor: Actor, /, **asked: Unpack[history.Asked]) -> Table:
    """What was done, newest first. Staff only."""
    access.check_may_look(actor)

    def rows() -> Iterator[Sequence[Any]]:
        for act in pages(
            lambda after, limit: history.listed(actor, before=after, limit=limit, **asked),
            lambda a: a.id,
        ):
            yield (
                *(
                    act.id,
                    cells.wall(act.at),
                    act.kind,
                    act.actor_name,
                    act.about,
                    act.tag or "",
                    act.kinds,
                    act.movements,
                ),
                *(
                    act.reason_words or "",
                    act.reference,
                    act.note,
                    act.checkout_id,
                    act.reverses,
                    act.undone_by,
                ),
            )

    return Table(OPERATIONS, rows)


def levels(
    actor: Actor,
    *,
    item: int | None = None,
    location: int | str | None = None,
    status: str | None = None,
    search: str = "",
) -> Table:
    """What is where, in which state, and what it is worth; as `levels.listed`. Staff only."""
    narrow: dict[str, Any] = {
        "item": item,
        "location": location,
        "status": status,
        "words": search,
    }
    kept.listed(
        actor, limit=1, **narrow
    )  # what cannot be is refused before the file begins

    def rows() -> Iterator[Sequence[Any]]:
        currency = settings.currency()
        for level in pages(
            lambda after, limit: kept.listed(actor, after=after, limit=limit, **narrow),
            lambda level: level.place,
        ):
            pieces = (*level.by_state.values(), level.on_hand)
            limits = level.reorder_point, level.maximum_stock, level.status
            worth = cells.amount(level.value_minor, currency)
            yield (level.sku, level.item_name, level.location, *pieces, worth, *limits)

    return Table(LEVELS, rows)


def things(
    actor: Actor, *, serial: str = "", code: str = "", item: int | None = None
) -> Table:
    """The units, as `units.search` finds them. Staff only."""
    access.check_may_look(actor)

    def fetch(after: int | None, limit: int) -> Sequence[Any]:
        return units.search(
            actor, serial=serial, code=code, item=item, after=after or 0, limit=limit
        )

    def rows() -> Iterator[Sequence[Any]]:
        for u in pages(fetch, lambda u: u.unit.id):
            yield (
                *(
                    u.tag,
                    u.serial_number or "",
                    u.batch_code or "",
                    u.item_name,
                    u.location,
                    u.state,
                    u.on_hand,
                ),
                *(u.condition, u.blocked_reason or "", u.notes),
            )

    return Table(UNITS, rows)


def items(
    actor: Actor,
    *,
    category: str | None = None,
    status: str | None = None,
    search: str = "",
) -> Table:
    """The items, as `items.search` finds them, with their pieces at all locations together. Staff only."""
    access.check_may_look(actor)
    narrow: dict[str, Any] = {"category": category, "status": status, "words": search}
    catalogue.search(
        actor, limit=1, **narrow
    )  # what cannot be is refused before the file begins

    def rows() -> Iterator[Sequence[Any]]:
        for x in pages(
            lambda after, limit: catalogue.search(
                actor, after=after, limit=limit, **narrow
            ),
            lambda x: (x.sort_key, x.id),
        ):
            yield (
                *(
                    x.sku,
                    x.name,
                    x.category,
                    x.make,
                    x.model,
                    x.location,
                    *(x.by_state[s] for s in STATES),
                    x.quantity,
                ),
                *(
                    Decimal(x.value),
                    cells.yes(x.is_borrowable),
                    x.max_checkout_days,
                    x.notes,
                ),
            )

    return Table(ITEMS, rows)


def locations(actor: Actor) -> Table:
    """Every place. Staff only."""
    access.check_may_look(actor)

    def rows() -> Iterator[Sequence[Any]]:
        for place in pages(
            lambda after, limit: places.listed(actor, after=after, limit=limit),
            lambda x: (x.sort_key, x.id),
        ):
            yield place.name, place.pieces, cells.yes(place.is_active)

    return Table(LOCATIONS, rows)
