"""What the school has already: the items, units and locations that the rows of a spreadsheet may name."""

from typing import NamedTuple

from sqlalchemy import Select, select

from webapp.core import rows, text
from webapp.core.db import db
from webapp.core.words import _
from webapp.people import card_codes
from webapp.school import settings

from ..items import categories
from ..ledger.arrivals import item_was_undone
from ..models import Item, Location, Unit
from .kinds import Kind
from .pieces import SAID_ONCE, kind, of_size


class _Item(NamedTuple):
    id: int
    name: str
    make: str
    model: str
    value_minor: int
    condition: str
    notes: str
    was_undone: bool
    needs_approval: bool
    needs_second_look: bool
    max_checkout_days: int
    loan_hours: int | None
    max_renewals: int | None
    renews_itself: bool
    service_days: int
    size: str
    composer: str
    arranger: str
    instrumentation: str
    barcode: str


class InStock:
    """What is there already, in a few queries however long the spreadsheet is.

    Tags and serial numbers stand with words that say where each of them is; the rows of the spreadsheet add theirs.
    """

    def __init__(self) -> None:
        self.items = _items()
        on_card = _("on somebody's card, perhaps on one that was lost")
        self.tags = dict.fromkeys(card_codes.all_taken(), on_card)
        self.numbers: dict[str, str] = {}  # tags of figures alone, by their number
        self.serials: dict[tuple[int | str, str], str] = {}
        self.serials_of_any_kind: dict[str, str] = {}
        self._read_units()
        self.locations = {
            text.folded(name): name for name in db.session.scalars(select(Location.name))
        }
        self.categories = set(categories.choices())
        self.currency = settings.currency()

    def _read_units(self) -> None:
        query = select(Unit.item_id, Unit.tag, Unit.tag_key, Unit.serial_key)
        for item_id, tag, tag_key, serial_key in db.session.execute(query):
            self.tags[tag_key] = _("already in stock")
            self.numbers.setdefault(number(tag_key), tag_key)
            if serial_key:
                owner = _("that of %(tag)s, already in stock", tag=tag)
                self.serials[item_id, serial_key] = owner
                self.serials_of_any_kind[serial_key] = owner

    def kind(self, key: str) -> Kind | None:
        """The item of this kind, with no pieces yet; a new object each time, for rows that fail may change it."""
        item = self.items.get(key)
        return item and Kind(
            item.name,
            item.make,
            item.model,
            category="",
            id=item.id,
            value_minor=item.value_minor,
            condition=item.condition,
            notes=item.notes.split("\n") if item.notes else [],
            was_undone=item.was_undone,
            needs_approval=item.needs_approval,
            needs_second_look=item.needs_second_look,
            max_checkout_days=item.max_checkout_days,
            loan_hours=item.loan_hours,
            max_renewals=item.max_renewals,
            renews_itself=item.renews_itself,
            service_days=item.service_days,
            **{name: getattr(item, name) for name in SAID_ONCE},
        )


def number(tag_key: str) -> str:
    """A tag without the zeros before it, which spreadsheet programs leave out; as it is unless it is all figures."""
    return tag_key.lstrip("0") if tag_key.isdecimal() else tag_key


def _items() -> dict[str, _Item]:
    """The items that are not archived, by what makes rows and items one kind, and by that with their size."""
    items: dict[str, _Item] = {}
    for item in rows.made(_Item, _columns().where(Item.archived_at.is_(None))):
        key = kind(item.name, item.make, item.model, item.composer, item.arranger)
        items.setdefault(key, item)
        items.setdefault(of_size(key, item.size), item)
    return items


def _columns() -> Select[*tuple[object, ...]]:
    return select(
        Item.id,
        Item.name,
        Item.make,
        Item.model,
        Item.value_minor,
        Item.condition,
        Item.notes,
        item_was_undone().label("was_undone"),
        Item.needs_approval,
        Item.needs_second_look,
        Item.max_checkout_days,
        Item.loan_hours,
        Item.max_renewals,
        Item.renews_itself,
        Item.service_days,
        *(getattr(Item, name) for name in SAID_ONCE),
    ).order_by(Item.id)
