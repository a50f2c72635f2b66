"""Exports of what stock works with: transfers, stocktakes, brands, suppliers, categories and SKU sequences."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime

from webapp.core.actor import Actor
from webapp.core.derived import place_of
from webapp.core.spreadsheet import Table, pages
from webapp.core.words import _, lazy
from webapp.school import cells

from . import access, lists
from .items import brands as brand_list
from .items import categories as category_list
from .items import suppliers as supplier_list
from .models import Category, Stocktake, Supplier
from .skus import sequences
from .skus.sequences import Counter
from .stocktakes import stocktakes as counts
from .transfers import transfers as journeys
from .transfers.journey import Journey

Head = tuple[str, ...]
Row = Sequence[str | int | date | datetime | None]
TRANSFERS: Head = (
    lazy("Transfer"),
    lazy("From"),
    lazy("To"),
    lazy("Status"),
    lazy("Expected on"),
    lazy("Pieces"),
    lazy("Sent"),
    lazy("Arrived"),
    lazy("Of them damaged"),
    lazy("Lost"),
    lazy("Sent back"),
    lazy("On the way"),
    lazy("Begun"),
    lazy("By"),
    lazy("Notes"),
)
STOCKTAKES: Head = (
    lazy("Stocktake"),
    lazy("Location"),
    lazy("Status"),
    lazy("Blind"),
    lazy("Lines"),
    lazy("Begun"),
    lazy("By"),
    lazy("Closed"),
    lazy("Notes"),
)
BRANDS: Head = (lazy("Brand"), lazy("Code"), lazy("Items"))
SUPPLIERS: Head = (lazy("Supplier"), lazy("Contact"), lazy("Units"), lazy("In use"))
CATEGORIES: Head = (
    lazy("Category"),
    lazy("Code"),
    lazy("Prefix of SKUs"),
    lazy("Items"),
    lazy("In use"),
)
SEQUENCES: Head = (
    lazy("Sequence"),
    lazy("Category"),
    lazy("Brand"),
    lazy("Template"),
    lazy("Prefix"),
    lazy("Suffix"),
    lazy("Next number"),
    lazy("Next SKU"),
    lazy("Counts"),
    lazy("What it is for"),
)


def transfers(
    actor: Actor, *, status: str | None = None, location: int | None = None
) -> Table:
    """Open ones first, then the newest, with what became of what is on them. Staff only."""
    access.check_may_move(actor)

    def fetch(after: tuple[int, int] | None, limit: int) -> list[Journey]:
        return journeys.listed(
            actor, status=status, location=location, after=after, limit=limit
        )

    def rows() -> Iterator[Row]:
        names = cells.Names()
        for journey in pages(fetch, lambda journey: journey.place):
            yield _transfer(journey, names)

    return Table(TRANSFERS, rows)


def stocktakes(
    actor: Actor, *, status: str | None = None, location: int | None = None
) -> Table:
    """Newest first. Staff only."""
    counts.check_may_count(actor)

    def fetch(before: int | None, limit: int) -> list[Stocktake]:
        return counts.listed(
            actor, status=status, location=location, before=before, limit=limit
        )

    def rows() -> Iterator[Row]:
        names = cells.Names()
        for count in pages(fetch, lambda count: count.id):
            yield _stocktake(count, names)

    return Table(STOCKTAKES, rows)


def brands(actor: Actor) -> Table:
    """By name, with how many items each has. Staff only."""
    return _entries(
        actor, BRANDS, brand_list.listed, lambda brand: (brand.name, brand.code, brand.used)
    )


def suppliers(actor: Actor) -> Table:
    """By name, with how many units came from each. Staff only."""
    return _entries(actor, SUPPLIERS, supplier_list.listed, _supplier)


def categories(actor: Actor) -> Table:
    """By name, with how many items each has. Staff only."""
    return _entries(actor, CATEGORIES, category_list.listed, _category)


def skus(actor: Actor) -> Table:
    """SKU sequences in the order they were added; none of them counts on for it. Staff only."""
    lists.check_may_look(actor)

    def fetch(after: int | None, limit: int) -> list[Counter]:
        return sequences.listed(actor, after=after or 0, limit=limit)

    def rows() -> Iterator[Row]:
        for counter in pages(fetch, lambda counter: counter.sequence.id):
            yield _sequence(counter)

    return Table(SEQUENCES, rows)


def _entries(
    actor: Actor,
    head: Head,
    listed: Callable[..., list[lists.Row]],
    row: Callable[[lists.Row], Row],
) -> Table:
    """All of a small list, read page after page; `row` makes the cells below the head."""
    lists.check_may_look(actor)

    def fetch(after: tuple[str, int] | None, limit: int) -> list[lists.Row]:
        return listed(actor, after=after, limit=limit)

    def rows() -> Iterator[Row]:
        yield from map(row, pages(fetch, place_of))

    return Table(head, rows)


def _supplier(supplier: Supplier) -> Row:
    is_active = cells.yes(supplier.is_active)
    return supplier.name, supplier.contact, supplier.used, is_active


def _category(category: Category) -> Row:
    is_active = cells.yes(category.is_active)
    return category.name, category.code, category.prefix, category.used, is_active


def _transfer(journey: Journey, names: cells.Names) -> Row:
    return (
        journey.id,
        journey.from_name,
        journey.to_name,
        journeys.WORDS[journey.status],
        journey.expected_on,
        journey.planned,
        *journey.counts,
        journey.counts.under_way,
        cells.wall(journey.created_at),
        names[journey.created_by],
        journey.notes,
    )


def _stocktake(count: Stocktake, names: cells.Names) -> Row:
    return (
        count.id,
        count.location_name,
        count.status,
        cells.yes(count.is_blind),
        count.lines,
        cells.wall(count.opened_at),
        names[count.opened_by],
        cells.wall(count.closed_at),
        count.notes,
    )


def _sequence(counter: Counter) -> Row:
    sequence = counter.sequence
    return (
        sequence.id,
        counter.category_name or _("Any"),
        counter.make or _("Any"),
        sequence.template,
        sequence.prefix,
        sequence.suffix,
        sequence.next_number,
        counter.example,
        cells.yes(sequence.is_active),
        sequence.description,
    )
