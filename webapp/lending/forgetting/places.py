"""Forgetting places in queues: who waited, once what they got of it is forgotten too; and old lists in e-mails."""

from sqlalchemy import Select, select, update

from webapp.core import clock, rows
from webapp.core.db import db
from webapp.core.outbox import Letter
from webapp.people import forgotten
from webapp.stock.ledger import ledger

from ..models import Checkout, ItemWait, ItemWaitEvent
from ..models.waits import OPEN
from . import paper, rule


def due() -> list[int]:
    """Places that ended long ago, by id; `forget` looks again."""
    if not rule.months():
        return []
    query = _over().with_only_columns(ItemWait.id)
    return rows.listed(query.order_by(ItemWait.id).limit(rule.AT_A_TIME))


def forget(id: int) -> bool:
    """Forget who waited there; False where that is not due."""
    if not rule.months():
        return False
    ledger.lock()
    query = _over().where(ItemWait.id == id).with_for_update(of=ItemWait)
    found = rows.listed(query.execution_options(populate_existing=True))
    for wait in found:
        _forget(wait)
    return bool(found)


def _over() -> Select[ItemWait]:
    """Places that ended long ago, and of which no loan is remembered."""
    remembered = select(Checkout.id).where(
        Checkout.wait_id == ItemWait.id, Checkout.forgotten_at.is_(None)
    )
    return select(ItemWait).where(
        ItemWait.forgotten_at.is_(None),
        ItemWait.status.not_in(OPEN),
        ItemWait.ended_at < rule.since(rule.months()),
        ~remembered.exists(),
    )


def _forget(wait: ItemWait) -> None:
    id = wait.id
    person = wait.student_id
    wait.student_id, wait.student_name = forgotten.ID, forgotten.NAME
    wait.forgotten_at = clock.now()
    db.session.flush()  # the guards let its events be changed from here on
    events = update(ItemWaitEvent).where(ItemWaitEvent.wait_id == id)
    theirs = events.where(ItemWaitEvent.by == person)
    for statement in (events.values(why=""), theirs.values(by=forgotten.ID)):
        db.session.execute(statement.execution_options(synchronize_session=False))
    about = (Letter.subject_type == "item_wait") & (Letter.subject_id == id)
    paper.delete_letters(about)


def old_lists() -> list[int]:
    """E-mails of long ago about all of somebody's loans, by id."""
    after = rule.months()
    return paper.old_lists(rule.since(after), rule.AT_A_TIME) if after else []


def delete_list(id: int) -> bool:
    """Delete one of them."""
    paper.delete_letters(Letter.id == id)
    return True
