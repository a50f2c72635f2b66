"""Search: things, people, loans, requests, receipts, sets and rooms by name, number or tag, as far as one sees them."""

from collections.abc import Iterator
from typing import NamedTuple

from webapp.core.actor import Actor
from webapp.core.words import _
from webapp.lending.lists import lookup
from webapp.lending.lists.lookup import Sought
from webapp.people import card_codes, people
from webapp.rooms import rooms
from webapp.school import calendar
from webapp.school.words import named
from webapp.stock import access as stock
from webapp.stock.items import items
from webapp.stock.sets import sets
from webapp.stock.units import scans, units
from webapp.stock.units.scans import Scan
from webapp.stock.units.units import Unit

MOST = 8  # of each kind
LONGEST = 200  # characters


class Hit(NamedTuple):
    """One thing that was found: its kind, its id, what it is called, and what tells it from others."""

    kind: str  # item, unit, set, person, loan, request, receipt, room
    id: int
    name: str
    detail: str = ""


def of(actor: Actor, typed: str) -> list[Hit]:
    """At most so many of each kind, those of a kind together; as many statements, however many there are.

    Students find things, sets, rooms and what is theirs.
    """
    typed = typed.strip()[:LONGEST]
    if not typed:
        return []
    things, persons = [*_things(actor, typed)], [*_persons(actor, typed)]
    item_ids, person_ids = ([hit.id for hit in hits] for hits in (things, persons))
    return [
        *things,
        *_units(actor, typed),
        *_sets(actor, typed),
        *persons,
        *_lent(actor, Sought(typed, item_ids, person_ids)),
        *_rooms(actor, typed),
    ]


def _things(actor: Actor, typed: str) -> Iterator[Hit]:
    for stocked in items.search(actor, words=typed, limit=MOST):
        yield Hit("item", stocked.item.id, stocked.item.name, stocked.item.sku)


def _persons(actor: Actor, typed: str) -> Iterator[Hit]:
    if actor.is_staff:
        for person in people.all_people(actor, search=typed, limit=MOST):
            yield Hit("person", person.id, person.name, named(person.role))
        yield from _card(actor, typed)


def _card(actor: Actor, typed: str) -> Iterator[Hit]:
    """Whose card a code is on, or was."""
    if holder := card_codes.holder(actor, [typed]):
        detail = _("By their card") if holder.is_valid else card_codes.not_valid(holder)
        yield Hit("person", holder.id, holder.name, detail)


def _lent(actor: Actor, sought: Sought) -> Iterator[Hit]:
    yield from _loans(actor, sought)
    yield from _requests(actor, sought)
    yield from _receipts(actor, sought)


def _units(actor: Actor, typed: str) -> Iterator[Hit]:
    """By tag, serial or batch number, or by the address on a label."""
    if not stock.may_receive(actor):
        return
    match = scans.match(actor, Scan(typed))
    found = [match.thing] if isinstance(match.thing, Unit) else match.several
    tags = units.these([unit.id for unit in found[:MOST]]) if found else {}
    names = {
        each.item.id: each.item.name
        for each in items.by_ids(unit.item_id for unit in tags.values())
    }
    for unit in tags.values():
        yield Hit("unit", unit.id, unit.tag, names[unit.item_id])


def _sets(actor: Actor, typed: str) -> Iterator[Hit]:
    for row in sets.listed(actor, words=typed, limit=MOST):
        yield Hit("set", row.id, row.name, ", ".join(part.item.name for part in row.parts))


def _loans(actor: Actor, sought: Sought) -> Iterator[Hit]:
    for loan in lookup.loans(actor, sought, MOST):
        until = _("until %(day)s", day=calendar.in_words(loan.due_on, loan.due_at))
        about = _joined(actor, loan.student_name, named(loan.status), until)
        yield Hit("loan", loan.id, loan.item_name, about)


def _requests(actor: Actor, sought: Sought) -> Iterator[Hit]:
    for request in lookup.requests(actor, sought, MOST):
        words = _("Request %(number)s", number=request.id)
        about = _joined(actor, request.student_name, request.purpose[:80])
        yield Hit("request", request.id, words, about)


def _receipts(actor: Actor, sought: Sought) -> Iterator[Hit]:
    for pile in lookup.receipts(actor, sought, MOST):
        words = _("Receipt %(number)s", number=pile.number)
        day = calendar.in_words(calendar.local(pile.at).date())
        yield Hit("receipt", pile.id, words, _joined(actor, pile.person_name, day))


def _joined(actor: Actor, person: str, *about: str) -> str:
    """With whose it is, for staff."""
    parts = [person, *about] if actor.is_staff else about
    return " · ".join(part for part in parts if part)


def _rooms(actor: Actor, typed: str) -> Iterator[Hit]:
    for room in rooms.list_all(actor, equipment=typed, limit=MOST):
        yield Hit("room", room.id, room.name, room.description[:80])
