"""Swaps: a loan that is asked for instead of another, which comes back as it is handed out."""

from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import (
    Mapped,
    column_property,
    declared_attr,
    mapped_column,
    relationship,
)

from webapp.stock.items import sized


class WithSwap:
    """A loan may take the place of one that its borrower has, as of the next size."""

    swaps_id: Mapped[int | None] = mapped_column(ForeignKey("checkouts.id"))

    if TYPE_CHECKING:
        id: Mapped[int]
        item_id: Mapped[int]
        item_name: Mapped[str]
        stored_status: Mapped[str]

    @declared_attr
    def item_size(cls) -> Mapped[str]:
        """Of its item, empty where it has none."""
        size = sized.size_of(cls.item_id)  # type: ignore[arg-type]  # a column here
        return column_property(size)

    @declared_attr
    @classmethod
    def swapped(cls) -> Mapped["WithSwap | None"]:
        """The one that is to come back, if there is any; a query only where there is one."""
        return relationship(
            "Checkout",
            foreign_keys="Checkout.swaps_id",
            remote_side="Checkout.id",
            lazy="selectin",
            join_depth=1,
            viewonly=True,
        )

    @property
    def to_come_back(self) -> "WithSwap | None":
        """The same while it is out; else None."""
        old = self.swapped
        return old if old and old.stored_status == "out" else None
