"""Asking for a set: whether it can be had as a whole, and what stands in the way if not."""

from datetime import date

from webapp.core.actor import Actor
from webapp.core.errors import Conflict, Invalid, Offer
from webapp.core.words import _, lazy
from webapp.school import calendar
from webapp.stock.sets import sets
from webapp.stock.sets.sets import Set, SetPart

from . import availability, limits, set_shelves
from .models import Checkout, Request, RequestSet
from .set_shelves import Lack


def find(actor: Actor, id: int) -> Set:
    """A set that is lent. NotFound if the actor does not see it; Conflict if it cannot be borrowed, saying why."""
    row = sets.find(actor, id)
    if row.archived_at:
        words = _("%(item)s is archived, so it is no longer lent out", item=row.name)
        raise Conflict(words, facts={"archived": True})
    if not row.parts:
        words = _("Nothing is in %(set)s yet, so it cannot be borrowed", set=row.name)
        raise Conflict(words, facts={"parts": 0})
    for part in row.parts:
        limits.check_lent_out(part.item_id)
    return row


def check_not_asked_already(request: Request, row: Set, starts: date, due: date) -> None:
    """As in `limits`, of each part."""
    for part in row.parts:
        limits.check_not_asked_already(
            request.student_id, part.item_id, starts, due, besides=request.id
        )


def check_can_be_had(
    row: Set, starts: date, due: date, quantity: int, *, except_basket_of: int
) -> None:
    """Conflict if there are too few of a part, named with the day from which there are enough.

    What is held in the basket of the person `except_basket_of` does not count.
    """
    if quantity > 1 and any(part.unit_id for part in row.parts):
        words = _(
            "There is only one of %(set)s: a certain instrument is in it", set=row.name
        )
        raise Invalid(fields={"quantity": words})
    ends = availability.end_of(starts, due)
    shelf = set_shelves.shelf(row, starts, except_basket_of=except_basket_of)
    lacks = shelf.lacking(starts, ends, quantity)
    if not lacks:
        return
    free = shelf.free(starts, ends)
    facts = {
        "free": free,
        "asked": quantity,
        "parts": [_as_facts(lack) for lack in lacks],
    }
    raise Conflict(
        _in_words(lacks, due), facts=facts, offers=_offers(free, lacks, starts, due)
    )


def header(request: Request, row: Set, quantity: int) -> RequestSet:
    """So many of a set as a part of a request."""
    return RequestSet(
        request_id=request.id, set_id=row.id, name=row.name, quantity=quantity
    )


def as_part(line: Checkout, part: SetPart, asked: RequestSet) -> Checkout:
    """A line that says for whom and when, with what it is in the set."""
    line.item_id, line.item_name = part.item_id, part.item.name
    line.quantity, line.pinned_unit_id = part.quantity * asked.quantity, part.unit_id
    line.asked_set = asked
    return line


def _as_facts(lack: Lack) -> dict[str, int | str | None]:
    return {
        "item": lack.part.item_id,
        "item_name": lack.part.item.name,
        "free": lack.free,
        "free_from": lack.free_from.isoformat() if lack.free_from else None,
    }


def _in_words(lacks: list[Lack], due: date) -> str:
    """A sentence for each part that is in the way."""
    return " ".join(_sentence(lack, due) for lack in lacks)


def _sentence(lack: Lack, due: date) -> str:
    said = {
        "item": lack.part.item.name,
        "free": lack.free or _("none"),
        "last": calendar.in_words(due),
    }
    if lack.free_from is None:
        return _("%(item)s: %(free)s free until %(last)s.", **said)
    day = calendar.in_words(lack.free_from)
    return _(
        "%(item)s: %(free)s free until %(last)s; enough from %(day)s.", **said, day=day
    )


def _offers(free: int, lacks: list[Lack], starts: date, due: date) -> list[Offer]:
    """Fewer sets, or the first days that are late enough for each part."""
    offers = [limits.fewer(free, lazy("Ask for %(number)s"))] if free else []
    days = [lack.free_from for lack in lacks if lack.free_from]
    if len(days) == len(lacks):
        first = max(days)
        change = {
            "checkout_date": first.isoformat(),
            "due_date": (first + (due - starts)).isoformat(),
        }
        offers.append(Offer(_("From %(day)s", day=calendar.in_words(first)), change))
    return offers
