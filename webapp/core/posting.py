"""The post: letters that are due are claimed, worded where they wait for that, sent, and settled."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import cast

from flask import current_app
from sqlalchemy import ColumnElement, Update, and_, or_, select, update
from sqlalchemy.orm import aliased

from . import bounces, mail
from .clock import SKEW, now
from .db import db, reading, transaction
from .outbox import Letter

STALE = timedelta(minutes=5)  # a claim this old belongs to a worker that died
GIVEN_UP_AFTER = timedelta(days=5)  # as mail servers do
log = logging.getLogger(__name__)
Draw = Callable[[mail.Claimed], mail.Content | None]
_drawers: dict[str, Draw] = {}  # by the kind of letter


def due(at: datetime) -> bool:
    """Whether anything may leave; asked every second, so it only looks."""
    query = select(Letter.id).where(_may_leave(Letter, at)).limit(1)
    with reading():
        return db.session.scalar(query) is not None


def connect(drawers: Mapping[str, Draw]) -> None:
    """Which kinds of letters are worded when they leave, and by what; None of it withdraws the letter."""
    _drawers.update(drawers)


def claim(at: datetime) -> mail.Claimed | None:
    """One letter, as a plain row, for this worker alone; None if there is none.

    What is worded only when it leaves is worded in the same transaction; where nothing is left to say, or that fails,
    the next letter has its turn.
    """
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
    while True:
        with transaction():
            letter = cast(mail.Claimed | None, db.session.execute(statement).one_or_none())
            if letter and letter.kind in _drawers and not (letter := _worded(letter)):
                continue
        return letter


def _worded(letter: mail.Claimed) -> mail.Claimed | None:
    """The same letter with its words; None where it is withdrawn, or tried again later."""
    try:
        with db.session.begin_nested():
            content = _drawers[letter.kind](letter)
    except Exception as error:  # whatever it is, this letter must not stop the others
        log.exception("letter %s could not be worded", letter.id)
        statement = _failed(letter, error, now() + mail.pause(letter.attempts))
        db.session.execute(statement.execution_options(synchronize_session=False))
        return None
    statement = update(Letter).where(Letter.id == letter.id)
    if content is None:
        withdrawn = statement.values(cancelled_at=now(), claimed_at=None)
        db.session.execute(withdrawn.execution_options(synchronize_session=False))
        return None
    return _with_words(statement.values(**content))


def _with_words(statement: Update) -> mail.Claimed:
    row = db.session.execute(
        statement.returning(*Letter.__table__.c).execution_options(
            synchronize_session=False
        )
    ).one()
    return cast(mail.Claimed, row)


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
    with reading():
        bounced = bounces.of([letter.address]).get(letter.address)
    if bounced:
        raise mail.Unwritable(f"E-mail to {letter.address} came back: {bounced.reason}")
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
