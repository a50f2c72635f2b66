"""One checkout of the story, and what people do with it."""

from dataclasses import dataclass

from webapp.core.actor import Actor
from webapp.lending.asking import asking
from webapp.lending.decisions import decisions, giving_up
from webapp.lending.desk import handovers
from webapp.lending.faults import reporting
from webapp.lending.loans import checkouts
from webapp.lending.renewals import renewal_requests, renewing
from webapp.school import calendar
from webapp.stock.units import units

from .items import Kind


@dataclass
class Loan:
    """One checkout of the story; each method is one act of somebody's."""

    student: Actor
    teacher: Actor
    desk: Actor
    kind: Kind
    quantity: int
    days: int
    ahead: int = 0  # days from the asking to the first one
    id: int = 0
    swaps: "Loan | None" = None  # what comes back as it is handed out

    def ask(self, notes: str) -> None:
        first = calendar.after(calendar.today(), self.ahead)
        self.id = asking.ask_for(
            self.student,
            item=self.kind.id,
            quantity=self.quantity,
            checkout_date=first,
            due_date=calendar.last_of(first, self.days),
            notes=notes,
            swap=self.swaps.id if self.swaps else None,
        ).id

    def approve(self, notes: str = "") -> None:
        decisions.approve(self.teacher, self.id, notes=notes)

    def decline(self, reason: str) -> None:
        decisions.reject(self.teacher, self.id, reason=reason)

    def cancel(self) -> None:
        giving_up.cancel(self.student, self.id)

    def set_aside(self) -> None:
        handovers.set_aside(self.desk, self.id)

    def hand_out(self) -> None:
        shelf = units.on_shelf(self.kind.id)
        first = self.id % len(shelf) if shelf else 0
        chosen = [*shelf[first:], *shelf[:first]][: self.quantity]
        handovers.hand_out(self.desk, self.id, units=[unit.id for unit in chosen])

    def keep(self) -> None:
        renewing.renew(self.student, self.id)

    def ask_to_keep(self) -> None:
        renewal_requests.ask(self.student, self.id, notes="My exam is later than planned")

    def report_fault(self) -> None:
        reporting.report(
            self.student, self.id, words="The A string is torn", is_playable=True
        )

    def take_one_back(self) -> None:
        """The first of its units; the others stay out."""
        out = checkouts.find(self.desk, self.id).in_hands
        handovers.return_item(
            self.desk, self.id, units=[row.unit_id or 0 for row in out[:1]]
        )

    def take_back(
        self, *, condition: str | None = None, quantity: int | None = None, notes: str = ""
    ) -> None:
        handovers.return_item(
            self.desk, self.id, condition=condition, quantity=quantity, notes=notes
        )
