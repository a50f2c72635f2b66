"""Enough: whether there is enough of an item for whoever asks, and if not, from which day on there is.

What those ahead in its queue are likely to need is not theirs to ask for: see `queues.ahead`.
"""

from datetime import date
from typing import NamedTuple

from webapp.core.actor import Actor
from webapp.core.errors import Conflict, Offer
from webapp.core.words import _, lazy, ngettext
from webapp.school import calendar, open_days
from webapp.stock.items import archiving

from ..availability import availability
from ..availability.availability import ONE_DAY, Shelf
from ..days import desk_room, due_days, near_days, pickup_days
from ..days.loan_days import Days
from ..days.near_days import Bounds
from ..days.visits import Room, room_for
from ..models import Checkout
from ..queues import ahead
from ..queues.ahead import Ahead
from ..rules import limits


class Free(NamedTuple):
    """What a person can ask for of an item, within these bounds, who wants some of it `besides` for the same days."""

    shelf: Shelf
    besides: int = 0
    bounds: Bounds = Bounds()

    def between(self, starts: date, ends: date) -> int:
        """How many on each day of [starts, ends)."""
        return max(0, self.shelf.free(starts, ends) - self.besides)

    def on(self, starts: date, due: date) -> int:
        """How many for a loan of these days."""
        return self.between(starts, self.shelf.end_of(starts, due))

    def taken_on(self, days: Days, quantity: int) -> date | None:
        """The first day on which others have it who keep it from being looked after in time; None if that is no reason.

        These days themselves are free then.
        """
        starts, due = days
        ends = availability.end_of(starts, due)
        if self.between(starts, ends) < quantity:
            return None
        later = (step.day for step in self.shelf.steps if step.day > ends)
        looked_after = (day for day in (ends, *later) if day < self.shelf.end_of(*days))
        return next(
            (day for day in looked_after if self.between(day, day + ONE_DAY) < quantity),
            None,
        )

    def first_days(self, starts: date, due: date, quantity: int) -> Days | None:
        """The first open day after the start from which on so many are, until the same end or for as long.

        None if never, or not within the bounds.
        """
        changes = (step.day for step in self.shelf.steps)
        near = near_days.first(
            changes, starts, due, lambda *days: self.on(*days) >= quantity, self.bounds
        )
        return near and Days(*near)


def check_request(
    actor: Actor,
    checkout: Checkout,
    *,
    is_only_one: bool,
    before: Ahead | None = None,
    room: Room | None = None,
    is_lent_now: bool = False,
) -> None:
    """Conflict if too few are free for a request, or if it must be the only one and its person waits for another.

    Invalid for days on which the desk is full. `before` says what those ahead need, and `room` who else comes, where
    that is known already. What staff lend now needs no looking after.
    """
    starts, due = checkout.starts_on, checkout.due_on
    if is_only_one:
        limits.check_not_asked_already(
            checkout.student_id,
            checkout.item_id,
            starts,
            due,
            besides=checkout.request_id,
        )
    check_to_ask(
        actor,
        checkout.item_id,
        Days(starts, due),
        checkout.quantity,
        except_basket_of=checkout.student_id,
        before=before,
        room=room,
        is_lent_now=is_lent_now,
    )


def check_to_ask(
    actor: Actor,
    item_id: int,
    days: Days,
    quantity: int,
    *,
    except_basket_of: int,
    besides: int = 0,
    before: Ahead | None = None,
    room: Room | None = None,
    is_lent_now: bool = False,
) -> None:
    """Conflict, with what is free, if there are too few for a person to ask for so many; Invalid, with the nearest
    days, if the desk is full on one of theirs.

    What is held in their own basket does not count, only what of it they want `besides` for these days.
    """
    room = room or room_for(actor)
    whole = availability.shelf(
        item_id, desk_room.read_from(days, room), except_basket_of=except_basket_of
    )
    whole = whole.without_service() if is_lent_now else whole
    before = before or ahead.of_one(
        actor, item_id, whole, except_basket_of=except_basket_of
    )
    free = Free(whole.beside(before.spans), besides)
    if free.on(*days) < quantity or room.full(*days):
        _refuse(_bound(actor, item_id, free, room), whole, days, quantity, before.people)


def _bound(actor: Actor, item_id: int, free: Free, room: Room) -> Free:
    longest = archiving.longest([item_id])[item_id]
    return free._replace(bounds=bounds(actor, longest, room))


