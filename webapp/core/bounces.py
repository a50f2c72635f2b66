"""Bounces: addresses from which e-mail came back for good; nothing is sent to them until somebody says they work again.

Only what Backline wrote to can bounce, so that a forged message silences nobody else.
"""

import email
import email.policy
import logging
from collections.abc import Iterable
from datetime import datetime
from email.message import Message
from typing import NamedTuple

from sqlalchemy import BindParameter, String, bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from . import rows, text
from .clock import now
from .db import Instant, Record, db
from .outbox import Letter

log = logging.getLogger(__name__)
LONGEST = 5_000_000  # bytes of a message that is looked at
LONGEST_REASON = 500


class Bounce(Record):
    """An address that does not work, since when, and what the mail server said."""

    __tablename__ = "bounces"

    address: Mapped[str] = mapped_column(String(254), unique=True)
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON), default="")
    at: Mapped[datetime] = mapped_column(Instant, default=now)


INSERT = {
    "sqlite": sqlite.insert(Bounce).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(Bounce).on_conflict_do_nothing(),
}


ADDRESSES: BindParameter[list[str]] = bindparam("addresses", expanding=True)
BOUNCED = select(Bounce).where(Bounce.address.in_(ADDRESSES))


def of(addresses: Iterable[str]) -> dict[str, Bounce]:
    """Those of these addresses that do not work."""
    found = rows.listed(BOUNCED, {"addresses": list(addresses)})
    return {bounce.address: bounce for bounce in found}


class Report(NamedTuple):
    """What a message reports: the addresses that do not work, those that are only slow, and why."""

    failed: set[str]
    delayed: set[str]
    reason: str


def read(message: bytes) -> Report:
    """The report that a message is; one of no addresses if it is none, or cannot be read."""
    try:
        return _read(message)
    except Exception as error:  # whoever writes to us decides what is in it
        log.warning("a message could not be read: %r", error)
        return Report(set(), set(), "")


def _read(message: bytes) -> Report:
    from flufl.bounce import all_failures  # which nobody else needs

    parsed = email.message_from_bytes(message[:LONGEST], policy=email.policy.compat32)
    delayed, failed = all_failures(parsed)
    return Report(_addresses(failed), _addresses(delayed), _reason(parsed))


def record(report: Report) -> list[str]:
    """Mark the addresses that do not work and that Backline wrote to; those that were not marked before."""
    wrote = select(Letter.address).where(Letter.address.in_(report.failed)).distinct()
    connection = db.session.connection()
    statement = INSERT[connection.dialect.name].returning(Bounce.address)
    marked: list[str] = []
    for address in sorted(db.session.scalars(wrote)):
        values = {"address": address, "reason": report.reason, "at": now()}
        marked += connection.scalars(statement, values).all()
    return marked


def _addresses(found: Iterable[bytes]) -> set[str]:
    return {text.email(_plain(each.decode("utf-8", "replace"))) for each in found}


def forget(addresses: Iterable[str]) -> None:
    """They are to be tried again."""
    db.session.execute(delete(Bounce).where(Bounce.address.in_(list(addresses))))


def _reason(message: Message) -> str:
    """What the mail server said, of a report by RFC 3464; else the subject."""
    for part in message.walk():
        if code := part.get("Diagnostic-Code"):
            return _plain(str(code))[:LONGEST_REASON]
    return _plain(str(message.get("Subject", "")))[:LONGEST_REASON]


def _plain(written: str) -> str:
    """On one line, and without what no database keeps: NUL, and halves of characters."""
    kept = written.encode("utf-8", "replace").decode().replace("\0", "")
    return " ".join(kept.split())
