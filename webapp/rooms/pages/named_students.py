"""Named students: for whom a booking is to be, whom staff name on a page, by name, e-mail or card."""

from webapp.core.doors import actor
from webapp.people import naming


def id_of(words: str | None) -> int | None:
    """Their id; None for oneself, whom nobody names. Invalid at `student` for nobody, or several."""
    return naming.named(actor(), words).id if words else None
