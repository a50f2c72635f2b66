"""What time it is: the one place that asks, so that tests and stories can stop it.

A machine's clock may run ahead and be put back. What was changed meanwhile bears a time that has not come yet, and must
not keep anybody waiting until it does.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta

SKEW = timedelta(minutes=5)  # so far apart may the clocks of two machines be

_stopped: ContextVar[datetime | None] = ContextVar("stopped", default=None)


def now() -> datetime:
    """This instant, in UTC."""
    return _stopped.get() or datetime.now(UTC)


def is_over(at: datetime) -> bool:
    """Whether a moment has come."""
    return at <= now()


def is_recent(at: datetime, span: timedelta) -> bool:
    """Whether it was less than `span` ago. What lies further ahead than SKEW was not: a wrong clock wrote it."""
    return -SKEW <= now() - at < span


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Inside it is this instant, here and in no other thread; what is done then is done at that time."""
    before = _stopped.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _stopped.reset(before)
