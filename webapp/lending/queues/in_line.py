"""In line: who waits for which items, in the order in which they are served."""

from collections.abc import Collection

from sqlalchemy import BindParameter, bindparam, select

from webapp.core import rows

from ..models import ItemWait

SERVED = (ItemWait.item_id, ItemWait.rank, ItemWait.id)
Lines = dict[int, list[ItemWait]]  # by item
ITEM_IDS: BindParameter[list[int]] = bindparam("item_ids", expanding=True)
WAITING = select(ItemWait).where(ItemWait.status == "waiting").order_by(*SERVED)
WAITING_FOR = WAITING.where(ItemWait.item_id.in_(ITEM_IDS))


def of_items(item_ids: Collection[int]) -> Lines:
    """Who waits for each of these, those too whose place is paused; one query, however many."""
    lines: Lines = {id: [] for id in item_ids}
    if lines:
        for wait in rows.listed(WAITING_FOR, {"item_ids": list(lines)}):
            lines[wait.item_id].append(wait)
    return lines


def everywhere() -> Lines:
    """The same of all items that anybody waits for."""
    lines: Lines = {}
    for wait in rows.listed(WAITING):
        lines.setdefault(wait.item_id, []).append(wait)
    return lines
