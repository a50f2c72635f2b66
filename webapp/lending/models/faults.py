"""What somebody says is broken of a thing that they have on loan."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from webapp.core import clock
from webapp.core.db import Instant, VersionedRecord
from webapp.stock.units import units

from .checkouts import Checkout


class FaultReport(VersionedRecord):
    """Of one unit of a loan, or of a piece without a tag. It moves nothing: what is out is out until it is back.

    It waits for the desk until then, or until it is withdrawn.
    """

    __tablename__ = "fault_reports"

    checkout_id: Mapped[int] = mapped_column(ForeignKey("checkouts.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    words: Mapped[str] = mapped_column(String(1000))
    is_playable: Mapped[bool] = mapped_column(default=False)
    by: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)

    tag: Mapped[str | None] = column_property(units.tag_of(unit_id))
    checkout: Mapped[Checkout] = relationship(lazy="joined", innerjoin=True)
