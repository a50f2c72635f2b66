"""What of a basket can still be had, and what would do where it cannot: told on its page and when it is sent."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from webapp.core.actor import Actor
from webapp.core.errors import Offer, Refusal
from webapp.core.words import _, lazy, ngettext
from webapp.school import calendar
from webapp.stock.items import items
from webapp.stock.items.archiving import Terms
from webapp.stock.items.stocked import Item

from . import availability, limits
from .availability import Shelf
from .baskets import Days
from .models import Basket, BasketLine


@dataclass(frozen=True)
class CheckedLine:
    """A line of a basket: its days, how many pieces are free on all of them, and why it cannot be sent, if so.

    Each offer is a change of the line that would do.
    """

    line: BasketLine
    item: Item
    days: Days
    free: int
    problem: str = ""
    offers: list[Offer] = field(default_factory=list)

    @property
    def id(self) -> int:
        return self.line.id

    @property
    def is_lost(self) -> bool:
        """Whether it keeps the basket from being sent."""
        return bool(self.problem) and not self.line.is_for_later


def of(actor: Actor, basket: Basket, days: Days | None = None) -> list[CheckedLine]:
    """Each line as it is now, perhaps with the same other `days` for all; two queries, however many lines.

    What the actor's own basket holds does not count against it, but its earlier lines count against the later ones.
    """
    item_ids = {line.item_id for line in basket.lines}
    if not item_ids:
        return []
    things = {stocked.item.id: stocked.item for stocked in items.by_ids(item_ids)}
    shelves = availability.shelves(item_ids, except_basket_of=actor.id)
    return list(_checked(actor, basket, days, things, shelves))


def _checked(
    actor: Actor,
    basket: Basket,
    days: Days | None,
    things: Mapping[int, Item],
    shelves: Mapping[int, Shelf],
) -> Iterator[CheckedLine]:
    before: list[BasketLine] = []
    for line in basket.lines:
        free = limits.Free(shelves[line.item_id], line.pieces_beside(before))
        wanted = days or Days(line.starts_on, line.due_on)
        yield _check(actor, line, things[line.item_id], wanted, free)
        if not line.is_for_later:
            before.append(line)


def _check(
    actor: Actor, line: BasketLine, item: Item, days: Days, free: limits.Free
) -> CheckedLine:
    left = free.on(*days)
    problem, offers = _wrong_item_or_days(actor, item, days)
    if not problem and left < line.quantity:
        problem, offers = _too_few(line, days, free)
    return CheckedLine(line, item, days, left, problem, offers)


def _wrong_item_or_days(actor: Actor, item: Item, days: Days) -> tuple[str, list[Offer]]:
    """Why it cannot be lent, or not on these days, and the nearest days that would do."""
    longest = item.max_checkout_days
    try:
        limits.check_terms(Terms(item.name, bool(item.archived_at), item.is_borrowable))
        limits.days(actor, *days, longest)
    except Refusal as no:
        if not no.fields:
            return no.message, []
        starts = max(days.starts, calendar.today())
        last = starts + timedelta(days=longest)
        near = Days(starts, max(starts, min(days.due, last)))
        return next(iter(no.fields.values())), [_other_days(days, near)]
    return "", []


def _too_few(line: BasketLine, days: Days, free: limits.Free) -> tuple[str, list[Offer]]:
    """How many are free of those that are wanted; fewer would do, or from another day on."""
    left = free.on(*days)
    facts = {"asked": line.quantity, "day": calendar.in_words(days.due)}
    words = (
        ngettext(
            "%(num)s of the %(asked)s you want is free until %(day)s.",
            "%(num)s of the %(asked)s you want are free until %(day)s.",
            left,
            **facts,
        )
        if left
        else _("None is free until %(day)s.", day=facts["day"])
    )
    offers = [limits.fewer(left, lazy("Take %(number)s"))] if left else []
    if near := free.first_days(*days, line.quantity):
        offers.append(_other_days(days, Days(*near)))
        first = calendar.in_words(near[0])
        words = f"{words} {_('From %(first)s on there is enough.', first=first)}"
    return words, offers


def _other_days(days: Days, near: Days) -> Offer:
    """The nearest days that would do, named by what of them is new."""
    words = (
        _("From %(first)s", first=calendar.in_words(near.starts))
        if near.starts != days.starts
        else _("Until %(last)s", last=calendar.in_words(near.due))
    )
    return Offer(
        words, {"checkout_date": near.starts.isoformat(), "due_date": near.due.isoformat()}
    )
