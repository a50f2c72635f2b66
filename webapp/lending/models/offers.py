"""What a queue offers: a loan that is promised to whoever is first, until they say yes."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, ForeignKey, and_
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.db import Instant, built_once


class WithOffer:
    """A loan may be from a queue; it is an offer until its borrower says yes."""

    wait_id: Mapped[int | None] = mapped_column(
        ForeignKey("item_waits.id")
    )  # the place from which it was offered
    offered_until: Mapped[datetime | None] = mapped_column(Instant)

    if TYPE_CHECKING:
        stored_status: Mapped[str]
        is_waiting: Mapped[bool]
        needs_look: Mapped[bool]

    @hybrid_property
    def is_held(self) -> bool:
        """Whether it waits for an answer, and its pieces are kept for it meanwhile: it was offered from a queue."""
        return self.wait_id is not None and bool(self.is_waiting)

    @is_held.inplace.expression
    @classmethod
    @built_once
    def _is_held(cls) -> ColumnElement[bool]:
        return and_(cls.wait_id.is_not(None), cls.is_waiting)

    @property
    def is_kept(self) -> bool:
        """Whether its pieces count as given away already: it is answered, or kept until it is."""
        return self.stored_status != "pending" or self.is_held

    @property
    def is_offer(self) -> bool:
        """Whether its borrower has not said yes yet to what the queue offers them."""
        return self.offered_until is not None and self.stored_status == "approved"

    @property
    def may_leave(self) -> bool:
        """Whether it may be handed out as it is: promised, looked at, and not only offered."""
        is_promised = self.stored_status == "approved" and not self.is_offer
        return is_promised and not self.needs_look
