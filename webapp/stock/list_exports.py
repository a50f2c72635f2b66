"""Exports of what stock works with: transfers, stocktakes, brands, suppliers, categories and SKU sequences."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from webapp.core.actor import Actor
from webapp.core.spreadsheet import Table, pages
from webapp.school import cells

from . import access, lists
from .items import brands as brand_list
from .items import categories as category_list
from .items import suppliers as supplier_list
from .skus import sequences
from .stocktakes import stocktakes as counts
from .transfers import transfers as journeys

Head = tuple[str, ...]
Rows = Iterator[Sequence[Any]]
TRANSFERS: Head = (
    "Transfer",
    "From",
    "To",
    "Status",
    "Expected on",
    "Pieces",
    "Sent",
    "Arrived",
    "Of them damaged",
)
TRANSFERS += ("Lost", "Sent back", "On the way", "Begun", "By", "Notes")
STOCKTAKES: Head = (
    "Stocktake",
    "Location",
    "Status",
    "Blind",
    "Lines",
    "Begun",
    "By",
    "Closed",
    "Notes",
)
BRANDS: Head = ("Brand", "Code", "Items")
SUPPLIERS: Head = ("Supplier", "Contact", "Units", "In use")
CATEGORIES: Head = ("Category", "Code", "Prefix of SKUs", "Items", "In use")
SEQUENCES: Head = (
    "Sequence",
    "Category",
    "Brand",
    "Template",
    "Prefix",
    "Suffix",
    "Next number",
    "Next SKU",
    "Counts",
)
SEQUENCES += ("What it is for",)


def transfers(
    actor: Actor, *, status: str | None = None, location: int | None = None
) -> Table:
    """Open ones first, then the newest, with what became of what is on them. Staff only."""
    access.check_may_move(actor)

    def fetch(after: tuple[int, int] | None, limit: int) -> Any:
        return journeys.listed(
            actor, status=status, location=location, after=after, limit=limit
        )

    def rows() -> Rows:
        who = cells.Names()
        for t in pages(fetch, lambda t: t.place):
            yield (
                *(
                    t.id,
                    t.from_name,
                    t.to_name,
                    journeys.WORDS[t.status],
                    t.expected_on,
                    t.planned,
                    *t.counts,
                ),
                *(t.counts.under_way, cells.wall(t.created_at), who[t.created_by], t.notes),
            )

    return Table(TRANSFERS, rows)


def stocktakes(
    actor: Actor, *, status: str | None = None, location: int | None = None
) -> Table:
    """Newest first. Staff only."""
    counts.check_may_count(actor)

    def fetch(before: int | None, limit: int) -> Any:
        return counts.listed(
            actor, status=status, location=location, before=before, limit=limit
        )

    def rows() -> Rows:
        who = cells.Names()
        for count in pages(fetch, lambda count: count.id):
            about = (
                count.id,
                count.location_name,
                count.status,
                cells.yes(count.is_blind),
                count.lines,
            )
            begun = cells.wall(count.opened_at), who[count.opened_by]
            yield (*about, *begun, cells.wall(count.closed_at), count.notes)

    return Table(STOCKTAKES, rows)


def brands(actor: Actor) -> Table:
    """By name, with how many items each has. Staff only."""
    return _small(
        actor, BRANDS, brand_list.listed, lambda brand: (brand.name, brand.code, brand.used)
    )


def suppliers(actor: Actor) -> Table:
    """By name, with how many units came from each. Staff only."""

    def row(it: lists.Entry) -> Sequence[Any]:
        return it.name, it.contact, it.used, cells.yes(it.is_active)

    return _small(actor, SUPPLIERS, supplier_list.listed, row)


def categories(actor: Actor) -> Table:
    """By name, with how many items each has. Staff only."""

    def row(it: lists.Entry) -> Sequence[Any]:
        return it.name, it.code, it.prefix, it.used, cells.yes(it.is_active)

    return _small(actor, CATEGORIES, category_list.listed, row)


def skus(actor: Actor) -> Table:
    """SKU sequences in the order they were added; none of them counts on for it. Staff only."""
    lists.check_may_look(actor)

    def rows() -> Rows:
        for it in pages(
            lambda after, limit: sequences.listed(actor, after=after or 0, limit=limit),
            lambda it: it.id,
        ):
            scope = it.id, it.category_name or "Any", it.make or "Any"
            made = it.template, it.prefix, it.suffix, it.next_number, it.example
            yield (*scope, *made, cells.yes(it.is_active), it.description)

    return Table(SEQUENCES, rows)


def _small(
    actor: Actor,
    head: Head,
    listed: Callable[..., list[lists.Entry]],
    row: Callable[[lists.Entry], Sequence[Any]],
) -> Table:
    lists.check_may_look(actor)

    def rows() -> Rows:
        found = pages(
            lambda after, limit: listed(actor, after=after, limit=limit),
            lambda it: (it.sort_key, it.id),
        )
        yield from map(row, found)

    return Table(head, rows)
