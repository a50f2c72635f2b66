"""Letters: written in the transaction of the act they tell of, delivered at least once by the worker."""

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Unpack, cast
from uuid import uuid4

from flask import current_app
from sqlalchemy import (
    ColumnElement,
    String,
    UniqueConstraint,
    Update,
    and_,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, aliased, mapped_column

from . import mail, rows
from .clock import SKEW, now
from .db import Instant, Record, db, reading, transaction

KEY = ("subject_type", "subject_id", "step")
CONTENT = (
    "kind", "address", "name", "subject", "text", "html", "calendar", "message_id", "written_at", "due_at", "attempts",
    "last_error",
)  # fmt: skip
STALE = timedelta(minutes=5)  # a claim this old belongs to a worker that died

GIVEN_UP_AFTER = timedelta(days=5)  # as mail servers do
log = logging.getLogger(__name__)


class Letter(Record):
    __tablename__ = "letters"
    __table_args__ = (UniqueConstraint("subject_type", "subject_id", "step"),)

    kind: Mapped[str] = mapped_column(String(40))
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    step: Mapped[str] = mapped_column(String(80))
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
    connection = db.session.connection()
    statement = WRITE[connection.dialect.name].returning(Letter.id)
    return connection.scalar(statement, _columns(letter)) is not None


def write_all(letters: Sequence[mail.New]) -> None:
    """The same for several letters, in one statement."""
    if letters:
        connection = db.session.connection()
        connection.execute(WRITE[connection.dialect.name], list(map(_columns, letters)))


def _columns(letter: mail.New) -> dict[str, Any]:
    written = now()
    return {
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


def written(subject_type: str, ids: Iterable[int]) -> set[tuple[int, str]]:
    """Which subjects and steps have a letter, whatever became of it."""
    query = select(Letter.subject_id, Letter.step).where(
        Letter.subject_type == subject_type, Letter.subject_id.in_(list(ids))
    )
    return {(id, step) for id, step in db.session.execute(query)}


def cancel(subject_type: str, subject_id: int, step: str) -> bool:
    """Inside the caller's transaction. False if the letter is on its way, has left, or never was."""
    statement = (
        update(Letter)
        .where(
            Letter.subject_type == subject_type,
            Letter.subject_id == subject_id,
            Letter.step == step,
            *NOT_LEFT,
        )
        .values(cancelled_at=now())
        .returning(Letter.id)
        .execution_options(synchronize_session=False)
    )
    return db.session.scalar(statement) is not None


def due(at: datetime) -> bool:
    """Whether anything may leave; asked every second, so it only looks."""
    query = select(Letter.id).where(_may_leave(Letter, at)).limit(1)
    with reading():
        return db.session.scalar(query) is not None


def claim(at: datetime) -> mail.Claimed | None:
    """One letter, as a plain row, for this worker alone; None if there is none."""
    inner = aliased(Letter)
    next_one = (
        select(inner.id)
        .where(_may_leave(inner, at))
        .order_by(inner.due_at, inner.id)
        .limit(1)
    )
    statement = (
        update(Letter)
        .where(
            Letter.id == next_one.with_for_update(skip_locked=True).scalar_subquery(),
            _may_leave(Letter, at),
        )
        .values(claimed_at=at, attempts=Letter.attempts + 1)
        .returning(*Letter.__table__.c)
        .execution_options(synchronize_session=False)
    )
    with transaction():
        return cast(mail.Claimed | None, db.session.execute(statement).one_or_none())


def settle(letter: mail.Claimed, error: Exception | None = None) -> None:
    """What became of a claimed letter. After an error it waits, longer each time, and is tried again, unless that is
    hopeless; and where nobody answered, all others wait as long, so that not each of them has to find that out."""
    again_at = now() + mail.pause(letter.attempts)
    statements = [_was_sent(letter) if error is None else _failed(letter, error, again_at)]
    if error and mail.is_unreachable(error):
        others = update(Letter).where(_may_leave(Letter, now()))
        statements.append(others.values(due_at=again_at))
    with transaction():
        for statement in statements:
            db.session.execute(statement.execution_options(synchronize_session=False))


def _was_sent(letter: mail.Claimed) -> Update:
    statement = update(Letter).where(Letter.id == letter.id)
    return statement.values(sent_at=now(), claimed_at=None, last_error=None)


def _failed(letter: mail.Claimed, error: Exception, again_at: datetime) -> Update:
    """Unless another worker took it over meanwhile."""
    statement = update(Letter).where(
        Letter.id == letter.id, Letter.claimed_at == letter.claimed_at
    )
    statement = statement.values(
        claimed_at=None, due_at=again_at, last_error=mail.reason(error)
    )
    if mail.is_hopeless(error) or now() - letter.written_at > GIVEN_UP_AFTER:
        statement = statement.values(failed_at=now())
    return statement


def post(go_on: Callable[[], bool] = lambda: True) -> int:
    """Send what is due: claimed and committed, then sent with no transaction open, then settled; how many left.

    After each letter `go_on` is asked whether the next may follow, and can see to what else is due.
    """
    if not (current_app.config["SMTP_URL"] or current_app.config["DEMO"]) or not due(now()):
        return 0
    sent = 0
    while letter := claim(now()):
        try:
            send(letter)
        except Exception as error:  # whatever it is, this letter must not stop the others
            log.warning("letter %s was not sent: %r", letter.id, error)
            settle(letter, error)
        else:
            settle(letter)
            sent += 1
        if not go_on():
            break
    return sent


def send(letter: mail.Claimed) -> None:
    """Through SMTP; without it, being shown in the demo's mailbox is being sent."""
    if url := current_app.config["SMTP_URL"]:
        mail.send(url, mail.message(letter, sender=current_app.config["MAIL_FROM"]))


def _may_leave(letter: type[Letter], at: datetime) -> ColumnElement[bool]:
    """Those whose time has come, and those that a clock which ran ahead sent further than any letter ever waits."""
    longest = (
        max(mail.LONGEST_PAUSE, timedelta(seconds=current_app.config["LETTER_DELAY"]))
        + SKEW
    )
    is_due = or_(letter.due_at <= at, letter.due_at > at + longest)
    is_free = or_(
        letter.claimed_at.is_(None),
        letter.claimed_at < at - STALE,
        letter.claimed_at > at + SKEW,
    )
    return and_(
        letter.sent_at.is_(None),
        letter.cancelled_at.is_(None),
        letter.failed_at.is_(None),
        is_due,
        is_free,
    )