def _refuse(free: Free, whole: Shelf, days: Days, quantity: int, people: int) -> None:
    """Because the desk is full, or because too few are free: perhaps for `people` who wait for what is of the whole."""
    check_room(free, days, quantity)
    is_kept = free._replace(shelf=whole).on(*days) >= quantity
    raise _too_few(free, days, quantity, people if is_kept else 0)


def check_room(free: Free, days: Days, quantity: int) -> None:
    """Invalid, where so many are free, for a day on which nobody more can come to the desk, with the nearest days that
    do.
    """
    if free.on(*days) >= quantity:
        desk_room.check(days, lambda *near: free.on(*near) >= quantity, free.bounds)


def of(
    actor: Actor, shelf: Shelf, besides: int, longest: int, room: Room | None = None
) -> Free:
    """What this person can ask for of what is free; nothing bounds how long staff may have it."""
    return Free(shelf, besides, bounds(actor, longest, room))


def bounds(actor: Actor, longest: int, room: Room | None = None) -> Bounds:
    return Bounds(
        pickup_days.last(actor),
        None if actor.is_staff else longest,
        pickup_days.first(actor),
        room or room_for(actor),
    )


def _too_few(free: Free, days: Days, quantity: int, people: int) -> Conflict:
    """That there are, and from when on there are enough; whether `people` who wait for them are the reason."""
    left = free.on(*days)
    near = free.first_days(*days, quantity)
    free_from = near.starts.isoformat() if near else None
    facts = limits.too_few(free.shelf, left, quantity)
    facts |= {"waiting": people, "free_from": free_from}
    words = _in_words(free, days, near, people, quantity)
    return Conflict(words, facts=facts, offers=_offers(free, days, near, quantity))


def _offers(free: Free, days: Days, near: Days | None, quantity: int) -> list[Offer]:
    """Fewer, until an earlier day, or from another day on."""
    left = free.on(*days)
    offers = [limits.fewer(left, lazy("Ask for %(number)s"))] if left else []
    offers += before_others(free, days, quantity)
    if near and near.starts != days.starts:
        offers.append(desk_room.other_days(days, near))
    return offers


def others_have_it(free: Free, days: Days, quantity: int) -> str:
    """That others have it soon after, and that it is looked after before; empty if that is not the reason."""
    taken_on = free.taken_on(days, quantity)
    if taken_on is None:
        return ""
    return ngettext(
        "Others have it from %(day)s, and it is looked after for %(num)s open day before",
        "Others have it from %(day)s, and it is looked after for %(num)s open days before",
        free.shelf.service_days,
        day=calendar.in_words(taken_on),
    )


def before_others(free: Free, days: Days, quantity: int) -> list[Offer]:
    """To have it until an earlier day, in time to be looked after before others have it; none where none would do."""
    taken_on, starts = free.taken_on(days, quantity), days.starts
    if taken_on is None:
        return []
    last = free.shelf.last_due(starts, taken_on)
    last = free.bounds.room.until_day(open_days.now_decided(), starts, last)
    would_do = last >= starts and free.on(starts, last) >= quantity
    return [due_days.until(last)] if would_do else []


def _in_words(free: Free, days: Days, near: Days | None, people: int, quantity: int) -> str:
    left, first = free.on(*days), near and calendar.in_words(near.starts)
    if people:
        words = comes_first(people)
        return f"{words}; {_from(first)}" if first else words
    if soon_after := others_have_it(free, days, quantity):
        return soon_after
    if left:
        return limits.only(left, days.due)
    if near and _is_none_before(free, days.starts, near.starts):
        return _("None is free before %(day)s", day=first)
    last = calendar.in_words(days.due)
    words = _("None is free for those days, until %(day)s", day=last)
    return f"{words}; {_from(first)}" if first else words


def _is_none_before(free: Free, starts: date, first: date) -> bool:
    """Whether nothing is free from one day until before another."""
    steps = (step.day for step in free.shelf.steps if starts < step.day < first)
    return not any(free.between(day, day + ONE_DAY) for day in (starts, *steps))


def comes_first(people: int) -> str:
    """That what is free is kept for those who wait, in words."""
    return ngettext(
        "%(num)s person waits for it and comes first",
        "%(num)s people wait for it and come first",
        people,
    )


def _from(first: str) -> str:
    return _("you can ask for it from %(day)s on", day=first)
