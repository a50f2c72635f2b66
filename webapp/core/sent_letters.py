"""Letters that are on their way, or were sent: nothing calls them back."""

from sqlalchemy import or_, select

from .db import db
from .outbox import Letter

HAS_LEFT = or_(Letter.claimed_at.is_not(None), Letter.sent_at.is_not(None))


def has_left(subject_type: str, subject_id: int, step: str | None = None) -> bool:
    """Whether the letter of a subject and a step is one of them; of any step, where none is named."""
    query = select(Letter.id).where(
        Letter.subject_type == subject_type, Letter.subject_id == subject_id, HAS_LEFT
    )
    if step is not None:
        query = query.where(Letter.step == step)
    return db.session.scalar(query.limit(1)) is not None
