"""Letters that were tried and not sent: which, and how they get another chance."""

from sqlalchemy import and_, case, or_, select, update

from . import bounces, rows
from .clock import now
from .db import db
from .outbox import Letter

FAILING = (
    Letter.sent_at.is_(None),
    Letter.cancelled_at.is_(None),
    Letter.last_error.is_not(None),
)


def failing(*, before: int | None = None, limit: int = 50) -> list[Letter]:
    """Letters that were tried and not sent, whether they are tried again or given up; the newest first."""
    query = select(Letter).where(*FAILING).order_by(Letter.id.desc()).limit(limit)
    return rows.listed(query if before is None else query.where(Letter.id < before))


def exists(id: int) -> bool:
    """Whether there is, or was, such a letter at all."""
    return db.session.get(Letter, id) is not None


def try_again(id: int | None = None) -> int:
    """Send one that fails, or all of them, as soon as the worker comes to it; how many."""
    which = (*FAILING, Letter.claimed_at.is_(None))
    statement = update(Letter).where(*(which if id is None else (*which, Letter.id == id)))
    statement = statement.values(
        failed_at=None, attempts=0, due_at=now(), written_at=now()
    ).returning(Letter.address)
    again = db.session.scalars(statement.execution_options(synchronize_session=False)).all()
    bounces.forget(again)  # whoever has it tried again says that the address works
    return len(again)


def forward(person_id: int, old: str, new: str) -> None:
    """What was not sent yet to somebody goes to their new address; what is to a guardian with the same one stays."""
    is_theirs = or_(Letter.person_id == person_id, Letter.person_id.is_(None))
    theirs = (
        and_(Letter.address == old, is_theirs, Letter.is_to_guardian.is_(False)),
        Letter.sent_at.is_(None),
        Letter.cancelled_at.is_(None),
    )
    due_at = case((Letter.last_error.is_(None), Letter.due_at), else_=now())
    statement = update(Letter).where(*theirs, Letter.claimed_at.is_(None))
    statement = statement.values(address=new, failed_at=None, attempts=0, due_at=due_at)
    db.session.execute(statement.execution_options(synchronize_session=False))
