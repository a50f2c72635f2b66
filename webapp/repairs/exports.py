"""Exports: repairs as a table for a spreadsheet."""

from collections.abc import Iterator
from typing import Unpack

from webapp.core.actor import Actor
from webapp.core.errors import NotAllowed
from webapp.core.spreadsheet import Row, Table, pages
from webapp.core.words import _, lazy
from webapp.school import cells, settings

from . import access, repairs
from .models import Repair
from .repairs import Filters

HEAD = (
    lazy("Repair"),
    lazy("Kind"),
    lazy("Status"),
    lazy("Item"),
    lazy("Tag"),
    lazy("Location"),
    lazy("Pieces"),
    lazy("Damage"),
    lazy("Severity"),
    lazy("Quality check"),
    lazy("Vendor"),
    lazy("Estimate"),
    lazy("Cost"),
    lazy("Expected back"),
    lazy("Overdue"),
    lazy("Loan"),
    lazy("Begun"),
    lazy("By"),
    lazy("Closed"),
    lazy("What is wrong"),
)


def all_repairs(actor: Actor, **filters: Unpack[Filters]) -> Table:
    """Newest first, filtered as in `repairs.listed`. Staff only."""
    if not access.may_see(actor):
        raise NotAllowed(_("Only staff can see repairs"))

    def rows() -> Iterator[Row]:
        names, currency = cells.Names(), settings.currency()
        listed = pages(
            lambda before, limit: repairs.listed(
                actor, before=before, limit=limit, **filters
            ),
            lambda repair: repair.id,
        )
        for repair in listed:
            yield _row(repair, names, currency)

    return Table(HEAD, rows)


def _row(repair: Repair, names: cells.Names, currency: str) -> Row:
    """The cells below HEAD."""
    return (
        repair.id,
        repair.kind,
        repair.status,
        repair.item_name,
        repair.tag,
        repair.location,
        repair.quantity,
        repair.damage_type,
        repair.severity,
        repair.quality_check,
        repair.vendor_name,
        cells.amount(repair.estimate_minor, currency),
        cells.amount(repair.cost_minor, currency),
        repair.expected_on,
        cells.yes(repair.is_overdue),
        repair.checkout_id,
        cells.wall(repair.opened_at),
        names[repair.opened_by],
        cells.wall(repair.closed_at),
        repair.description,
    )
