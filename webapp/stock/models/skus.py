"""Counters that number things, for a brand and a category."""

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.db import VersionedRecord


class SkuSequence(VersionedRecord):
    """The next number is only ever counted up, so that none is used twice."""

    __tablename__ = "sku_sequences"
    __table_args__ = (CheckConstraint("next_number > 0", name="next_number_positive"),)

    scope: Mapped[str] = mapped_column(
        String(60), unique=True
    )  # "instrument|7": NULLs would not be unique
    category: Mapped[str | None] = mapped_column(ForeignKey("categories.code"))
    brand_id: Mapped[int | None] = mapped_column(ForeignKey("brands.id"))
    prefix: Mapped[str] = mapped_column(String(12), default="")
    suffix: Mapped[str] = mapped_column(String(12), default="")
    template: Mapped[str] = mapped_column(String(120))
    next_number: Mapped[int] = mapped_column(default=1)
    is_active: Mapped[bool] = mapped_column(default=True)
    description: Mapped[str] = mapped_column(String(200), default="")
