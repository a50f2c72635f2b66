"""Belongings: what people have from the school, and what lies or waits for them, thing by thing, for paper."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, or_, select

from webapp.core import rows
from webapp.core.actor import Actor
from webapp.school import calendar
from webapp.stock.items import items
from webapp.stock.units import accessories, units
from webapp.stock.units.accessories import Accessory
from webapp.stock.units.owned import Pieces
from webapp.stock.units.units import Unit

from .. import access
from ..models import Checkout, CheckoutUnit, Request


@dataclass(frozen=True)
class Thing:
    """One unit of a loan, or some pieces without a tag; `value_minor` is what replacing all of them costs."""

    checkout: int
    person: str
    item: str
    quantity: int
    value_minor: int
    starts: date
    due: date
    is_out: bool  # else it is to be fetched
    tag: str = ""
    serial: str = ""
    there: Sequence[str] = ()  # accessories
    missing: Sequence[str] = ()
    group: str = ""  # that it is for

    @property
    def is_late(self) -> bool:
        return self.is_out and self.due < calendar.today()


@dataclass(frozen=True)
class Belongings:
    """What one person has, what is due first comes first, and what they are to fetch."""

    person_id: int
    person_name: str
    out: list[Thing] = field(default_factory=list)
    to_fetch: list[Thing] = field(default_factory=list)

    @property
    def things(self) -> list[Thing]:
        return self.out + self.to_fetch

    @property
    def pieces(self) -> int:
        return sum(thing.quantity for thing in self.out)

    @property
    def value_minor(self) -> int:
        """What replacing all that is out costs."""
        return sum(thing.value_minor for thing in self.out)


class _Known(NamedTuple):
    units: dict[int, Unit]
    values: dict[int, int]
    accessories: dict[int, list[Accessory]]


def of_people(
    actor: Actor, people: dict[int, str], *, group: int | None = None
) -> list[Belongings]:
    """Of each of these people, by id and name, in their order; then of who else answers for loans of this group.

    In five queries, however many; only what the actor sees.
    """
    loans = _loans(actor, people, group)
    known = _known(loans)
    theirs = {id: Belongings(id, name) for id, name in people.items()}
    for loan in loans:
        person = theirs.setdefault(
            loan.student_id, Belongings(loan.student_id, loan.student_name)
        )
        person.out.extend(_out(loan, known))
        if loan.stored_status == "approved":
            person.to_fetch.append(_to_fetch(loan, known))
    return list(theirs.values())


def pieces_of_people(
    actor: Actor, people: Collection[int], *, group: int | None = None
) -> list[Pieces]:
    """What these people have or are to fetch, and what is lent to this group, as pieces of stock."""
    return list(pieces_of(_loans(actor, people, group)))


def pieces_of(loans: Iterable[Checkout]) -> Iterator[Pieces]:
    """What is out or set aside of these loans, each unit by itself, and what nobody has set aside yet."""
    for loan in loans:
        rows = loan.in_hands + loan.aside
        for row in rows:
            yield Pieces(loan.item_id, row.unit_id, row.quantity)
        rest = loan.quantity - sum(row.quantity for row in rows)
        if rest and loan.status in ("pending", "approved"):
            yield Pieces(loan.item_id, loan.pinned_unit_id, rest)


def _loans(actor: Actor, people: Collection[int], group: int | None) -> list[Checkout]:
    whose: ColumnElement[bool] = Checkout.student_id.in_(people)
    if group is not None:
        of_group = select(Request.id).where(Request.group_id == group)
        whose = or_(whose, Checkout.request_id.in_(of_group))
    query = access.visible_checkouts(actor).where(
        whose,
        Checkout.stored_status.in_(("out", "approved")),
        Checkout.offered_until.is_(None),
    )
    return rows.listed(query.order_by(Checkout.due_on, Checkout.id))


def _known(loans: Collection[Checkout]) -> _Known:
    unit_ids = {id for loan in loans for id in loan.unit_ids}
    stocked = items.by_ids(loan.item_id for loan in loans)
    return _Known(
        units.these(unit_ids),
        {each.item.id: each.item.value_minor for each in stocked},
        accessories.of_units(unit_ids),
    )


def _out(loan: Checkout, known: _Known) -> Iterator[Thing]:
    for row in loan.in_hands:
        yield _thing(loan, known, row.quantity, [row])


def _to_fetch(loan: Checkout, known: _Known) -> Thing:
    return _thing(loan, known, loan.quantity, loan.aside)


def _thing(
    loan: Checkout, known: _Known, quantity: int, rows: Sequence[CheckoutUnit]
) -> Thing:
    theirs = [known.units[row.unit_id] for row in rows if row.unit_id]
    belong = [each for unit in theirs for each in known.accessories[unit.id]]
    return Thing(
        checkout=loan.id,
        person=loan.student_name,
        item=loan.item_name,
        quantity=quantity,
        value_minor=known.values[loan.item_id] * quantity,
        starts=loan.starts_on,
        due=loan.due_on,
        is_out=loan.stored_status == "out",
        tag=", ".join(unit.tag for unit in theirs),
        serial=_serials(theirs),
        there=_named(belong, is_missing=False),
        missing=_named(belong, is_missing=True),
        group=loan.group_name or "",
    )


def _named(belong: Sequence[Accessory], *, is_missing: bool) -> list[str]:
    return [each.name for each in belong if each.is_missing is is_missing]


def _serials(units: Sequence[Unit]) -> str:
    numbers = [unit.serial_number or unit.batch_code or "" for unit in units]
    return ", ".join(filter(None, numbers))
