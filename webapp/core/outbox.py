"""Letters: written in the transaction of the act they tell of, delivered at least once by the worker."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple, Unpack
from uuid import uuid4

from flask import current_app
from sqlalchemy import (
    ColumnElement,
    Index,
    String,
    UniqueConstraint,
    false,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from . import mail, rows
from .clock import now
from .db import Instant, Record, db, of_this_act

KEY = ("subject_type", "subject_id", "step")
CONTENT = (
    "kind", "address", "name", "subject", "text", "html", "calendar", "message_id", "written_at", "due_at", "attempts",
    "last_error", "person_id", "is_to_guardian",
)  # fmt: skip


class Letter(Record):
    __tablename__ = "letters"
    __table_args__ = (
        UniqueConstraint("subject_type", "subject_id", "step"),
        Index("ix_letters_address_id", "address", "id"),
        Index("ix_letters_person_id_id", "person_id", "id"),
    )

    kind: Mapped[str] = mapped_column(String(40))
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    step: Mapped[str] = mapped_column(String(80))
    person_id: Mapped[int | None]  # to whom it is, or about whom it is to their guardian
    is_to_guardian: Mapped[bool] = mapped_column(default=False, server_default=false())
    address: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(80))
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str]
    html: Mapped[str | None]
    calendar: Mapped[
        str | None
    ]  # an invitation, or the end of one, for the reader's calendar
    message_id: Mapped[str] = mapped_column(String(200))
    written_at: Mapped[datetime] = mapped_column(Instant)
    due_at: Mapped[datetime] = mapped_column(Instant, index=True)
    claimed_at: Mapped[datetime | None] = mapped_column(Instant)
    sent_at: Mapped[datetime | None] = mapped_column(Instant)
    cancelled_at: Mapped[datetime | None] = mapped_column(Instant)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(String(500))
    failed_at: Mapped[datetime | None] = mapped_column(
        Instant
    )  # given up, until somebody has it tried again


NOT_LEFT = (
    Letter.claimed_at.is_(None),
    Letter.sent_at.is_(None),
    Letter.cancelled_at.is_(None),
)


def _statement(
    new: sqlite.Insert | postgresql.Insert,
) -> sqlite.Insert | postgresql.Insert:
    """A letter, or the one again that was cancelled."""
    again = {name: new.excluded[name] for name in CONTENT}
    return new.on_conflict_do_update(
        index_elements=KEY,
        set_={**again, "failed_at": None, "cancelled_at": None},
        where=Letter.cancelled_at.is_not(None),
    )


WRITE = {
    "sqlite": _statement(sqlite.insert(Letter)),
    "postgresql": _statement(postgresql.insert(Letter)),
}


def write(**letter: Unpack[mail.New]) -> bool:
    """Inside the caller's transaction. One letter a subject and step: a second is not written, unless the
    first was cancelled. True if it was written."""
    return add(**letter) is not None


def add(**letter: Unpack[mail.New]) -> int | None:
    """The same; the letter's id if it was written."""
    connection = db.session.connection()
    statement = WRITE[connection.dialect.name].returning(Letter.id)
    id: int | None = connection.scalar(statement, _columns(letter))
    if id:
        of_this_act().setdefault("letters", set()).add(id)
    return id


def write_all(letters: Sequence[mail.New]) -> None:
    """The same for several letters, in one statement."""
    if letters:
        connection = db.session.connection()
        connection.execute(WRITE[connection.dialect.name], list(map(_columns, letters)))


def _columns(letter: mail.New) -> dict[str, Any]:
    written = now()
    return {
        "person_id": None,
        "is_to_guardian": False,
        "html": None,
        "calendar": None,
        **letter,
        "message_id": f"<{uuid4().hex}@{mail.host(current_app.config['BASE_URL'])}>",
        "written_at": written,
        "due_at": letter.get("due_at") or written,
        "attempts": 0,
        "last_error": None,
    }


def decided() -> datetime:
    """When the letter of a decision may leave, so that there is time to undo it."""
    return now() + timedelta(seconds=current_app.config["LETTER_DELAY"])


def waiting(
    subject_type: str, ids: Iterable[int], steps: Iterable[str]
) -> dict[int, datetime]:
    """Which subjects have a letter of these steps that has not left yet, and when it will."""
    query = select(Letter.subject_id, Letter.due_at).where(
        Letter.subject_type == subject_type,
        Letter.subject_id.in_(list(ids)),
        Letter.step.in_(list(steps)),
        Letter.due_at > now(),
        *NOT_LEFT,
    )
    return rows.pairs(query)


def not_left(subject_type: str, subject_id: int) -> set[str]:
    """The steps of all letters about a subject that are still here."""
    query = select(Letter.step).where(
        Letter.subject_type == subject_type, Letter.subject_id == subject_id, *NOT_LEFT
    )
    return set(db.session.scalars(query))


def having_step(subject_type: str, step: str) -> set[int]:
    """Which subjects have a letter of this step that was not withdrawn."""
    query = select(Letter.subject_id).where(
        Letter.subject_type == subject_type,
        Letter.step == step,
        Letter.cancelled_at.is_(None),
    )
    return set(db.session.scalars(query))


def written(subject_type: str, ids: Iterable[int]) -> set[tuple[int, str]]:
    """Which subjects and steps have a letter, whatever became of it."""
    query = select(Letter.subject_id, Letter.step).where(
        Letter.subject_type == subject_type, Letter.subject_id.in_(list(ids))
    )
    return {(id, step) for id, step in db.session.execute(query)}


def cancel(subject_type: str, subject_id: int, step: str) -> bool:
    """Inside the caller's transaction. False if the letter is on its way, has left, or never was."""
    return cancel_all(subject_type, [subject_id], step)


def cancel_all(subject_type: str, ids: Iterable[int], step: str) -> bool:
    """The same about several subjects, in one statement; True if any was still here."""
    return _cancel(subject_type, ids, Letter.step == step)


def cancel_kind(subject_type: str, ids: Iterable[int], kind: str) -> bool:
    """The same of all letters of a kind, whatever their steps."""
    return _cancel(subject_type, ids, Letter.kind == kind)


def _cancel(subject_type: str, ids: Iterable[int], which: ColumnElement[bool]) -> bool:
    statement = (
        update(Letter)
        .where(
            Letter.subject_type == subject_type,
            Letter.subject_id.in_(list(ids)),
            which,
            *NOT_LEFT,
        )
        .values(cancelled_at=now())
        .returning(Letter.id)
        .execution_options(synchronize_session=False)
    )
    ids = db.session.scalars(statement).all()
    of_this_act().setdefault("called back", set()).update(ids)
    return bool(ids)


class Hearing(NamedTuple):
    """Somebody who gets an e-mail of what is done now, and whether it leaves at once."""

    name: str
    leaves_now: bool


def hearing() -> list[Hearing]:
    """Who is written to by this act, in order; nobody twice, however many e-mails they get."""
    if not (ids := of_this_act().get("letters")):
        return []
    query = select(Letter.name, Letter.due_at <= Letter.written_at)
    query = query.where(Letter.id.in_(ids), Letter.cancelled_at.is_(None))
    known = {
        name: Hearing(name, leaves)
        for name, leaves in db.session.execute(query.order_by(Letter.id))
    }
    return list(known.values())


def was_called_back() -> bool:
    """Whether this act kept somebody from hearing of another one."""
    return bool(of_this_act().get("called back"))
