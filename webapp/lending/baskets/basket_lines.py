"""What is put into a basket, changed in it and taken out."""

from datetime import date
from typing import TypedDict, Unpack

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, Invalid, NotFound
from webapp.core.words import _, ngettext
from webapp.school import calendar
from webapp.stock.items import archiving, items

from ..asking import asking_sets, enough, set_shelves
from ..asking.asking import MOST_LINES
from ..days import due_days, pickup_days
from ..days.loan_days import Days
from ..days.visits import room_for
from ..models import Basket, BasketLine
from ..models.baskets import Wanted
from ..rules import limits
from ..suspensions import suspended
from .baskets import taken, touch

LONGEST_PURPOSE = 2000  # characters


class LineChange(TypedDict, total=False):
    quantity: int | None
    checkout_date: date | None
    due_date: date | None
    for_later: bool | None


def put(
    actor: Actor,
    *,
    item: int | None = None,
    set: int | None = None,
    quantity: int = 1,
    checkout_date: date | None = None,
    due_date: date | None = None,
    purpose: str = "",
) -> BasketLine:
    """Put pieces of an item in, or whole sets, for days of their own or else for the basket's.

    The same for the same days adds up. `purpose` is added to what the basket says already. Refused as
    `asking.ask_for`; Conflict too if the basket is full, or the actor is suspended.
    """
    basket = taken(actor)
    wanted = Wanted(item, set)
    longest = _find(actor, wanted)
    suspended.check(actor.id, reader=actor.id)
    days = _days_to_put(actor, basket, longest, checkout_date, due_date)
    begin(basket, days)
    line = add(basket, wanted, days, quantity)
    db.session.flush()
    _check_enough(actor, basket, line)
    if purpose:
        _add_purpose(basket, purpose)
    touch(basket)
    return line


def change(actor: Actor, id: int, **change: Unpack[LineChange]) -> BasketLine:
    """Another number of pieces, other days, or aside for later, which holds nothing; None leaves something as it is.

    Refused as `put`. NotFound for a line that is not in the actor's basket.
    """
    basket = taken(actor)
    line = _find_line(basket, id)
    for_later, quantity = change.get("for_later"), change.get("quantity")
    line.is_for_later = line.is_for_later if for_later is None else for_later
    line.quantity = quantity or line.quantity
    starts, due = change.get("checkout_date"), change.get("due_date")
    if starts or due:
        line.starts_on, line.due_on = _changed_days(actor, line, starts, due)
    if line.is_for_later:
        db.session.flush()
        return line
    suspended.check(actor.id, reader=actor.id)
    return _held(actor, basket, line)


def remove(actor: Actor, id: int) -> None:
    """Take a line out. NotFound for one that is not in the actor's basket."""
    basket = taken(actor)
    basket.lines.remove(_find_line(basket, id))
    db.session.flush()


def _find(actor: Actor, wanted: Wanted) -> int:
    """For how many days at most it is lent. NotFound if the actor does not see it, Conflict if it is not lent out."""
    if wanted.item is not None and wanted.set is None:
        item = items.find(actor, wanted.item)
        limits.check_lent_out(item.id)
        return item.max_checkout_days
    if wanted.set is not None and wanted.item is None:
        return asking_sets.find(actor, wanted.set).longest
    raise Invalid(fields={"item": asking_sets.ITEM_OR_SET})


def _days_to_put(
    actor: Actor, basket: Basket, longest: int, first: date | None, wished: date | None
) -> Days:
    """The days that are said, or else the basket's, as far as it may be lent so long."""
    if basket.starts_on and basket.starts_on >= calendar.today():
        first = first or basket.starts_on
    room = room_for(actor)
    starts = first or pickup_days.proposed(actor, room)
    if not wished and basket.due_on:
        last = due_days.latest(starts, longest, room).day
        wished = basket.due_on if starts <= basket.due_on <= last else None
        wished = wished and due_days.settle(starts, wished, room).day
    return Days(*limits.days(actor, starts, wished, longest, room))


def _changed_days(
    actor: Actor, line: BasketLine, first: date | None, wished: date | None
) -> Days:
    """Where only the first day is said, and it is after the last one, the loan is as long as it was."""
    starts = first or line.starts_on
    due, room = wished or line.due_on, room_for(actor)
    if not wished and due < starts:
        as_long = calendar.count_days(line.starts_on, line.due_on)
        due = due_days.latest(starts, as_long, room).day
    return Days(*limits.days(actor, starts, due, _longest(line), room))


def _longest(line: BasketLine) -> int:
    if line.set:
        return line.set.longest
    (stocked,) = items.by_ids(line.item_ids)
    return stocked.item.max_checkout_days


def add(basket: Basket, wanted: Wanted, days: Days, quantity: int) -> BasketLine:
    """More pieces of what is in it for these days, or a new line. Conflict if the basket is full."""
    if line := basket.line_like(wanted, *days):
        line.quantity += quantity
        return line
    if len(basket.lines) >= MOST_LINES:
        words = ngettext(
            "Your basket holds %(num)s thing: send it, or take something out",
            "Your basket holds %(num)s things: send it, or take something out",
            MOST_LINES,
        )
        raise Conflict(words, facts={"most": MOST_LINES}, see=["basket"])
    starts, due = days
    line = BasketLine(
        item_id=wanted.item,
        set_id=wanted.set,
        quantity=quantity,
        starts_on=starts,
        due_on=due,
    )
    basket.lines.append(line)
    return line


def _find_line(basket: Basket, id: int) -> BasketLine:
    for line in basket.lines:
        if line.id == id:
            return line
    raise NotFound(_("This is not in your basket"))


def _held(actor: Actor, basket: Basket, line: BasketLine) -> BasketLine:
    """A changed line, held from now on as one with what is like it. Conflict if it cannot be had."""
    _check_is_lent(line)
    _check_enough(actor, basket, line)
    line = basket.merge(line)
    touch(basket)
    return line


def _check_is_lent(line: BasketLine) -> None:
    """Conflict if it is archived or not lent out, as it is now."""
    terms = (archiving.terms(item_id) for item_id in line.item_ids)
    if line.set:
        asking_sets.check_is_lent(line.set, terms)
    else:
        limits.check_terms(next(terms))


def _check_enough(actor: Actor, basket: Basket, line: BasketLine) -> None:
    """Conflict, with what is free, if its pieces are not, those of the actor's other lines counted."""
    days = Days(line.starts_on, line.due_on)
    others = line.beside(basket.to_send)
    if line.set:
        shelf = set_shelves.shelf(actor, line.set, days.starts, except_basket_of=actor.id)
        asking_sets.check_enough(actor, shelf.beside(others), days, line.quantity)
    elif line.item_id:
        enough.check_to_ask(
            actor,
            line.item_id,
            days,
            line.quantity,
            besides=sum(other.pieces(line.item_id) for other in others),
            except_basket_of=actor.id,
        )


def begin(basket: Basket, days: Days) -> None:
    """The first thing says for which days the next ones are, and from when on the basket is held."""
    if not basket.to_send:
        basket.starts_on, basket.due_on = days
        basket.started_at = clock.now()


def _add_purpose(basket: Basket, purpose: str) -> None:
    """Invalid, at the note's field, if it would be longer than a note may be."""
    if purpose in basket.purpose:
        return
    both = f"{basket.purpose}\n{purpose}".strip()
    if len(both) > LONGEST_PURPOSE:
        words = _("At most %(max_length)s characters", max_length=LONGEST_PURPOSE)
        raise Invalid(fields={"notes": words})
    basket.purpose = both
