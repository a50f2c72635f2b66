"""In line: who waits for which items, in the order in which they are served."""

from collections.abc import Collection

from sqlalchemy import Select, select

from webapp.core import rows

from ..models import ItemWait

SERVED = (ItemWait.item_id, ItemWait.rank, ItemWait.id)
Lines = dict[int, list[ItemWait]]  # by item


def of_items(item_ids: Collection[int]) -> Lines:
    """Who waits for each of these, those too whose place is paused; one query, however many."""
    lines: Lines = {id: [] for id in item_ids}
    if lines:
        for wait in rows.listed(_waiting().where(ItemWait.item_id.in_(lines))):
            lines[wait.item_id].append(wait)
    return lines


def everywhere() -> Lines:
    """The same of all items that anybody waits for."""
    lines: Lines = {}
    for wait in rows.listed(_waiting()):
        lines.setdefault(wait.item_id, []).append(wait)
    return lines


def _waiting() -> Select[ItemWait]:
    return select(ItemWait).where(ItemWait.status == "waiting").order_by(*SERVED)
