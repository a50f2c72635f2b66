"""Last reminders: when the borrower of a loan was last told of it, and whether staff had that done today."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select

from webapp.core import rows
from webapp.core.outbox import Letter
from webapp.school import calendar

from ..models import Telling
from .ladder import BORROWER


class Reminder(NamedTuple):
    """When the last one was written, by Backline or by hand, and when the last one by hand was."""

    at: datetime
    by_hand_at: datetime | None

    @property
    def is_done_today(self) -> bool:
        """Whether staff had them told today: there is no second one on the same day."""
        at = self.by_hand_at
        return at is not None and calendar.local(at).date() == calendar.today()


def of_loans(ids: Collection[int]) -> dict[int, Reminder]:
    """By the loan, of those of which there was any that was not withdrawn; one query, none for no loans."""
    if not ids:
        return {}
    query = (
        select(
            Telling.checkout_id,
            func.max(Letter.written_at),
            func.max(Letter.written_at).filter(Telling.by.is_not(None)),
        )
        .join(Letter, Letter.id == Telling.letter_id)
        .where(
            Telling.checkout_id.in_(ids),
            Telling.reader == BORROWER,
            Letter.cancelled_at.is_(None),
        )
        .group_by(Telling.checkout_id)
    )
    found = rows.made(_told, query)
    return dict(found)


def _told(id: int, at: datetime, by_hand_at: datetime | None) -> tuple[int, Reminder]:
    return id, Reminder(at, by_hand_at)
