"""The post: letters that are due are claimed, worded where they wait for that, sent, and settled."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple, cast

from flask import current_app
from sqlalchemy import (
    ColumnElement,
    FromClause,
    Update,
    and_,
    bindparam,
    or_,
    select,
    update,
)

from . import bounces, letters, mail, outbox
from .clock import SKEW, now
from .db import Base, db, reading, transaction

STALE = timedelta(minutes=5)  # a claim this old belongs to a worker that died
GIVEN_UP_AFTER = timedelta(days=5)  # as mail servers do
log = logging.getLogger(__name__)


def _may_leave(letter: FromClause) -> ColumnElement[bool]:
    """Those whose time has come, and those that a clock which ran ahead sent further than any letter ever waits; by
    `_moments`.
    """
    is_due = or_(letter.c.due_at <= bindparam("now"), letter.c.due_at > bindparam("latest"))
    is_free = or_(
        letter.c.claimed_at.is_(None),
        letter.c.claimed_at < bindparam("stale"),
        letter.c.claimed_at > bindparam("ahead"),
    )
    return and_(
        letter.c.sent_at.is_(None),
        letter.c.cancelled_at.is_(None),
        letter.c.failed_at.is_(None),
        is_due,
        is_free,
    )


# Built once: what changes in a letter are those of the values sent along that are its columns.
LETTERS = Base.metadata.tables["letters"]
WAITING = LETTERS.alias("waiting")
ANY_DUE = select(LETTERS.c.id).where(_may_leave(LETTERS)).limit(1)
NEXT = (
    select(WAITING.c.id)
    .where(_may_leave(WAITING))
    .order_by(WAITING.c.due_at, WAITING.c.id)
    .limit(1)
    .with_for_update(skip_locked=True)
    .scalar_subquery()
)
CLAIM = (
    update(LETTERS)
    .where(LETTERS.c.id == NEXT, _may_leave(LETTERS))
    .values(claimed_at=bindparam("now"), attempts=LETTERS.c.attempts + 1)
    .returning(*LETTERS.c)
)
ALL_DUE = update(LETTERS).where(_may_leave(LETTERS))
ONE = update(LETTERS).where(LETTERS.c.id == bindparam("letter_id"))
OURS = ONE.where(LETTERS.c.claimed_at == bindparam("claim"))  # no other worker's meanwhile
OURS_CHANGED = OURS.returning(*LETTERS.c)
Values = Mapping[str, object]


class Worded(NamedTuple):
    """What a letter says, and what is written down about that: one act after the other, the last one with the words
    and each before it in a transaction of its own. All are done once more where the worker dies on the way."""

    content: mail.Content
    keep: Sequence[Callable[[], object]] = ()


Draw = Callable[[mail.Claimed], Worded | None]
_drawers: dict[str, Draw] = {}  # by the kind of letter
_followers: list[Callable[[mail.Claimed], None]] = []


@dataclass(frozen=True)
class Later:
    """A kind of letter that is written without its words, and worded when it leaves: it says what is true by then.

    `about` is the type of what it is about: a person, a guardian, a loan. One letter a subject and day, or week.
    """

    kind: str
    about: str
    word: Draw

    def leave(
        self,
        id: int,
        to: letters.Reader,
        subject: str,
        *,
        when: date | str,
        due_at: datetime | None = None,
    ) -> int | None:
        """Leave the one about this id for the worker; its id, None where there is one. `subject` is a lazy sentence: it
        is what the letter is called until it has words, in the language of who reads it."""
        with letters.speaking_to(to):
            called = str(subject)
        return outbox.add(
            kind=self.kind,
            subject_type=self.about,
            subject_id=id,
            step=self._step(when),
            person_id=to.person_id,
            is_to_guardian=to.is_guardian,
            address=to.email,
            name=to.name,
            subject=called,
            text="",
            due_at=due_at,
        )

    def left(self, when: date | str) -> set[int]:
        """The ids about which there is one."""
        return outbox.having_step(self.about, self._step(when))

    def _step(self, when: date | str) -> str:
        return f"{self.kind}:{when}"


def due(at: datetime) -> bool:
    """Whether anything may leave; asked every second, so it only looks."""
    with reading():
        return db.session.scalar(ANY_DUE, _moments(at)) is not None


def connect(*kinds: Later) -> None:
    """Which letters are worded when they leave; those of which nothing is left to say are withdrawn."""
    _drawers.update({kind.kind: kind.word for kind in kinds})


def follow(*acts: Callable[[mail.Claimed], None]) -> None:
    """What is done once a letter has left, in the transaction that notes it; an act that fails stops nothing."""
    _followers[:] = acts


def claim(at: datetime) -> mail.Claimed | None:
    """One letter, as a plain row, for this worker alone; None if there is none.

    What is worded only when it leaves is worded now, while the database is free for others; where nothing is left to
    say, or that fails, the next letter has its turn.
    """
    while True:
        letter = _changed(CLAIM, _moments(at))
        if letter is None or letter.kind not in _drawers:
            return letter
        if worded := _worded(letter):
            return worded


def _worded(letter: mail.Claimed) -> mail.Claimed | None:
    """The same letter with its words; None where it is withdrawn, tried again later, or another worker's by now."""
    ours = _ours(letter)
    try:
        with reading(), letters.speaking_to(letters.reader_of(letter)):
            worded = _drawers[letter.kind](letter)
        if worded:
            words = {**ours, **worded.content}
            return _changed(OURS_CHANGED, words, _all_but_last(worded.keep))
        _changed(OURS_CHANGED, {**ours, "cancelled_at": now(), "claimed_at": None})
    except Exception as error:  # whatever it is, this letter must not stop the others
        log.exception("letter %s could not be worded", letter.id)
        failed = _failed(letter, error, now() + mail.pause(letter.attempts))
        _changed(OURS_CHANGED, failed)
    return None


