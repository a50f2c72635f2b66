"""A whole request: its header and its lines, as they are now."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from webapp.core.errors import NotFound
from webapp.core.words import _, lazy

from ..loans.together import Together, count_approved, stands_for, together
from ..models import Checkout, Request
from ..models.endings import ENDED_OFFERS
from .request_sets import SetRequest

NOT_A_PART = lazy("This is not part of the request")


@dataclass(frozen=True)
class Whole:
    """A request with its lines, in the order in which they were asked for."""

    request: Request
    lines: Sequence[Checkout]

    @property
    def id(self) -> int:
        return self.request.id

    @property
    def is_waiting(self) -> bool:
        """Whether a line can still be answered."""
        return bool(self.waiting)

    @property
    def waiting(self) -> list[Checkout]:
        return [line for line in self._theirs if line.is_waiting]

    @property
    def to_fetch(self) -> list[Checkout]:
        """The lines that wait or are approved, and of which nothing has left the desk."""
        return [line for line in self._theirs if line.status in ("pending", "approved")]

    @property
    def is_offered(self) -> bool:
        """Whether a queue offers of it what nobody has accepted yet."""
        return any(line.is_offer for line in self.to_fetch)

    @property
    def comes(self) -> Checkout | None:
        """One of the lines that somebody still comes for, to fetch or to bring it: by it, who that is."""
        states = ("pending", "approved", "out")
        return next((line for line in self._theirs if line.status in states), None)

    @property
    def to_give(self) -> list[Checkout]:
        """What of that may go to somebody else: not the rest of a set of which a part was handed out, nor what the
        queue offers to the one who waited.
        """
        parted = {line.request_set_id for line in self.lines if line.out_at} - {None}
        theirs = (line for line in self.to_fetch if not line.is_offer)
        return [line for line in theirs if line.request_set_id not in parted]

    @property
    def _theirs(self) -> list[Checkout]:
        """The lines of who has the request now: what was over or out when it was given away stays with who had it."""
        borrower = self.request.student_id
        return [line for line in self.lines if line.student_id == borrower]

    @property
    def together(self) -> list[Together]:
        """Its lines, those of a set together with it, those of none each by themselves."""
        return together(self.lines)

    @property
    def sets(self) -> dict[int, SetRequest]:
        """The sets that were asked for, by the id of their being asked for."""
        return {
            asked.id: SetRequest(self.request, asked, parts)
            for asked, parts in self.together
            if asked
        }

    def of_set(self, set_id: int) -> list[SetRequest]:
        """Where a set was asked for in it, perhaps for several spans of days. NotFound if it was not."""
        parts = [part for part in self.sets.values() if part.asked.set_id == set_id]
        if not parts:
            raise NotFound(NOT_A_PART)
        return parts

    @property
    def counted(self) -> list[Checkout]:
        """What it is counted by: each of its lines, but one for all parts of a set."""
        return [stands_for(lines) for _set, lines in self.together]

    @property
    def progress(self) -> str:
        """How far it is, a set counted as one: "2 of 3 approved, 1 out, 0 back"."""
        approved = count_approved(self.together)
        states = Counter(line.status for line in self.counted)
        if states.keys() == {"cancelled"}:
            return _(ENDED_OFFERS.get(self.lines[0].ending, lazy("Cancelled")))
        if not approved and states["pending"]:
            return _("Waiting for an answer")
        if not any(line.granted for line in self.lines):
            return _("Nothing was approved")
        return _(
            "%(approved)s of %(all)s approved, %(out)s out, %(back)s back",
            approved=approved,
            all=states.total(),
            out=states["out"],
            back=states["returned"],
        )
