"""Kinds of things, and the small lists that describe them."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, false, func, select, true
from sqlalchemy import text as sql
from sqlalchemy.orm import (
    Mapped,
    column_property,
    declared_attr,
    mapped_column,
    query_expression,
)

from webapp.core import clock, text
from webapp.core.db import Instant, VersionedRecord
from webapp.core.derived import Sorted, byte_order, derived

from .. import pictograms, sizes
from .shared import CODE_KEY, FACE, not_negative, one_of
from .states import CONDITIONS

RENTAL_PERIODS = ("day", "week", "month", "term")


class Location(Sorted, VersionedRecord):
    """A place where things are kept."""

    __tablename__ = "locations"

    name: Mapped[str] = mapped_column(String(80), unique=True)
    folded: Mapped[str] = derived(
        text.folded, "name", length=200
    )  # what a name is found by, however it is written
    is_active: Mapped[bool] = mapped_column(default=True)


class Listed(Sorted):
    """A row of a small list, and how many items (of a supplier: units) name it, where `lists` read it."""

    @declared_attr
    def used(cls) -> Mapped[int]:
        return query_expression()


class Brand(Listed, VersionedRecord):
    """Who makes things; the code stands for them in SKUs."""

    __tablename__ = "brands"

    code: Mapped[str] = mapped_column(String(8), unique=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)


class Category(Listed, VersionedRecord):
    """A family of items; the prefix stands for it in SKUs, the code in the API."""

    __tablename__ = "categories"

    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    prefix: Mapped[str] = mapped_column(String(4))
    is_active: Mapped[bool] = mapped_column(default=True)


class Supplier(Listed, VersionedRecord):
    """Who sells things to the school, and repairs them."""

    __tablename__ = "suppliers"

    name: Mapped[str] = mapped_column(String(120), unique=True)
    contact: Mapped[str] = mapped_column(String(200), default="")
    is_active: Mapped[bool] = mapped_column(default=True)


def _size_by_name(values: Mapping[str, str]) -> str:
    return sizes.of(values["name"], values["category"])


class Item(Sorted, VersionedRecord):
    """A kind of thing. It has no quantities of its own: the levels have."""

    __tablename__ = "items"
    __table_args__ = (
        one_of("condition", CONDITIONS),
        CheckConstraint("max_checkout_days > 0", name="max_checkout_days_positive"),
        one_of("rental_period", RENTAL_PERIODS),
        CheckConstraint("service_days BETWEEN 0 AND 30", name="service_days_bounded"),
        CheckConstraint("loan_hours BETWEEN 1 AND 12", name="loan_hours_bounded"),
        CheckConstraint(
            "loan_hours IS NULL OR max_checkout_days = 1", name="hours_are_within_a_day"
        ),
        *not_negative("value_minor", "rental_rate_minor", "deposit_minor", "max_renewals"),
        CheckConstraint(
            "rental_rate_minor IS NULL OR rental_period IS NOT NULL", name="rate_has_period"
        ),
        Index("ix_items_sort_key_id", "sort_key", "id"),
        Index("ix_items_barcode", "barcode"),
    )

    sku: Mapped[str] = mapped_column(String(40))
    sku_key: Mapped[str] = derived(text.code, "sku", length=CODE_KEY, unique=True)
    name: Mapped[str] = mapped_column(String(120))
    category: Mapped[str] = mapped_column(ForeignKey("categories.code"))
    brand_id: Mapped[int | None] = mapped_column(ForeignKey("brands.id"), index=True)
    model: Mapped[str] = mapped_column(String(80), default="")
    family: Mapped[str] = (
        derived(  # as its name and its category tell it; empty if neither does
            pictograms.of, "name", "category", length=20, server_default=""
        )
    )
    instrument: Mapped[str] = derived(
        pictograms.word_of, "name", length=20, server_default=""
    )
    size: Mapped[str] = mapped_column(
        String(10),
        default=lambda context: _size_by_name(context.get_current_parameters()),
        server_default="",
    )  # as `sizes` writes it; of what has none it is empty
    composer: Mapped[str] = mapped_column(String(120), default="", server_default="")
    arranger: Mapped[str] = mapped_column(String(120), default="", server_default="")
    instrumentation: Mapped[str] = mapped_column(String(200), default="", server_default="")
    barcode: Mapped[str] = mapped_column(
        String(13), default="", server_default=""
    )  # as `barcodes` writes it; editions that exist twice have the same
    condition: Mapped[str] = mapped_column(
        String(20), default="good"
    )  # of the pieces that are not units
    value_minor: Mapped[int] = mapped_column(default=0)  # what replacing one costs
    rental_rate_minor: Mapped[int | None]  # for one rental_period; None: lent for nothing
    rental_period: Mapped[str | None] = mapped_column(String(10))
    deposit_minor: Mapped[int | None]
    is_borrowable: Mapped[bool] = mapped_column(default=True)
    needs_approval: Mapped[bool] = mapped_column(
        default=True, server_default=true()
    )  # else what is free is agreed at once
    needs_second_look: Mapped[bool] = mapped_column(
        default=False, server_default=false()
    )  # by a second person, between the approval and the desk
    max_checkout_days: Mapped[int] = mapped_column(default=7)
    loan_hours: Mapped[int | None]  # from when it is handed out; None: lent by the day
    max_renewals: Mapped[
        int | None
    ]  # how often a borrower may keep it longer; None: as usual
    renews_itself: Mapped[bool] = mapped_column(default=False, server_default=false())
    service_days: Mapped[int] = mapped_column(
        default=0, server_default=sql("0")
    )  # open days for which a piece is looked after, each time it comes back
    notes: Mapped[str] = mapped_column(String(2000), default="")
    home_location_id: Mapped[int] = mapped_column(ForeignKey("locations.id"))
    folded: Mapped[str] = mapped_column(byte_order(1000))  # what a search looks through
    face: Mapped[str] = mapped_column(
        String(FACE), default="", server_default=""
    )  # the picture that lists show, as addresses name it
    archived_at: Mapped[datetime | None] = mapped_column(Instant)
    archived_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    created_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    make: Mapped[str] = (
        column_property(  # the brand's name, read with the item; FOR UPDATE could not lock a join
            func.coalesce(
                select(Brand.name)
                .where(Brand.id == brand_id)
                .correlate_except(Brand)
                .scalar_subquery(),
                "",
            )
        )
    )
