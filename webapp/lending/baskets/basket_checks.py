"""What of a basket can still be had, and what would do where it cannot: told on its page and when it is sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from webapp.core.actor import Actor
from webapp.core.errors import Offer
from webapp.core.words import _, lazy, ngettext
from webapp.school import calendar
from webapp.stock.items import items
from webapp.stock.items.archiving import Terms
from webapp.stock.items.stocked import Item

from ..asking import asking_sets, enough, set_shelves
from ..asking.enough import Free
from ..asking.set_shelves import SetShelf
from ..availability import availability
from ..availability.availability import Shelf
from ..days import desk_room
from ..days.loan_days import Days
from ..days.visits import Room, room_for
from ..models import Basket, BasketLine
from ..queues import ahead
from ..queues.ahead import Ahead
from ..rules import limits
from . import basket_days


@dataclass(frozen=True)
class CheckedLine:
    """A line of a basket: its days, how many are free on all of them, and why it cannot be sent, if so.

    Each offer is a change of the line that would do. It is for an item, or for the line's set where there is none.
    """

    line: BasketLine
    item: Item | None
    days: Days
    free: int
    problem: str = ""
    offers: list[Offer] = field(default_factory=list)

    @property
    def name(self) -> str:
        thing = self.item or self.line.set
        return thing.name if thing else ""

    @property
    def pictured(self) -> Item | None:
        """The item whose picture stands for it: of a set the first one in it."""
        return self.item or next((part.item for part in self.line.parts), None)

    @property
    def is_lent(self) -> bool:
        """Whether it can be borrowed at all."""
        if self.item:
            return self.item.is_borrowable and not self.item.archived_at
        row = self.line.set
        return row is not None and row.is_lent and not row.archived_at

    @property
    def id(self) -> int:
        return self.line.id

    @property
    def is_lost(self) -> bool:
        """Whether it keeps the basket from being sent."""
        return bool(self.problem) and not self.line.is_for_later


def of(actor: Actor, basket: Basket, days: Days | None = None) -> list[CheckedLine]:
    """Each line as it is now, perhaps with the same other `days` for all.

    Two queries, however many lines, and two to four more where there are sets.

    What the actor's own basket holds does not count against it, but its earlier lines count against the later ones.
    """
    stock = _read(actor, basket)
    before: list[BasketLine] = []
    checked = []
    for line in basket.lines:
        wanted = days or Days(line.starts_on, line.due_on)
        checked.append(_check(actor, stock, line, wanted, line.beside(before)))
        if not line.is_for_later:
            before.append(line)
    return checked


class _Stock(NamedTuple):
    """What is known of the things in a basket, by the ids of items and of sets."""

    items: Mapping[int, Item]
    shelves: Mapping[int, Shelf]  # what those who wait need is free there
    ahead: Mapping[int, Ahead]  # only of items that somebody waits for
    sets: Mapping[int, SetShelf]
    room: Room  # at the desk


def _read(actor: Actor, basket: Basket) -> _Stock:
    item_ids = {line.item_id for line in basket.lines if line.item_id}
    sets = [line.set for line in basket.lines if line.set]
    shelves = availability.shelves(item_ids, except_basket_of=actor.id) if item_ids else {}
    return _Stock(
        {each.item.id: each.item for each in items.by_ids(item_ids)} if item_ids else {},
        shelves,
        ahead.of_waited(actor, shelves, except_basket_of=actor.id),
        set_shelves.shelves(actor, sets, except_basket_of=actor.id) if sets else {},
        room_for(actor),
    )


def _check(
    actor: Actor, stock: _Stock, line: BasketLine, days: Days, others: list[BasketLine]
) -> CheckedLine:
    """A line beside the others of its basket that count before it."""
    if line.item_id:
        pieces = sum(other.pieces(line.item_id) for other in others)
        return _check_item(actor, stock, line, line.item_id, days, pieces)
    shelf = stock.sets[line.set_id or 0].beside(others)
    return _check_set(actor, line, shelf, days, stock.room)


def _check_item(
    actor: Actor, stock: _Stock, line: BasketLine, id: int, days: Days, besides: int
) -> CheckedLine:
    item, free = stock.items[id], _free(actor, stock, id, besides)
    is_lent = partial(limits.check_terms, _terms(item))
    problem, offers = basket_days.wrong_thing_or_days(
        actor,
        is_lent,
        item.max_checkout_days,
        days,
        stock.room,
        lambda *near: free.on(*near) >= line.quantity,
    )
    if not problem:
        problem, offers = _too_few_or_full(stock, line, days, free)
    return CheckedLine(line, item, days, free.on(*days), problem, offers)


def _too_few_or_full(
    stock: _Stock, line: BasketLine, days: Days, free: Free
) -> tuple[str, list[Offer]]:
    if free.on(*days) < line.quantity:
        return _too_few(line, days, free, _people_first(stock, line, days, free))
    return basket_days.told(partial(enough.check_room, free, days, line.quantity))


def _free(actor: Actor, stock: _Stock, id: int, besides: int) -> Free:
    """What of an item is left beside those who wait."""
    shelf = stock.shelves[id].beside(_ahead(stock, id).spans)
    longest = stock.items[id].max_checkout_days
    return enough.of(actor, shelf, besides, longest, stock.room)


def _people_first(stock: _Stock, line: BasketLine, days: Days, free: Free) -> int:
    """How many people wait for what would be enough but for them."""
    id = line.item_id or 0
    is_enough = free._replace(shelf=stock.shelves[id]).on(*days) >= line.quantity
    return _ahead(stock, id).people if is_enough else 0


def _ahead(stock: _Stock, id: int) -> Ahead:
    return stock.ahead.get(id, ahead.NOBODY)


def _check_set(
    actor: Actor, line: BasketLine, shelf: SetShelf, days: Days, room: Room
) -> CheckedLine:
    row = shelf.row
    terms = [_terms(part.item) for part in row.parts]
    is_lent = partial(asking_sets.check_is_lent, row, terms)
    problem, offers = basket_days.wrong_thing_or_days(
        actor,
        is_lent,
        row.longest,
        days,
        room,
        lambda *near: shelf.free(*near) >= line.quantity,
    )
    if not problem:
        check = partial(asking_sets.check_enough, actor, shelf, days, line.quantity, room)
        problem, offers = basket_days.told(check)
    left = shelf.free(*days)
    return CheckedLine(line, None, days, left, problem, offers)


def _terms(item: Item) -> Terms:
    return Terms(item.name, bool(item.archived_at), item.is_borrowable)


def _too_few(
    line: BasketLine, days: Days, free: Free, people: int
) -> tuple[str, list[Offer]]:
    """How many are free of those that are wanted, or that `people` who wait come first; fewer would do, or from another
    day on.
    """
    left = free.on(*days)
    words = _why(line, days, free, people)
    offers = [limits.fewer(left, lazy("Take %(number)s"))] if left else []
    offers += enough.before_others(free, days, line.quantity)
    if near := free.first_days(*days, line.quantity):
        offers.append(desk_room.other_days(days, near))
        first = calendar.in_words(near[0])
        words = f"{words} {_('From %(first)s on there is enough.', first=first)}"
    return words, offers


def _why(line: BasketLine, days: Days, free: Free, people: int) -> str:
    """In sentences: who comes first, or who has it soon after, or how many are free."""
    if people:
        return f"{enough.comes_first(people)}."
    if words := enough.others_have_it(free, days, line.quantity):
        return f"{words}."
    return _left_in_words(line, days, free.on(*days))


def _left_in_words(line: BasketLine, days: Days, left: int) -> str:
    facts = {"asked": line.quantity, "day": calendar.in_words(days.due)}
    if not left:
        return _("None is free for those days, until %(day)s.", day=facts["day"])
    return ngettext(
        "%(num)s of the %(asked)s you want is free until %(day)s.",
        "%(num)s of the %(asked)s you want are free until %(day)s.",
        left,
        **facts,
    )
