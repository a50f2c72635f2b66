"""Group loans: what somebody's class or ensemble has; one person answers for it, the others see that it is there."""

from datetime import date, datetime
from functools import cache
from typing import NamedTuple

from sqlalchemy import CTE, BindParameter, Integer, Select, bindparam, select

from webapp.core import rows
from webapp.core.actor import Actor
from webapp.people import groups

from ..models import Checkout, Request
from . import checkouts, filtering

MEMBER: BindParameter[int] = bindparam("member", type_=Integer())


class GroupLoan(NamedTuple):
    """What members may know of it."""

    id: int
    item_name: str
    quantity: int
    starts_on: date
    due_on: date
    status: str
    group_name: str
    answers: str  # the name of who does
    ready_at: datetime | None
    needs_look: bool
    due_at: datetime | None
    out_at: datetime | None

    @property
    def state(self) -> str:
        """The word of the one vocabulary for its state, as the chips know it: not ready before it is set aside."""
        if self.status == "out":
            return checkouts.state_out(self.due_on, self.due_at)
        if self.status == "approved" and self.needs_look:
            return "to_look_at"
        is_agreed = self.status == "approved" and not self.ready_at
        return "agreed" if is_agreed else self.status


def of_member(
    actor: Actor, *, before: int | None = None, limit: int = 50
) -> list[GroupLoan]:
    """What is asked for, promised to and out to the groups the actor plays in, the newest first.

    Without what they answer for themselves: that is among their own loans.
    """
    if not groups.is_in_any(actor.id):
        return []
    query = _of_member()
    if before:
        query = query.where(Checkout.id < before)
    query = query.order_by(Checkout.id.desc()).limit(limit)
    return rows.made(GroupLoan, query, {"member": actor.id})


@cache
def _of_member() -> Select[*tuple[object, ...]]:
    requests = _requests_for_groups()
    columns = (
        Checkout.id,
        Checkout.item_name,
        Checkout.quantity,
        Checkout.starts_on,
        Checkout.due_on,
        Checkout.stored_status,
        requests.c.group_name,
        Checkout.student_name,
        Checkout.ready_at,
        Checkout.needs_look,
        Checkout.due_at,
        Checkout.out_at,
    )
    return (
        select(*columns)
        .join(requests, requests.c.id == Checkout.request_id)
        .where(Checkout.student_id != MEMBER, filtering.OPEN)
    )


def _requests_for_groups() -> CTE:
    """Found first, and only then their loans: SQLite would look through all open loans of the school instead."""
    return (
        select(Request.id, Request.group_name)
        .where(Request.group_id.in_(groups.of_member(MEMBER)))
        .cte("requests_for_groups")
        .prefix_with("MATERIALIZED")
    )
