"""In stock: what the rules of lending ask about items and units before any of them leaves, for one loan or for many."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import cached_property

from webapp.school import calendar
from webapp.stock.items import archiving, items
from webapp.stock.items.archiving import Terms
from webapp.stock.operations.matching import Item
from webapp.stock.units import units, untagged
from webapp.stock.units.units import Unit

from ..availability import availability
from ..availability.availability import Shelf
from ..models import Checkout
from . import choices
from .choices import Aside, Choice


class InStock:
    """Each answer is asked for as it is needed: for one loan."""

    def pick(self, item_id: int, reference: int | str) -> Unit:
        """A unit of an item to hand out. NotFound if it has none, Conflict if it is blocked."""
        return units.pick(item_id, reference)

    def promised(
        self, checkout: Checkout, unit_ids: Collection[int], due_on: date | None = None
    ) -> dict[int, Aside]:
        """Who else is to have these units on the days of this loan, perhaps until another day."""
        return choices.promised(checkout, unit_ids, due_on)

    def loose(self, item_id: int) -> Mapping[int, int]:
        """How many pieces without a tag are on each shelf, most first."""
        return untagged.by_location(item_id)

    def home(self, item_id: int) -> int:
        return items.home_location(item_id)

    def on_shelf(self, item_id: int) -> list[Choice]:
        """The units that could be handed out now."""
        return choices.on_shelf([item_id])[item_id]

    def shelf(self, item_id: int, starts: date) -> Shelf:
        """How many are free from a day on."""
        return availability.shelf(item_id, starts)

    def terms(self, item_id: int) -> Terms:
        return archiving.terms(item_id)


class ReadAtOnce(InStock):
    """Read for many loans in as many statements as for one; what one of them takes, the next no longer finds."""

    def __init__(self, items: Mapping[int, Item], units: Mapping[int, Unit]) -> None:
        self.items, self.units = items, units
        self._aside = choices.set_aside(units)
        self._loose = untagged.of_items(items)
        self._taken = set[int]()

    @cached_property
    def _on_shelf(self) -> dict[int, list[Choice]]:
        return choices.on_shelf(self.items)

    @cached_property
    def _shelves(self) -> dict[int, Shelf]:
        return availability.shelves(self.items)

    def pick(self, item_id: int, reference: int | str) -> Unit:
        return units.check_may_leave(item_id, self.units.get(int(reference)))

    def promised(
        self, checkout: Checkout, unit_ids: Collection[int], due_on: date | None = None
    ) -> dict[int, Aside]:
        return choices.others(checkout, self._aside, unit_ids, due_on)

    def aside(self, unit_id: int) -> Sequence[Aside]:
        """The loans that a unit lies ready for, or is to be fetched for by now."""
        today = calendar.today()
        return [each for each in self._aside.get(unit_id, ()) if each.is_due(today)]

    def let_go(self, unit_id: int) -> None:
        """A unit is to lie ready for nobody any more."""
        self._aside.pop(unit_id, None)

    def loose(self, item_id: int) -> Mapping[int, int]:
        return self._loose[item_id]

    def home(self, item_id: int) -> int:
        return self.items[item_id].home_location_id

    def on_shelf(self, item_id: int) -> list[Choice]:
        there = self._on_shelf[item_id]
        return [choice for choice in there if choice.id not in self._taken]

    def shelf(self, item_id: int, starts: date) -> Shelf:
        return self._shelves[item_id]

    def terms(self, item_id: int) -> Terms:
        item = self.items[item_id]
        return Terms(
            item.name,
            item.archived_at is not None,
            item.is_borrowable,
            max_checkout_days=item.max_checkout_days,
            loan_hours=item.loan_hours,
            needs_second_look=item.needs_second_look,
        )

    def take(
        self, item_id: int, location_id: int, pieces: int, unit_id: int | None
    ) -> None:
        """So many leave a shelf with the loan that is planned now."""
        if unit_id:
            self._taken.add(unit_id)
        else:
            self._loose[item_id][location_id] -= pieces


ASK = InStock()
