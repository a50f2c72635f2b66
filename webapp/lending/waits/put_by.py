"""Put by: for whom what comes back is laid aside at the desk, because they wait for it."""

from collections import deque
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select

from webapp.core import rows
from webapp.core.words import listed, ngettext
from webapp.stock.movements.history import Act

from ..models import Checkout, ItemWait
from . import needed


def foreseen(item_ids: Collection[int]) -> dict[int, deque[str]]:
    """The names of who waits for these items, first in line first; one query, and none for no items.

    The caller has checked who may know.
    """
    lines = needed.by_others(item_ids) if item_ids else {}
    return {id: deque(wait.student_name for wait in line) for id, line in lines.items()}


def offered_since(item_ids: Collection[int], at: datetime) -> list[Checkout]:
    """What of these items was offered to who waits since then, and was not answered yet: it lies aside for them.

    The caller has checked who may know, and has let them hear of what was released.
    """
    if not item_ids:
        return []
    query = select(Checkout).join(ItemWait, ItemWait.id == Checkout.wait_id)
    query = query.where(
        Checkout.item_id.in_(item_ids),
        Checkout.stored_status == "approved",
        Checkout.offered_until.is_not(None),
        ItemWait.offered_at >= at,
    )
    return rows.listed(query.order_by(Checkout.id))


def after(loan: Checkout, act: Act | None) -> str:
    """For whom what this act brought back is put by, in words; empty if it was none, or nobody waits for it."""
    if act is None or act.kind != "return":
        return ""
    offers = offered_since([loan.item_id], act.at)
    return in_words([each.student_name for each in offers]) if offers else ""


def in_words(names: Sequence[str]) -> str:
    """What the desk is told of at least one of them, without a full stop."""
    return ngettext(
        "%(names)s waits for it: put it by",
        "%(names)s wait for it: put it by for them",
        len(names),
        names=listed(names),
    )
