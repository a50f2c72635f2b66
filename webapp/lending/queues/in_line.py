"""In line: who waits for which items, in the order in which they are served."""

from collections.abc import Collection

from sqlalchemy import BindParameter, bindparam, select

from webapp.core import rows, versions
from webapp.core.db import db, is_writing

from ..models import ItemWait

SERVED = (ItemWait.item_id, ItemWait.rank, ItemWait.id)
Lines = dict[int, list[ItemWait]]  # by item
ITEM_IDS: BindParameter[list[int]] = bindparam("item_ids", expanding=True)
WAITING = select(ItemWait).where(ItemWait.status == "waiting").order_by(*SERVED)
WAITED_FOR = select(ItemWait.item_id).where(ItemWait.status == "waiting").distinct()
WAITING_FOR = WAITING.where(ItemWait.item_id.in_(ITEM_IDS))


def of_items(item_ids: Collection[int]) -> Lines:
    """Who waits for each of these, those too whose place is paused; one query, or none."""
    lines: Lines = {id: [] for id in item_ids}
    if ids := _waited_for(set(lines)):
        for wait in rows.listed(WAITING_FOR, {"item_ids": list(ids)}):
            lines[wait.item_id].append(wait)
    return lines


def _waited_for(item_ids: set[int]) -> set[int]:
    """Those of these that anybody waits for: few are, and it is known which."""
    if not item_ids or is_writing():
        return item_ids
    return item_ids & versions.kept("queues", "items", _all_waited_for)


def _all_waited_for() -> set[int]:
    return set(db.session.scalars(WAITED_FOR))


def everywhere() -> Lines:
    """The same of all items that anybody waits for."""
    lines: Lines = {}
    for wait in rows.listed(WAITING):
        lines.setdefault(wait.item_id, []).append(wait)
    return lines
