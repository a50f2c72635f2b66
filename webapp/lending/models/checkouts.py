"""A checkout: a loan, from request to return."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    TextClause,
    and_,
    case,
    false,
    func,
    literal_column,
    select,
    text,
)
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, aliased, column_property, mapped_column, relationship

from webapp.core import clock
from webapp.core.db import Base, Instant, built_once, sent_at
from webapp.core.words import _
from webapp.stock import faces
from webapp.stock.items import archiving
from webapp.stock.units import units, untagged

from .contacts import WithContact
from .endings import ENDINGS, JOINED
from .forgotten import WithForgetting
from .offers import WithOffer
from .pieces import WithPieces
from .renewed import WithRenewals
from .requests import Request, RequestSet
from .returned import WithReturn
from .swaps import WithSwap
from .units import loose_aside

STATUSES = (
    "pending",
    "approved",
    "missed",
    "out",
    "returned",
    "rejected",
    "cancelled",
    "expired",
    "lost",
)
# What may be handed out some day: written as a literal, or no database would see that the indexes hold all of it.
# `daily_sums` adds up by the two in their own order.
IS_TO_COME: ColumnElement[bool] = literal_column("status IN ('pending', 'approved')")
# What may wait for an answer, in the same way: `inbox` looks through it by the day on which it is wanted.
IS_ASKED = text("status = 'pending'")
SUMMED = ("status", "expires_at", "quantity", "wait_id")
BY_FIRST_DAY = ("item_id", "starts_on", *SUMMED)
BY_DUE_DAY = ("item_id", "due_on", "starts_on", *SUMMED)


def _part(
    name: str, columns: Sequence[str], condition: ColumnElement[bool] | TextClause
) -> Index:
    """An index of only some rows, on both databases."""
    return Index(name, *columns, sqlite_where=condition, postgresql_where=condition)


Columns = dict[str, Any]  # of a checkout, by their names


def _like(name: str) -> Callable[[DefaultExecutionContext], Any]:
    """A column's first value: that of another one of its row."""
    return lambda context: (context.current_parameters or {})[name]


