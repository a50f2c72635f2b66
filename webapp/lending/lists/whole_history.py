"""The whole history: what was done with stock and what was decided about loans, in one order by time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from heapq import merge
from typing import NamedTuple, TypedDict, Unpack

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import aliased

from webapp.core import text
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.words import _
from webapp.people import people
from webapp.school import calendar
from webapp.school.words import named
from webapp.stock.movements import history
from webapp.stock.movements.history import Act

from .. import access
from ..models import Checkout, CheckoutEvent

Undone = aliased(CheckoutEvent)
STAFF = ("teacher", "desk", "admin")
LATELY = select(CheckoutEvent.by).order_by(CheckoutEvent.id.desc()).limit(2000).subquery()


class Filter(TypedDict, total=False):
    """By whom, and on which of the school's days, both included; None stands for all."""

    actor: int | None
    since: date | None
    until: date | None


class Place(NamedTuple):
    """Where the list goes on: before this operation and this decision; 0 stands for the newest."""

    operation: int = 0
    decision: int = 0


NEWEST = Place()


@dataclass(frozen=True)
class Deed:
    """An operation, or a decision that moved nothing; the other's id is None."""

    at: datetime
    kind: str
    actor_id: int
    actor_name: str
    about: str
    note: str
    checkout_id: int | None
    is_undone: bool
    operation: int | None = None
    decision: int | None = None
    place: Place = NEWEST
    job: int | None = None  # of the change of the open days that it was part of


def listed(
    actor: Actor,
    /,
    *,
    before: Place = NEWEST,
    limit: int = 50,
    **wanted: Unpack[Filter],
) -> list[Deed]:
    """Newest first, before a place; five queries, however many. Staff only."""
    access.check_may_be_at_desk(actor)
    acts = history.listed(actor, before=before.operation, limit=limit, **wanted)
    decisions = _decisions(before.decision, limit, wanted)
    both = merge(map(_done, acts), decisions, key=lambda deed: deed.at, reverse=True)
    return list(_placed(both, before, limit))


def doers(actor: Actor) -> dict[int, str]:
    """Who may be asked for, by id: who works here, and whoever else did or decided something lately; names in order."""
    deciders = db.session.scalars(select(LATELY.c.by).distinct())
    staff = {each.id: each.name for each in people.having(*STAFF)}
    named = history.doers(actor) | people.names(deciders) | staff
    return dict(sorted(named.items(), key=lambda pair: (text.sort_key(pair[1]), pair[0])))


def _placed(deeds: Iterator[Deed], place: Place, limit: int) -> Iterator[Deed]:
    """Each with where the list goes on after it."""
    for _number, deed in zip(range(limit), deeds, strict=False):
        place = Place(deed.operation or place.operation, deed.decision or place.decision)
        yield Deed(**vars(deed) | {"place": place})


def _done(act: Act) -> Deed:
    return Deed(
        act.at,
        named(act.kind),
        act.actor_id,
        act.actor_name,
        act.about,
        act.note,
        act.checkout_id,
        act.undone_by is not None,
        operation=act.id,
    )


def _decisions(before: int, limit: int, wanted: Filter) -> list[Deed]:
    found = db.session.execute(_query(before, wanted).limit(limit)).all()
    names = people.names(event.by for event, *_others in found)
    return [
        Deed(
            event.at,
            event.words(),
            event.by,
            names.get(event.by, "Backline"),
            _("%(item)s for %(name)s", item=item, name=student),
            event.why,
            event.checkout_id,
            undone is not None,
            decision=event.id,
            job=event.after.get("job"),
        )
        for event, item, student, undone in found
    ]


def _query(before: int, wanted: Filter) -> Select[CheckoutEvent, str, str, int | None]:
    query = (
        select(CheckoutEvent, Checkout.item_name, Checkout.student_name, Undone.id)
        .join(Checkout, Checkout.id == CheckoutEvent.checkout_id)
        .outerjoin(Undone, Undone.undoes == CheckoutEvent.id)
        .order_by(CheckoutEvent.id.desc())
    )
    if before:
        query = query.where(CheckoutEvent.id < before)
    return query.where(*_conditions(wanted))


def _conditions(wanted: Filter) -> Iterator[ColumnElement[bool]]:
    if by := wanted.get("actor"):
        yield CheckoutEvent.by == by
    if since := wanted.get("since"):
        yield CheckoutEvent.at >= calendar.day(since)[0]
    if until := wanted.get("until"):
        yield CheckoutEvent.at < calendar.day(until)[1]
