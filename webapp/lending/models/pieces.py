"""The pieces of a loan, and what they add up to."""

from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from webapp.core.words import _

from .units import BACK, CheckoutUnit


class WithPieces:
    """So many pieces are asked for or promised; what is set aside or out, or was, has rows."""

    quantity: Mapped[int] = mapped_column()

    @declared_attr
    def pieces(cls) -> Mapped[list[CheckoutUnit]]:
        """One query for a whole list of loans; written by `lending.loans.pieces` alone."""
        return relationship(
            order_by=CheckoutUnit.id, lazy="selectin", cascade="all, delete-orphan"
        )

    @property
    def aside(self) -> list[CheckoutUnit]:
        """What lies ready for it now."""
        return [row for row in self.pieces if row.is_aside]

    @property
    def in_hands(self) -> list[CheckoutUnit]:
        """What its borrower has now."""
        return [row for row in self.pieces if row.is_out]

    @property
    def units(self) -> list[CheckoutUnit]:
        """What is or was its own, without what went back on the shelf before it was fetched."""
        return [row for row in self.pieces if row.ending != "released"]

    @property
    def unit_ids(self) -> list[int]:
        """The tagged units that lie ready for it or are out on it now."""
        return [row.unit_id for row in self.pieces if row.unit_id and not row.ended_at]

    @property
    def out(self) -> int:
        """Pieces in the borrower's hands now."""
        return sum(row.quantity for row in self.in_hands)

    @property
    def returned(self) -> int:
        """Pieces that came back."""
        return sum(row.quantity for row in self.pieces if row.ending in BACK)

    @property
    def lost(self) -> int:
        """Pieces that were lost while they were out, and not found since."""
        return sum(row.quantity for row in self.pieces if row.ending == "lost")

    @property
    def used_up(self) -> int:
        """Pieces that were used up while they were out."""
        return sum(row.quantity for row in self.pieces if row.ending == "used_up")

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
