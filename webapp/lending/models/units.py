"""What of a loan is where: a unit, some of a batch, or loose pieces from one place."""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    SQLColumnExpression,
    String,
    func,
    select,
    text,
)
from sqlalchemy.orm import Mapped, column_property, mapped_column

from webapp.core.db import Instant, Record
from webapp.stock import locations
from webapp.stock.units import units, untagged

ENDINGS = ("returned", "damaged", "released", "lost", "used_up")
BACK = ("returned", "damaged")
GONE = ("lost", "used_up")
ONE_LOAN_A_UNIT = text("ended_at IS NULL AND NOT is_batch")
SET_ASIDE = text("out_at IS NULL AND ended_at IS NULL")


class CheckoutUnit(Record):
    """Pieces that one loan set aside or handed out together; its rows follow the ledger: see `lending.loans.pieces`."""

    __tablename__ = "checkout_units"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("unit_id IS NULL OR is_batch OR quantity = 1", name="one_is_one"),
        CheckConstraint("aside_at IS NOT NULL OR out_at IS NOT NULL", name="begun"),
        CheckConstraint("(ended_at IS NULL) = (ending IS NULL)", name="ended_somehow"),
        CheckConstraint(
            f"ending IN ({', '.join(map(repr, ENDINGS))})", name="ending_known"
        ),
        Index(
            "uq_checkout_units_unit_id_open",
            "unit_id",
            unique=True,
            sqlite_where=ONE_LOAN_A_UNIT,
            postgresql_where=ONE_LOAN_A_UNIT,
        ),
        Index(
            "ix_checkout_units_checkout_id_aside",
            "checkout_id",
            sqlite_where=SET_ASIDE,
            postgresql_where=SET_ASIDE,
        ),
    )

    checkout_id: Mapped[int] = mapped_column(ForeignKey("checkouts.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    quantity: Mapped[int]
    location_id: Mapped[int] = mapped_column(ForeignKey("locations.id"))
    is_batch: Mapped[bool] = mapped_column(default=False)
    aside_at: Mapped[datetime | None] = mapped_column(Instant)
    out_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    ending: Mapped[str | None] = mapped_column(String(20))

    tag: Mapped[str | None] = column_property(units.tag_of(unit_id))
    location: Mapped[str] = column_property(locations.name_of(location_id))

    @property
    def is_aside(self) -> bool:
        return self.out_at is None and self.ended_at is None

    @property
    def is_out(self) -> bool:
        return self.out_at is not None and self.ended_at is None

    @property
    def state(self) -> str:
        """Where its pieces are, or how they ended: "aside", "out", or one of ENDINGS."""
        return self.ending or ("aside" if self.is_aside else "out")


def loose_aside(
    checkout_id: SQLColumnExpression[int], location_id: untagged.Id
) -> ColumnElement[int]:
    """How many pieces without a tag lie ready for a checkout at a location, for a query."""
    pieces = (
        select(func.sum(CheckoutUnit.quantity))
        .where(
            CheckoutUnit.checkout_id == checkout_id,
            CheckoutUnit.location_id == location_id,
            CheckoutUnit.unit_id.is_(None),
            CheckoutUnit.out_at.is_(None),
            CheckoutUnit.ended_at.is_(None),
        )
        .correlate_except(CheckoutUnit)
        .scalar_subquery()
    )
    return func.coalesce(pieces, 0)
