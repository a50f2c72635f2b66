"""What time it is: the one place that asks, so that tests can stop it."""

from datetime import UTC, datetime


def now() -> datetime:
    """This instant, in UTC."""
    return datetime.now(UTC)
