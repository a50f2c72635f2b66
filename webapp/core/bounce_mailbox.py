"""The mailbox to which e-mail comes back, read over IMAP: bounces are marked as read, and all else is left to a person.

What is no bounce, or cannot be seen to, is flagged, so that a person finds it and it is not looked at again. However a
message is made, one that is nested deeper than the reader goes, say, the next one is seen to.
"""

import imaplib
import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import unquote, urlsplit

from sqlalchemy.exc import OperationalError

from . import bounces
from .db import transaction

log = logging.getLogger(__name__)
TIMEOUT = 20  # seconds a mail server may be silent
AT_ONCE = 50  # messages at a look


def read(url: str) -> int:
    """See to what is new there, each message in a transaction of its own; how many bounces it was.

    `imaps://user:password@host/folder` speaks TLS from the start, `imap://` as soon as the server offers it; without
    a folder it is the INBOX.
    """
    with _opened(url) as box:
        return sum(_see_to(box, number) for number in _new(box))


def _new(box: imaplib.IMAP4) -> list[str]:
    _ok, found = box.uid("SEARCH", "UNSEEN", "UNFLAGGED")
    return (found[0] or b"").decode().split()[:AT_ONCE]


def _see_to(box: imaplib.IMAP4, number: str) -> bool:
    _ok, parts = box.uid("FETCH", number, "(BODY.PEEK[])")
    message = next((part[1] for part in parts if isinstance(part, tuple)), b"")
    is_bounce = _record(message, number)
    box.uid("STORE", number, "+FLAGS", "(\\Seen)" if is_bounce else "(\\Flagged)")
    return is_bounce


def _record(message: bytes, number: str) -> bool:
    """Whether it was a bounce, and its addresses are marked."""
    report = bounces.read(message)
    try:
        with transaction():
            bounces.record(report)
    except OperationalError:  # the database is away: it is read again
        raise
    except Exception:  # whatever is in it must not stop the mailbox
        log.exception("message %s of the mailbox for bounces could not be kept", number)
        return False
    return bool(report.failed or report.delayed)


@contextmanager
def _opened(url: str) -> Iterator[imaplib.IMAP4]:
    to = urlsplit(url)
    with _connect(to.scheme, to.hostname or "localhost", to.port) as box:
        if to.scheme == "imap" and "STARTTLS" in box.capabilities:
            box.starttls(ssl_context=ssl.create_default_context())
        box.login(unquote(to.username or ""), unquote(to.password or ""))
        box.select(f'"{unquote(to.path.strip("/")) or "INBOX"}"')
        yield box


def _connect(scheme: str, host: str, port: int | None) -> imaplib.IMAP4:
    if scheme == "imaps":
        tls = ssl.create_default_context()
        return imaplib.IMAP4_SSL(host, port or 993, ssl_context=tls, timeout=TIMEOUT)
    return imaplib.IMAP4(host, port or 143, timeout=TIMEOUT)
