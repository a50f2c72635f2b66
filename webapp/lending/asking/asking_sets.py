"""Asking for a set: whether it can be had as a whole, and what stands in the way if not."""

from collections.abc import Iterable
from datetime import date
from functools import partial

from webapp.core.actor import Actor
from webapp.core.errors import Conflict, Invalid, Offer
from webapp.core.words import _, lazy
from webapp.school import calendar
from webapp.stock.items import archiving
from webapp.stock.items.archiving import Terms
from webapp.stock.sets import sets
from webapp.stock.sets.sets import Set, SetPart

from ..days import desk_room, visits
from ..days.loan_days import Days
from ..days.near_days import Bounds
from ..days.visits import Room
from ..models import Checkout, Request, RequestSet
from ..rules import limits
from . import enough, set_shelves
from .set_shelves import Lack, SetShelf

ITEM_OR_SET = lazy("Choose an item or a set")


def find(actor: Actor, id: int) -> Set:
    """A set that is lent. NotFound if the actor does not see it; Conflict if it cannot be borrowed, saying why."""
    row = sets.find(actor, id)
    check_is_lent(row, (archiving.terms(part.item_id) for part in row.parts))
    return row


def check_is_lent(row: Set, terms: Iterable[Terms]) -> None:
    """Conflict if a set cannot be borrowed at all, saying why: it, or a part by its terms."""
    if row.archived_at:
        words = _("%(item)s is archived, so it is no longer lent out", item=row.name)
        raise Conflict(words, facts={"archived": True}, see=["items"])
    if not row.parts:
        words = _("Nothing is in %(set)s yet, so it cannot be borrowed", set=row.name)
        raise Conflict(words, facts={"parts": 0}, see=["items"])
    for each in terms:
        limits.check_terms(each)


def check_request(
    actor: Actor,
    request: Request,
    row: Set,
    days: Days,
    quantity: int,
    *,
    is_only_one: bool,
) -> None:
    """Conflict if there are too few of a part, and if it must be the only one and its person waits for one like it.

    What is held in that person's own basket does not count.
    """
    borrower_id = request.student_id
    if is_only_one:
        check_not_asked_already(borrower_id, row, *days, besides=request.id)
    room = visits.room_for(actor)
    first = desk_room.read_from(days, room)
    shelf = set_shelves.shelf(actor, row, first, except_basket_of=borrower_id)
    check_enough(actor, shelf, days, quantity, room)


def check_not_asked_already(
    student_id: int, row: Set, starts: date, due: date, *, besides: int | None = None
) -> None:
    """As in `limits`, of each part."""
    for part in row.parts:
        limits.check_not_asked_already(
            student_id, part.item_id, starts, due, besides=besides
        )


def check_enough(
    actor: Actor, shelf: SetShelf, days: Days, quantity: int, room: Room | None = None
) -> None:
    """Conflict if there are too few of a part, each named with the day from which there are enough.

    Invalid at `quantity` for several of what there is only one of, and at its field for a day on which the desk is
    full.
    """
    row = shelf.row
    _check_is_several(row, quantity)
    lacks = shelf.lacking(*days, quantity)
    bounds = enough.bounds(actor, row.longest, room)
    if not lacks:
        desk_room.check(days, partial(_is_enough, shelf, quantity), bounds)
        return
    free = shelf.free(*days)
    facts = {
        "free": free,
        "asked": quantity,
        "parts": [_as_facts(lack) for lack in lacks],
    }
    raise Conflict(
        _in_words(lacks, days.due),
        facts=facts,
        offers=_offers(shelf, days, quantity, bounds),
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


def _check_is_several(row: Set, quantity: int) -> None:
    if quantity > 1 and any(part.unit_id for part in row.parts):
        words = _(
            "There is only one of %(set)s: a certain instrument is in it", set=row.name
        )
        raise Invalid(fields={"quantity": words})


def _is_enough(shelf: SetShelf, quantity: int, starts: date, due: date) -> bool:
    return shelf.free(starts, due) >= quantity


def _offers(shelf: SetShelf, days: Days, quantity: int, bounds: Bounds) -> list[Offer]:
    """Fewer sets, or the first days on which there are enough of each part."""
    free = shelf.free(*days)
    offers = [limits.fewer(free, lazy("Ask for %(number)s"))] if free else []
    near = shelf.first_days(*days, quantity, bounds)
    if near:
        day = calendar.in_words(near[0])
        change = {"checkout_date": near[0].isoformat(), "due_date": near[1].isoformat()}
        offers.append(Offer(_("From %(day)s", day=day), change))
    return offers
