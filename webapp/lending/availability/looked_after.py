"""Looked after: what comes back stays off the shelf for so many open days of its item, and staff can end that.

The last of these days is worked out from the day on which it came back, so it moves with closed days and opening
hours; only that somebody said it is ready is kept. Who asks counts these days, after every loan; who gives does not.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from webapp.core.words import _, ngettext
from webapp.school import calendar, open_days
from webapp.stock.items.stocked import Item
from webapp.stock.movements import came_back
from webapp.stock.movements.came_back import CameBack


class LookedAfter(NamedTuple):
    """So many pieces that came back on a day, and the last day on which they are looked after.

    Staff, who may lend them all the same, are told both, first `since` when and then what is `told`.
    """

    piece: CameBack
    until: date

    @property
    def is_ready(self) -> bool:
        """Whether somebody said so, before the days were over."""
        return self.piece.ended_at is not None

    @property
    def since(self) -> str:
        """In a few words when it came back."""
        back = self.piece.day
        if back == calendar.today():
            return _("Only back since today:")
        return _("Back since %(day)s:", day=calendar.in_words(back))

    @property
    def told(self) -> str:
        """Until when it is looked after, or that it is ready."""
        day = calendar.in_words(self.until)
        if self.is_ready:
            return _("ready, sooner than %(day)s", day=day)
        return _("to be looked after until %(day)s", day=day)


def last_day(back_on: date, days: int) -> date:
    """The last day on which something is looked after that comes back on a day: so many open days later."""
    return open_days.now_decided().after(back_on, days)


def first_free(back_on: date, days: int) -> date:
    """The day after."""
    return calendar.after(last_day(back_on, days), 1)


def latest_due(first: date, days: int) -> date:
    """The last open day on which something may be due that others have from a day on, with time to look after it."""
    return open_days.now_decided().before(first, days + 1)


def of_items(item_ids: Collection[int]) -> list[LookedAfter]:
    """What of these items is looked after today, or would be if nobody had said that it is ready; one query."""
    return list(_today(came_back.of_items(item_ids)))


def by_item(item_ids: Collection[int]) -> dict[int, list[LookedAfter]]:
    """The same without what is ready, by item; no query for none."""
    found: dict[int, list[LookedAfter]] = {id: [] for id in item_ids}
    for each in not_ready(of_items(item_ids)) if item_ids else []:
        found[each.piece.item_id].append(each)
    return found


def of_units(unit_ids: Collection[int]) -> list[LookedAfter]:
    """The same of these units; no query for none."""
    return list(_today(came_back.of_units(unit_ids))) if unit_ids else []


def of_unit(item: Item, unit_id: int) -> list[LookedAfter]:
    """The same of one unit of an item; no query where the item is never looked after."""
    return of_units([unit_id]) if item.service_days else []


def everywhere() -> list[LookedAfter]:
    """Of all items what is looked after today, what is over first; the caller has checked who may know."""
    found = not_ready(_today(came_back.everywhere()))
    return sorted(found, key=lambda each: (each.until, each.piece.movement_id))


def of_loan(item_id: int, checkout_id: int) -> list[LookedAfter]:
    """What came back of one loan."""
    found = of_items([item_id])
    return [each for each in found if each.piece.checkout_id == checkout_id]


def not_ready(found: Iterable[LookedAfter]) -> list[LookedAfter]:
    return [each for each in found if not each.is_ready]


def _today(pieces: Sequence[CameBack]) -> Iterator[LookedAfter]:
    today = calendar.today()
    for piece in pieces:
        until = last_day(piece.day, piece.service_days)
        if until >= today:
            yield LookedAfter(piece, until)


def rule(days: int) -> str:
    """How long each piece of an item is looked after, for staff; empty where it is not."""
    if not days:
        return ""
    return ngettext(
        "Looked after for %(num)s open day after each return",
        "Looked after for %(num)s open days after each return",
        days,
    )
