"""How often a loan was kept longer, and may still be."""

from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import Mapped, aliased, column_property, declared_attr

from webapp.people import system_user
from webapp.school import settings
from webapp.stock.items import archiving

from .events import CheckoutEvent

_undoing = aliased(CheckoutEvent)


class WithRenewals:
    """Whoever shows loans to programs reads both columns with them: see `access`."""

    if TYPE_CHECKING:
        id: Mapped[int]
        item_id: Mapped[int]

    @declared_attr
    def max_renewals(cls) -> Mapped[int | None]:
        """How often its item says that it may be kept longer; None where that is as usual."""
        most = archiving.max_renewals(cls.item_id)  # type: ignore[arg-type]  # a column here
        return column_property(most, deferred=True)

    @declared_attr
    def renewals(cls) -> Mapped[int]:
        """Those that its borrower made, and that stand; what Backline does itself costs none."""
        count = (
            select(func.count())
            .select_from(CheckoutEvent)
            .where(
                CheckoutEvent.checkout_id == cls.id,
                CheckoutEvent.kind == "renew",
                CheckoutEvent.by != system_user.ID,
                ~select(_undoing.id)
                .where(_undoing.undoes == CheckoutEvent.id)
                .correlate(CheckoutEvent)
                .exists(),
            )
            .correlate_except(CheckoutEvent, _undoing)
        )
        return column_property(count.scalar_subquery(), deferred=True)

    @property
    def renewals_left(self) -> int:
        """How often its borrower may still keep it longer without asking."""
        usual = settings.get("most_renewals")
        most = usual if self.max_renewals is None else self.max_renewals
        return max(0, most - self.renewals)
