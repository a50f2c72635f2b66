"""Holding: whose locks a pile takes, and that nothing it was read from has changed until it has them."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Protocol, TypeVar

from sqlalchemy import select

from webapp.core.db import db
from webapp.core.errors import Conflict
from webapp.core.words import _
from webapp.people import people
from webapp.people.people import Contact
from webapp.stock.ledger import ledger

from ..models import Checkout, Request


@dataclass(frozen=True)
class Involved:
    """Whose and which loans a pile is about, by their ids."""

    people: frozenset[int]
    requests: frozenset[int]
    checkouts: frozenset[int]

    @classmethod
    def of(cls, loans: Collection[Checkout], person_id: int | None = None) -> "Involved":
        whose = {loan.student_id for loan in loans} | ({person_id} if person_id else set())
        return cls(
            frozenset(whose),
            frozenset(loan.request_id for loan in loans),
            frozenset(loan.id for loan in loans),
        )


class Seen(Protocol):
    """A pile that was looked at."""

    @property
    def involved(self) -> Involved: ...


Pile = TypeVar("Pile", bound=Seen)


def look_twice(look: Callable[[], Pile]) -> tuple[Pile, dict[int, Contact]]:
    """The pile as it is once all that it is about is locked; and how letters reach its people.

    The first look is only to know what to lock. Conflict if the second finds something else.
    """
    before = look().involved
    contacts = _lock(before)
    pile = look()
    _check_same(before, pile.involved)
    return pile, contacts


def _lock(involved: Involved) -> dict[int, Contact]:
    """People by id, stock, requests by id, checkouts by id; how letters reach those who may come in."""
    contacts = people.lock_all(*involved.people)
    ledger.lock()
    for model, ids in (
        (Request.__table__, involved.requests),
        (Checkout.__table__, involved.checkouts),
    ):
        query = select(model.c.id).where(model.c.id.in_(sorted(ids))).order_by(model.c.id)
        db.session.execute(query.with_for_update())
    return contacts


def _check_same(before: Involved, now: Involved) -> None:
    """Conflict if it is about loans or people that were not locked: somebody was faster."""
    if not (now.people <= before.people and now.checkouts <= before.checkouts):
        raise Conflict(
            _(
                "Somebody else handed out or took back one of these meanwhile. Nothing was saved: look again"
            ),
            facts={"checkouts": sorted(now.checkouts - before.checkouts)},
        )
