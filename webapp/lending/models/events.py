"""What was decided about a loan and moved nothing."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core import clock
from webapp.core.db import Base, Instant
from webapp.people import system_user

from .endings import ENDED_OFFERS, MISTAKE
from .event_words import AT_NEW_HOURS, AT_ONCE, DECIDED, UNDONE

Facts = dict[str, Any]  # columns of a checkout as JSON has them


class CheckoutEvent(Base):
    """One decision: what it changed on the checkout, why, and by whom.

    Never deleted, and changed only to forget who had it: see guards.
    """

    __tablename__ = "checkout_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    checkout_id: Mapped[int] = mapped_column(ForeignKey("checkouts.id"), index=True)
    # approve, decline, change, changed, give, contact, look, missed, cancel, expired, undo; of what is offered from a
    # queue: offer, take; extend, renew and moved, by which it is due on another day; and, said at the desk: counter,
    # parted, joined, accessories, unsettled, settled
    kind: Mapped[str] = mapped_column(String(20))
    before: Mapped[Facts] = mapped_column(JSON, default=dict)
    after: Mapped[Facts] = mapped_column(JSON, default=dict)
    why: Mapped[str] = mapped_column(String(500), default="")
    by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(Instant, default=clock.now)
    undoes: Mapped[int | None] = mapped_column(
        ForeignKey("checkout_events.id"), unique=True
    )

    def words(self, undone: str = "") -> str:
        """What was decided, in words; of an undo rather what is so again, where the kind of what it undid is told."""
        if self.kind == "undo" and undone in UNDONE:
            return str(UNDONE[undone])
        if self.kind == "approve" and self.is_automatic:
            return str(AT_ONCE)
        if self.kind == "cancel" and (
            ended := ENDED_OFFERS.get(self.after.get("ending", ""))
        ):
            return str(ended)
        if self.kind == "moved" and not (self.new_starts_on or self.new_due_on):
            return str(AT_NEW_HOURS)
        return str(DECIDED[self.kind])

    @property
    def is_automatic(self) -> bool:
        """Whether Backline itself decided, and no person."""
        return self.by == system_user.ID

    @property
    def asked_until(self) -> date:
        """The day until which it was asked for or promised before the decision."""
        return date.fromisoformat(self.before["due_on"])

    @property
    def asked_until_at(self) -> datetime | None:
        """The moment of that day, of what was out by the hour."""
        at = self.before.get("due_at")
        return datetime.fromisoformat(at) if at else None

    @property
    def new_due_at(self) -> datetime | None:
        """The moment at which it is due by the decision, where that changed it and it is out by the hour."""
        at = self.after.get("due_at")
        is_new = at != self.before.get("due_at")
        return datetime.fromisoformat(at) if at and is_new else None

    @property
    def asked_from(self) -> date:
        """The first day for which it was asked for or promised before the decision."""
        return date.fromisoformat(self.before["starts_on"])

    @property
    def changes_asking(self) -> bool:
        """Whether it changed what nobody had answered yet: its borrower did, or it was moved off closed days."""
        return self.kind == "changed" or (
            self.kind == "moved" and self.before["status"] == "pending"
        )

    @property
    def has_new_note(self) -> bool:
        return bool(self.before.get("notes") != self.after.get("notes"))

    @property
    def new_starts_on(self) -> date | None:
        """The day from which it is promised, where the decision changed it."""
        return self._new_day("starts_on")

    @property
    def new_due_on(self) -> date | None:
        """The day until which it may be kept, where the decision changed it."""
        return self._new_day("due_on")

    @property
    def settled_on(self) -> date | None:
        """The day on which it is due by an undo, where the one from before would not do any more."""
        day = self.after["due_on"] if "wished" in self.after else None
        return date.fromisoformat(day) if day else None

    @property
    def new_item(self) -> str:
        """The name of the item that was approved, where that is another one than was asked for; empty otherwise."""
        is_new = self.after.get("item") != self.before.get("item")
        return self.after["item_name"] if is_new else ""

    @property
    def new_unit(self) -> str:
        """The tag of the certain unit that is meant from now on, where that is another one than before."""
        is_new = self.after.get("unit") != self.before.get("unit")
        return (self.after.get("unit_tag") or "") if is_new else ""

    @property
    def fewer(self) -> tuple[int, int] | None:
        """How many were approved of how many, where it was not all of them."""
        some, asked = self.after.get("quantity"), self.before.get("quantity")
        return (some, asked) if some and asked and some != asked else None

    @property
    def new_borrower(self) -> str:
        """The name of who has it now, where the decision gave it to somebody else; empty otherwise."""
        is_new = self.after.get("student") != self.before.get("student")
        return self.after["student_name"] if is_new else ""

    @property
    def new_contact(self) -> str:
        """The name of who fetches it from now on, where the decision named somebody; empty otherwise."""
        return str(self.after.get("contact_name") or "")

    @property
    def is_mistake(self) -> bool:
        """Whether it ended because it was handed out by mistake."""
        return self.after.get("ending") == MISTAKE

    @property
    def newly_missing(self) -> list[str]:
        """The names of the accessories that were there before somebody looked, and are missing since."""
        changed = self.before.get("accessories", ())
        return [each["name"] for each in changed if not each["is_missing"]]

    @property
    def here_again(self) -> list[str]:
        """The names of the accessories that were missing before somebody looked, and are there since."""
        changed = self.before.get("accessories", ())
        return [each["name"] for each in changed if each["is_missing"]]

    def _new_day(self, name: str) -> date | None:
        day = self.after[name]
        return date.fromisoformat(day) if day != self.before[name] else None