class Checkout(
    WithContact,
    WithForgetting,
    WithOffer,
    WithPieces,
    WithRenewals,
    WithReturn,
    WithSwap,
    Base,
):
    __tablename__ = "checkouts"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("due_on >= starts_on", name="ends_after_start"),
        CheckConstraint(
            f"status IN ({', '.join(map(repr, STATUSES))})", name="status_known"
        ),
        Index("ix_checkouts_item_id_status", "item_id", "status"),
        _part("ix_checkouts_to_come_starts_on", BY_FIRST_DAY, IS_TO_COME),
        _part("ix_checkouts_to_come_due_on", BY_DUE_DAY, IS_TO_COME),
        Index("ix_checkouts_status_id", "status", "id"),
        _part("ix_checkouts_asked_starts_on", ("starts_on", "id"), IS_ASKED),
        _part("ix_checkouts_unsettled", ("id",), text("unsettled_at IS NOT NULL")),
        _part(
            "ix_checkouts_returned_on", ("returned_on",), text("returned_on IS NOT NULL")
        ),
        _part("ix_checkouts_due_at", ("due_at",), text("due_at IS NOT NULL")),
        _part("ix_checkouts_remembered", ("closed_at",), text("forgotten_at IS NULL")),
        _part("ix_checkouts_wait_id", ("wait_id",), text("wait_id IS NOT NULL")),
        _part("ix_checkouts_swaps_id", ("swaps_id",), text("swaps_id IS NOT NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("requests.id"), index=True)
    request_set_id: Mapped[int | None] = mapped_column(
        ForeignKey("request_sets.id"), index=True
    )
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"))
    item_name: Mapped[str] = mapped_column(
        String(120)
    )  # as it was called when it was asked for
    pinned_unit_id: Mapped[int | None] = mapped_column(
        ForeignKey("units.id"), index=True
    )  # the one that staff mean, before any is set aside
    student_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    student_name: Mapped[str] = mapped_column(String(80))
    starts_on: Mapped[date]
    due_on: Mapped[date]
    due_at: Mapped[datetime | None] = mapped_column(
        Instant
    )  # the moment on that day, of what is out by the hour
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
    missing_accessories: Mapped[list[str]] = mapped_column(
        JSON, default=list
    )  # the names of those that did not come back with it
    reason: Mapped[str] = mapped_column(
        String(500), default=""
    )  # why it was declined or cancelled, as somebody typed it
    ending: Mapped[str] = mapped_column(
        String(20), default="", server_default=""
    )  # a key of ENDINGS where nobody decided that it ends
    requested_at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    needs_look: Mapped[bool] = mapped_column(
        default=False, server_default=false()
    )  # approved, and a second person has to look at it before it leaves
    ready_at: Mapped[datetime | None] = mapped_column(Instant)  # the borrower was told so
    out_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    cancelled_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    cancelled_by_name: Mapped[str] = mapped_column(
        String(80), default="", server_default=""
    )  # as they were called then
    # since when it is back and something about it is still to be settled
    unsettled_at: Mapped[datetime | None] = mapped_column(Instant)
    version: Mapped[int] = mapped_column()

    asked_set: Mapped[RequestSet | None] = relationship(
        lazy="selectin"
    )  # the one it is a part of, with its name; a query only where there is one
    loose_pieces: Mapped[int] = (
        column_property(  # without a tag, on the shelf or set aside for it; read `needs_tag`
            case(
                (
                    stored_status.in_(("pending", "approved")),
                    untagged.on_shelf(item_id, kept=partial(loose_aside, id)),
                ),
                else_=0,
            ),
            deferred=True,  # it looks through the item's units, and only staff need it: see `access`
        )
    )
    item_face: Mapped[str] = column_property(faces.of_item(item_id))
    item_hours: Mapped[int | None] = column_property(
        archiving.loan_hours(item_id)
    )  # for how many it is lent once it is handed out; None where its item is lent by the day
    pinned_tag: Mapped[str | None] = column_property(units.tag_of(pinned_unit_id))
    lines_asked: ClassVar[Mapped[int]]
    group_name: ClassVar[Mapped[str | None]]
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
        if self.stored_status == "pending" and clock.is_over(self.expires_at):
            return "expired"
        return self.stored_status

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
    def reason_told(self) -> str:
        """Why it was declined or cancelled, in the reader's language where nobody typed it."""
        return _(ENDINGS[self.ending]) if self.ending else self.reason

    @hybrid_property
    def is_joined(self) -> bool:
        """Whether it was the rest of a loan, and is part of that again: a loan of its own only in the books."""
        return self.ending == JOINED

    @is_joined.inplace.expression
    @classmethod
    @built_once
    def _is_joined(cls) -> ColumnElement[bool]:
        return cls.ending == JOINED

    @property
    def set_id(self) -> int | None:
        """The set it is a part of."""
        return self.asked_set.set_id if self.asked_set else None

    @property
    def granted(self) -> int:
        """Pieces that were approved; none while nobody has, or if it was declined."""
        return self.quantity if self.decided_at and self.status != "rejected" else 0

    @property
    def is_all_aside(self) -> bool:
        return sum(row.quantity for row in self.aside) == self.quantity

    @property
    def pieces_without_tag(self) -> int:
        """How many of its pieces leave without a tag, or nobody has said yet which."""
        tagged = sum(row.quantity for row in self.aside if row.unit_id)
        is_pinned = self.pinned_unit_id is not None and not self.is_all_aside
        return max(0, self.quantity - tagged - is_pinned)

    @property
    def units_to_name(self) -> int:
        """For how many pieces somebody has to say which unit it is before they can leave."""
        if self.status not in ("pending", "approved"):
            return 0
        return max(0, self.pieces_without_tag - self.loose_pieces)

    @property
    def needs_tag(self) -> bool:
        """Whether it cannot leave until somebody says which unit it is, or which ones."""
        return self.units_to_name > 0

    @property
    def approved_by(self) -> int | None:
        """Who approved it, if that is what was decided, and by a person."""
        return None if self.status == "rejected" else self.decided_by or None

    @property
    def approved_at(self) -> datetime | None:
        return None if self.status == "rejected" else self.decided_at

    @property
    def status_decided(self) -> str:
        """What the teacher said, whatever became of it since."""
        return "rejected" if self.status == "rejected" else "approved"


_line = aliased(Checkout.__table__)
Checkout.lines_asked = column_property(  # things of its request, itself too, a set as one; none where that is somebody
    # else's by now
    select(func.count(func.coalesce(-_line.c.request_set_id, _line.c.id).distinct()))
    .select_from(_line)
    .join(Request, Request.id == _line.c.request_id)
    .where(
        _line.c.request_id == Checkout.request_id,
        Request.student_id == Checkout.student_id,
        _line.c.ending != JOINED,
    )
    .correlate_except(_line, Request)
    .scalar_subquery(),
    deferred=True,  # it counts for each row, and few lists tell it: see `inbox` and `checkouts.find`
)
Checkout.group_name = (
    column_property(  # whom it is for, where that is a class or an ensemble
        select(Request.group_name)
        .where(Request.id == Checkout.request_id)
        .correlate_except(Request)
        .scalar_subquery()
    )
)
