"""Exports: repairs as a table for a spreadsheet."""

from collections.abc import Iterator, Sequence
from typing import Any

from webapp.core.actor import Actor
from webapp.core.errors import NotAllowed
from webapp.core.spreadsheet import Table, pages
from webapp.school import cells, settings

from . import access, repairs

HEAD: tuple[str, ...] = (
    "Repair",
    "Kind",
    "Status",
    "Item",
    "Tag",
    "Location",
    "Pieces",
    "Damage",
    "Severity",
    "Quality check",
)
HEAD += (
    "Vendor",
    "Estimate",
    "Cost",
    "Expected back",
    "Overdue",
    "Loan",
    "Begun",
    "By",
    "Closed",
    "What is wrong",
)


def all_repairs(actor: Actor, **asked: Any) -> Table:
    """Newest first; `asked` as in `repairs.listed`. Staff only."""
    if not access.may_see(actor):
        raise NotAllowed("Only staff can see repairs")

    def rows() -> Iterator[Sequence[Any]]:
        who, currency = cells.Names(), settings.currency()
        found = pages(
            lambda before, limit: repairs.listed(
                actor, before=before, limit=limit, **asked
            ),
            lambda job: job.id,
        )
        for job in found:
            about = (
                job.id,
                job.kind,
                job.status,
                job.item_name,
                job.tag,
                job.location,
                job.quantity,
            )
            amounts = (
                cells.amount(minor, currency)
                for minor in (job.estimate_minor, job.cost_minor)
            )
            yield (
                *(
                    *about,
                    job.damage_type,
                    job.severity,
                    job.quality_check,
                    job.vendor_name,
                    *amounts,
                ),
                *(
                    job.expected_on,
                    cells.yes(job.is_overdue),
                    job.checkout_id,
                    cells.wall(job.opened_at),
                ),
                *(who[job.opened_by], cells.wall(job.closed_at), job.description),
            )

    return Table(HEAD, rows)
