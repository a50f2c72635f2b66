"""Added hours: until when what is out by the hour would be kept longer, as long again until the desk closes."""

from datetime import datetime

from webapp.core import clock

from ..desk import by_hours


def new_time(due_at: datetime, hours: int) -> datetime | None:
    """When it would be due, from the later of the moment at which it is due and now; None where nothing is gained."""
    begins = max(due_at, clock.now())
    later = by_hours.due_time(hours, begins)
    return later if later and later > begins else None


def times_after(due_at: datetime, hours: int, most: int) -> int:
    """How often it may be kept longer once it is due then: at most so often, and while that gains anything."""
    count, later = 0, new_time(due_at, hours)
    while later and count < most:
        count, later = count + 1, new_time(later, hours)
    return count