def _all_but_last(keep: Sequence[Callable[[], object]]) -> Callable[[], object]:
    """The last of these acts, once all before it are done, each in a transaction of its own."""
    *before, last = keep or [lambda: None]
    for act in before:
        with transaction():
            act()
    return last


def _changed(
    statement: Update, values: Values, also: Callable[[], object] = lambda: None
) -> mail.Claimed | None:
    """The letter as a statement leaves it, in a transaction that does this `also`; None where it finds none."""
    with transaction():
        also()
        row = db.session.execute(statement, values).one_or_none()
    return cast(mail.Claimed | None, row)


def settle(letter: mail.Claimed, error: Exception | None = None) -> None:
    """What became of a claimed letter. After an error it waits, longer each time, and is tried again, unless that is
    hopeless; and where nobody answered, all others wait as long, so that not each of them has to find that out."""
    again_at = now() + mail.pause(letter.attempts)
    changes: list[tuple[Update, Values]] = [
        (ONE, _was_sent(letter))
        if error is None
        else (OURS, _failed(letter, error, again_at))
    ]
    if error and mail.is_unreachable(error):
        changes.append((ALL_DUE, {**_moments(now()), "due_at": again_at}))
    with transaction():
        for statement, values in changes:
            db.session.execute(statement, values)
        for act in _followers if error is None else ():
            _follow(act, letter)


def _follow(act: Callable[[mail.Claimed], None], letter: mail.Claimed) -> None:
    try:
        with db.session.begin_nested():
            act(letter)
    except Exception:  # whatever it is, this letter has left
        log.exception("what follows letter %s failed", letter.id)


def _ours(letter: mail.Claimed) -> dict[str, object]:
    """For `OURS`."""
    return {"letter_id": letter.id, "claim": letter.claimed_at}


def _was_sent(letter: mail.Claimed) -> Values:
    sent = {"sent_at": now(), "claimed_at": None, "last_error": None}
    return {"letter_id": letter.id, **sent}


def _failed(letter: mail.Claimed, error: Exception, again_at: datetime) -> Values:
    """Unless another worker took it over meanwhile."""
    failed = {"claimed_at": None, "due_at": again_at, "last_error": mail.reason(error)}
    if mail.is_hopeless(error) or now() - letter.written_at > GIVEN_UP_AFTER:
        failed["failed_at"] = now()
    return {**_ours(letter), **failed}


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


def _moments(at: datetime) -> Values:
    """What decides at a moment whether a letter may leave."""
    delay = timedelta(seconds=current_app.config["LETTER_DELAY"])
    longest = max(mail.LONGEST_PAUSE, delay) + SKEW
    return {"now": at, "latest": at + longest, "stale": at - STALE, "ahead": at + SKEW}
