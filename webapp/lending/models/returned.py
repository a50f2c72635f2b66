"""When all of a loan was back: the day, and the moment where that is known."""

from datetime import date, datetime

from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.db import Instant


class WithReturn:
    """Both are empty of what is not back, and of what was lost."""

    returned_on: Mapped[date | None]  # the school's day
    # since when, where it was written down on that day; else nobody knows more than the day
    returned_at: Mapped[datetime | None] = mapped_column(Instant)
