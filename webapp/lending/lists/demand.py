"""Demand: how often and for how many days each item was lent, those never lent too."""

from datetime import date
from typing import Literal, NamedTuple, TypedDict, TypeVar, Unpack

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Label,
    Select,
    Subquery,
    and_,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    tuple_,
)

from webapp.core import rows
from webapp.core.actor import Actor
from webapp.core.day_counts import days_after
from webapp.core.db import db
from webapp.core.errors import Invalid
from webapp.core.words import _
from webapp.school import calendar
from webapp.stock.items.stocked import Item

from .. import access
from ..models import Checkout

LENT = ("out", "returned", "lost")  # stored states of what left the desk
USUAL = 365  # days
Order = Literal["most", "least", "longest"]
Row = tuple[int, str, str, str, int, int, str]  # the columns of Lent
Number = TypeVar("Number", int, ColumnElement[int])
Place = tuple[
    int, int, str, int
]  # where a page ended: loans, days, and the item's place by name


class Period(NamedTuple):
    """The days that are counted, both included."""

    since: date
    until: date


class Filter(TypedDict, total=False):
    """On which days, in which order, and of which family; the last year, most lent first, if nothing is said."""

    since: date | None
    until: date | None
    order: Order
    family: str


class Lent(NamedTuple):
    """An item, how many loans of it were out in the period, and for how many days of it, one loan with the next."""

    item_id: int
    name: str
    sku: str
    family: str
    loans: int
    days: int
    sort_key: str

    @property
    def place(self) -> Place:
        return self.loans, self.days, self.sort_key, self.item_id


def period(since: date | None = None, until: date | None = None) -> Period:
    """These days, or the last year up to now; none of them is ahead. Invalid where that is no day."""
    last = min(until or calendar.today(), calendar.today())
    first = since or calendar.after(last, -USUAL)
    if first > last:
        words = _("Choose a day that is not before the first, and a first one by today")
        raise Invalid(fields={"until": words})
    return Period(first, last)


def listed(
    actor: Actor,
    /,
    *,
    after: Place | None = None,
    limit: int = 50,
    **wanted: Unpack[Filter],
) -> list[Lent]:
    """What is lent and was lent, in one statement, however much there is; staff only.

    What is archived or not lent out stands on it only where it was lent in these days.
    """
    access.check_may_be_at_desk(actor)
    days = period(wanted.get("since"), wanted.get("until"))
    found = _items(days, wanted.get("family", ""))
    query = _from(found, wanted.get("order", "most"), after)
    return rows.made(Lent, query.limit(limit))


def _from(found: Subquery, order: Order, after: Place | None) -> Select[*Row]:
    """The items in this order, after a place."""
    place = (*_ranks(order, found.c.loans, found.c.days), found.c.sort_key, found.c.id)
    query = select(found).order_by(*place)
    if after:
        loans, out, sort_key, id = after
        ended = (*_ranks(order, loans, out), sort_key, id)
        query = query.where(tuple_(*place) > tuple_(*map(literal, ended)))
    return query


def _ranks(order: Order, loans: Number, days: Number) -> tuple[Number, Number]:
    """What the list is ordered by, the smallest first: of a row, or of the place where a page ended."""
    if order == "least":
        return loans, days
    return (-loans, -days) if order == "most" else (-days, -loans)


def by_family(actor: Actor, **wanted: Unpack[Filter]) -> dict[str, tuple[int, int]]:
    """The loans and days of each family of items, the most lent first, in one statement."""
    access.check_may_be_at_desk(actor)
    found = _items(period(wanted.get("since"), wanted.get("until")), "")
    loans, days = (cast(func.sum(found.c[name]), BigInteger) for name in ("loans", "days"))
    query = select(found.c.family, loans, days).group_by(found.c.family)
    query = query.order_by(loans.desc(), days.desc(), found.c.family)
    return {family: (lent, out) for family, lent, out in db.session.execute(query)}


def _items(days: Period, family: str) -> Subquery:
    lent = _lent(days)
    loans = func.coalesce(lent.c.loans, 0).label("loans")
    query = (
        select(
            Item.id,
            Item.name,
            Item.sku,
            Item.family,
            loans,
            func.coalesce(lent.c.days, 0).label("days"),
            Item.sort_key,
        )
        .outerjoin(lent, lent.c.item_id == Item.id)
        .where(
            or_(
                lent.c.loans.is_not(None),
                and_(Item.is_borrowable, Item.archived_at.is_(None)),
            )
        )
    )
    return (query.where(Item.family == family) if family else query).subquery()


def _lent(days: Period) -> Subquery:
    """By item the loans that were out on one of these days, and for how many of them."""
    ends = _last_day()
    query = select(Checkout.item_id, func.count().label("loans"), _days_out(days, ends))
    query = query.where(
        Checkout.stored_status.in_(LENT),
        ~Checkout.is_joined,
        Checkout.starts_on <= days.until,
        ends >= literal(days.since),
    )
    return query.group_by(Checkout.item_id).subquery()


def _days_out(days: Period, ends: ColumnElement[date]) -> Label[int]:
    """The sum of what of each loan's days lies in the period."""
    since, until = literal(days.since), literal(days.until)
    first = case((Checkout.starts_on < since, since), else_=Checkout.starts_on)
    last = case((ends > until, until), else_=ends)
    return cast(func.sum(days_after(last, first) + 1), BigInteger).label("days")


def _last_day() -> ColumnElement[date]:
    """Of a loan: what is out has today as its last day so far, and what was lost the day it was due."""
    is_out = Checkout.stored_status == "out"
    today = literal(calendar.today())
    return func.coalesce(Checkout.returned_on, case((is_out, today), else_=Checkout.due_on))
