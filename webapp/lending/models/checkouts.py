"""A checkout: a loan, from request to return."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    and_,
    case,
    func,
    select,
)
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, aliased, column_property, mapped_column

from webapp.core import clock
from webapp.core.db import Base, Instant, built_once, sent_at
from webapp.core.words import _
from webapp.stock.units import units, untagged

STATUSES = (
    "pending",
    "approved",
    "out",
    "returned",
    "rejected",
    "cancelled",
    "expired",
    "lost",
)

LENT = ("out", "returned", "lost")  # it left the desk


def _like(name: str) -> Callable[[DefaultExecutionContext], Any]:
    """A column's first value: that of another one of its row."""
    return lambda context: (context.current_parameters or {})[name]


class Checkout(Base):
    __tablename__ = "checkouts"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("due_on >= starts_on", name="ends_after_start"),
        CheckConstraint(
            f"status IN ({', '.join(map(repr, STATUSES))})", name="status_known"
        ),
        Index("ix_checkouts_item_id_status", "item_id", "status"),
        Index("ix_checkouts_status_id", "status", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("requests.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"))
    item_name: Mapped[str] = mapped_column(
        String(120)
    )  # as it was called when it was asked for
    location_id: Mapped[int] = mapped_column(ForeignKey("locations.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    student_name: Mapped[str] = mapped_column(String(80))
    quantity: Mapped[int]
    starts_on: Mapped[date]
    due_on: Mapped[date]
    # What was asked for: a teacher may approve fewer, another item or other days, and who comes early for what was
    # promised has it from then on.
    asked_item_id: Mapped[int] = mapped_column(
        ForeignKey("items.id"), default=_like("item_id")
    )
    asked_quantity: Mapped[int] = mapped_column(default=_like("quantity"))
    asked_from: Mapped[date]
    asked_until: Mapped[date]
    stored_status: Mapped[str] = mapped_column("status", String(20), default="pending")
    notes: Mapped[str] = mapped_column(String(2000), default="")
    return_notes: Mapped[str] = mapped_column(String(2000), default="")
    reason: Mapped[str] = mapped_column(String(500), default="")  # why it was declined
    requested_at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    aside_at: Mapped[datetime | None] = mapped_column(Instant)  # reserved in the ledger
    ready_at: Mapped[datetime | None] = mapped_column(Instant)  # the borrower was told so
    out_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    returned_on: Mapped[date | None]  # the school's day on which all was back
    version: Mapped[int] = mapped_column()

    pieces_out: Mapped[int] = column_property(  # by the ledger; read `out`
        case((stored_status == "out", units.outstanding(id)), else_=0)
    )
    pieces_lost: Mapped[int] = column_property(  # by the ledger; read `lost`
        case((stored_status.in_(LENT), units.ended(id, "DAMAGE_LOSS")), else_=0)
    )
    pieces_used_up: Mapped[int] = column_property(  # by the ledger; read `used_up`
        case((stored_status.in_(LENT), units.ended(id, "EXPIRY_LOSS")), else_=0)
    )
    loose_pieces: Mapped[int] = (
        column_property(  # without a tag, where it is to leave; read `needs_tag`
            case(
                (
                    stored_status.in_(("pending", "approved")),
                    untagged.lendable_at(item_id, location_id),
                ),
                else_=0,
            ),
            deferred=True,  # it looks through the item's units, and only staff need it: see `access`
        )
    )
    lines_asked: ClassVar[Mapped[int]]
    __mapper_args__ = {"version_id_col": version}

    @hybrid_property
    def is_waiting(self) -> bool:
        """Whether somebody can still answer it."""
        return self.stored_status == "pending" and self.expires_at > clock.now()

    @is_waiting.inplace.expression
    @classmethod
    @built_once
    def _is_waiting(cls) -> ColumnElement[bool]:
        return and_(cls.stored_status == "pending", cls.expires_at > sent_at())

    @hybrid_property
    def status(self) -> str:
        """What has become of it by now: a request has expired when its time is over, whenever that is written down.

        Where a query filters by any other status, `stored_status` is the same and has an index.
        """
        return (
            "expired"
            if self.stored_status == "pending" and not self.is_waiting
            else self.stored_status
        )

    @status.inplace.setter
    def _set_status(self, status: str) -> None:
        self.stored_status = status

    @status.inplace.expression
    @classmethod
    @built_once
    def _status(cls) -> ColumnElement[str]:
        late = and_(cls.stored_status == "pending", cls.expires_at <= sent_at())
        return case((late, "expired"), else_=cls.stored_status)

    @property
    def granted(self) -> int:
        """Pieces that were approved; none while nobody has, or if it was declined."""
        return self.quantity if self.decided_at and self.status != "rejected" else 0

    @property
    def out(self) -> int:
        """Pieces in the borrower's hands now."""
        return int(self.pieces_out) if self.status == "out" else 0

    @property
    def returned(self) -> int:
        """Pieces that came back."""
        if self.status not in LENT:
            return 0
        return self.quantity - self.out - self.lost - self.used_up

    @property
    def lost(self) -> int:
        """Pieces that were lost while they were out, and not found since."""
        return int(self.pieces_lost)

    @property
    def used_up(self) -> int:
        """Pieces that were used up while they were out."""
        return int(self.pieces_used_up)

    @property
    def differs(self) -> bool:
        """Whether something else was approved than what was asked for, but for the days."""
        return (self.item_id, self.quantity) != (self.asked_item_id, self.asked_quantity)

    @property
    def pieces_told(self) -> str:
        """How many, where that is not simply one: "× 4"; "1 of 4 still out", or "2 of 4 back, 1 lost" in parts."""
        parts = []
        if 0 < self.out < self.quantity:
            parts.append(
                _("%(out)s of %(quantity)s still out", out=self.out, quantity=self.quantity)
            )
        elif not self.out and 0 < self.lost + self.used_up < self.quantity:
            parts.append(
                _("%(back)s of %(all)s back", back=self.returned, all=self.quantity)
            )
        parts += self._gone_told()
        return ", ".join(parts) or (f"× {self.quantity}" if self.quantity > 1 else "")

    def _gone_told(self) -> list[str]:
        """What was lost and used up, unless that is all the loan was about and its status says so."""
        told = []
        if self.lost and self.quantity > 1:
            told.append(_("%(number)s lost", number=self.lost))
        if self.used_up:
            told.append(_("%(number)s used up", number=self.used_up))
        return told

    @property
    def needs_tag(self) -> bool:
        """Whether it cannot leave until somebody says which unit it is."""
        waits = (
            self.status in ("pending", "approved")
            and self.quantity == 1
            and self.unit_id is None
        )
        return waits and self.loose_pieces < 1

    @property
    def status_decided(self) -> str:
        """What the teacher said, whatever became of it since."""
        return "rejected" if self.status == "rejected" else "approved"


_line = aliased(Checkout.__table__)
Checkout.lines_asked = column_property(  # things of its request, itself too
    select(func.count()).where(_line.c.request_id == Checkout.request_id).scalar_subquery(),
    deferred=True,  # it counts for each row, and few lists tell it: see `checkouts.waiting`
)
