"""What time it is: the one place that asks, so that tests and stories can stop it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_stopped: ContextVar[datetime | None] = ContextVar("stopped", default=None)


def now() -> datetime:
    """This instant, in UTC."""
    return _stopped.get() or datetime.now(UTC)


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Inside it is this instant, here and in no other thread; what is done then is done at that time."""
    before = _stopped.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _stopped.reset(before)
