"""Most lent, least lent: a table of items by how often and how long they were lent, and what each family comes to."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple, Unpack

from webapp.core.actor import Actor
from webapp.core.spreadsheet import Row, Table, pages
from webapp.core.words import _, lazy
from webapp.lending.lists import demand
from webapp.lending.lists.demand import Filter, Lent, Period, Place
from webapp.stock.items.families import FAMILIES

ORDERS = {
    "most": lazy("Most often first"),
    "least": lazy("Least often first"),
    "longest": lazy("Most days first"),
}
HEAD = (
    lazy("Item"),
    lazy("SKU"),
    lazy("Family"),
    lazy("Loans"),
    lazy("Days on loan"),
    lazy("From"),
    lazy("Until"),
)


class Family(NamedTuple):
    """What a family of items comes to."""

    name: str
    loans: int
    days: int


def name_of(family: str) -> str:
    """What people call a family; what belongs to none is told so."""
    return str(FAMILIES[family]) if family in FAMILIES else _("Other things")


def families(actor: Actor, since: date | None, until: date | None) -> list[Family]:
    """Of every family with an item that is lent, the most lent first."""
    sums = demand.by_family(actor, since=since, until=until)
    return [Family(name_of(key), *numbers) for key, numbers in sums.items()]


def table(actor: Actor, /, **wanted: Unpack[Filter]) -> Table:
    """The whole list as a spreadsheet has it."""
    days = demand.period(wanted.get("since"), wanted.get("until"))

    def fetch(after: Place | None, limit: int) -> list[Lent]:
        return demand.listed(actor, after=after, limit=limit, **wanted)

    fetch(None, 1)  # what cannot be is refused before the file begins

    def rows() -> Iterator[Row]:
        for each in pages(fetch, lambda each: each.place):
            yield _row(each, days)

    return Table(HEAD, rows)


def _row(each: Lent, days: Period) -> Row:
    name = name_of(each.family)
    return each.name, each.sku, name, each.loans, each.days, days.since, days.until
