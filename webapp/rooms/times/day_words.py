"""What is said of the pieces of a room's day: whose a time is and what for, as far as the reader may know."""

from webapp.core.words import _, lazy
from webapp.school.words import named_within

from .segments import BUSY
from .spans import Span

TIDYING = lazy("Tidying up")
PAST, YOU = lazy("Past"), lazy("You")
WORDS = {
    "closure": lazy("Closed"),
    "maintenance": lazy("Maintenance"),
    "lesson": lazy("Lesson"),
    "hold": lazy("Held"),
}


def words_of(span: Span) -> str:
    """Whose it is and what for, as far as the reader may know."""
    words = YOU if span.kind == "mine" else span.who or WORDS.get(span.kind, BUSY)
    if span.purpose not in ("", "practice"):
        is_reason = span.kind == "closure"  # which somebody typed
        words = f"{words}, {span.purpose if is_reason else named_within(span.purpose)}"
    return _("%(who)s, waiting", who=words) if span.is_pending else words
