"""Who was told what about a loan, in which e-mail."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.db import Record


class Telling(Record):
    """An e-mail that says of a loan that it is due soon, or late: on which step, to whom, and who had it sent."""

    __tablename__ = "loan_tellings"
    __table_args__ = (
        UniqueConstraint("letter_id", "checkout_id", "reader"),
        CheckConstraint(
            "reader IN ('borrower', 'teacher', 'guardian', 'office')", name="reader_known"
        ),
        CheckConstraint("days >= 0", name="days_not_negative"),
    )

    checkout_id: Mapped[int] = mapped_column(ForeignKey("checkouts.id"), index=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("letters.id"))
    reader: Mapped[str] = mapped_column(String(20))
    due_on: Mapped[date]  # the day it was due then
    days: Mapped[int]  # the step of the school's reminders; 0 before it is late
    by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))  # None: Backline
