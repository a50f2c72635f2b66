"""Together: which lines of a request belong together, as parts of a set or as what was answered in one act."""

from collections.abc import Collection, Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from webapp.core.db import db

from ..models import Checkout, RequestSet

Together = tuple[RequestSet | None, list[Checkout]]
NEAREST = ("out", "approved", "pending", "returned")  # what a set is as a whole, by a part
ORDER = {status: place for place, status in enumerate(NEAREST)}


def together(lines: Iterable[Checkout]) -> list[Together]:
    """Lines of requests in their order, those of a set together with it, those of none each by themselves."""
    groups: dict[int, Together] = {}
    for line in lines:
        key = -line.request_set_id if line.request_set_id else line.id
        groups.setdefault(key, (line.asked_set, []))[1].append(line)
    return list(groups.values())


def count_approved(things: Iterable[Together]) -> int:
    """How many of these things are approved, and not cancelled since; a set is one, also where a part was declined."""
    return sum(
        any(line.granted and line.status != "cancelled" for line in lines)
        for _set, lines in things
    )


def stands_for(lines: Collection[Checkout]) -> Checkout:
    """Of the parts of a set the one by which all are counted as one.

    A set is out while a part is, then to be fetched, then asked for, and back once nothing else is to come; of several
    the one that is due first.
    """
    if len(lines) == 1:
        return next(iter(lines))
    return min(
        lines,
        key=lambda line: (ORDER.get(line.status, len(ORDER)), line.due_on, line.id),
    )


def answered_with(ids: Iterable[int]) -> dict[int, int]:
    """How many other lines of its request were answered in the same act, for each of these where some were.

    What was parted from a line since was answered with it, too; what was cancelled since is told of no more.
    """
    other = aliased(Checkout)
    query = select(Checkout.id, func.count()).join(
        other,
        (other.request_id == Checkout.request_id)
        & (other.decided_at == Checkout.decided_at)
        & (other.id != Checkout.id)
        & (other.stored_status != "cancelled"),
    )
    query = query.where(Checkout.id.in_(list(ids))).group_by(Checkout.id)
    return {id: count for id, count in db.session.execute(query)}
