"""Answered: what became of the last request to keep a loan, as its borrower reads it until they ask again."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import func, select

from webapp.core import rows
from webapp.people import people
from webapp.school import calendar

from ..models import Checkout, RenewalRequest


class LastRequest(NamedTuple):
    """The last request about a loan, and by whom it was answered, if it was."""

    request: RenewalRequest
    decider: str = ""

    @property
    def is_waiting(self) -> bool:
        return self.request.status == "pending"

    @property
    def is_declined(self) -> bool:
        """Whether the no still holds: not once staff set another due day."""
        loan = self.request.checkout
        return self.request.status == "rejected" and loan.due_on == self.request.due_before

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was taken back today, so that they may think better of it."""
        closed_at = self.request.closed_at
        return bool(
            self.request.status == "withdrawn"
            and closed_at
            and calendar.local(closed_at).date() == calendar.today()
        )


def last_of(loans: Sequence[Checkout]) -> dict[int, LastRequest]:
    """By the ids of those of these loans that are out, what their borrower asked last; two queries at most."""
    whose = {loan.id: loan.student_id for loan in loans if loan.status == "out"}
    asked = _newest(whose) if whose else []
    declined = [each.decided_by or 0 for each in asked if each.status == "rejected"]
    names = people.names(declined) if declined else {}
    return {
        each.checkout_id: LastRequest(each, names.get(each.decided_by or 0, ""))
        for each in asked
    }


def _newest(whose: Mapping[int, int]) -> list[RenewalRequest]:
    """By the ids of loans, whose they are; what was asked last of each, if by them."""
    newest = (
        select(func.max(RenewalRequest.id))
        .where(RenewalRequest.checkout_id.in_(whose))
        .group_by(RenewalRequest.checkout_id)
    )
    query = select(RenewalRequest).where(RenewalRequest.id.in_(newest))
    asked = rows.listed(query)
    return [each for each in asked if whose[each.checkout_id] == each.student_id]
