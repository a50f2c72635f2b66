"""Shortfalls: why promises cannot be kept, what of their items is not there, since when, and with whom."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from webapp.core.db import db
from webapp.repairs import repairs
from webapp.school import calendar
from webapp.stock.units import away, units
from webapp.stock.units.away import Away

from ..availability import availability
from ..models import Checkout
from .ways_out import WayOut

OUT = (
    select(
        Checkout.item_id,
        Checkout.id,
        Checkout.student_name,
        Checkout.due_on,
        units.outstanding(Checkout.id).label("pieces"),
    )
    .where(Checkout.stored_status == "out")
    .order_by(Checkout.due_on, Checkout.id)
)


class Shortfall(NamedTuple):
    """So many pieces that a promise would need, and what keeps them from it."""

    reason: str  # a state of `away`, "late" or "out" with somebody, or "promised" to others
    quantity: int
    since: date | None = None  # nothing where nobody knows, and of what is not late yet
    until: date | None = None  # when it is due, or expected back from its repair
    unit_id: int | None = None
    tag: str = ""
    checkout_id: int | None = None  # the loan that has it
    student_name: str = ""  # who has it
    notes: str = ""  # why it may not be lent

    @property
    def what(self) -> str:
        """Which piece it is, or how many where that is not simply one."""
        return self.tag or (f"× {self.quantity}" if self.quantity > 1 else "")


def of(loans: Sequence[Checkout]) -> dict[int, list[Shortfall]]:
    """For each of these promises what is in its way: of its own units, else of its whole item; at least one reason.

    Six statements, however many there are, and none for none; the caller has checked who may know.
    """
    if not loans:
        return {}
    item_ids = {loan.item_id for loan in loans}
    since = min(loan.decided_at or loan.requested_at for loan in loans)
    gone, out = away.of_items(item_ids, since), _out(item_ids)
    expected = repairs.expected_back(item_ids)
    return {
        loan.id: _of_loan(
            loan,
            [_as_shortfall(loan.item_id, each, expected) for each in gone[loan.item_id]],
            out[loan.item_id],
        )
        for loan in loans
    }


def _of_loan(
    loan: Checkout, gone: list[Shortfall], out: list[Shortfall]
) -> list[Shortfall]:
    """Where it is of certain units of which one is away, these alone."""
    own = loan.unit_ids or [loan.pinned_unit_id or 0]
    of_own = [each for each in gone if each.unit_id in own]
    if of_own:
        return of_own
    promised = calendar.local(loan.decided_at or loan.requested_at).date()
    in_the_way = [*_in_the_way(loan, out), *_since(promised, gone)]
    return in_the_way or [Shortfall("promised", loan.quantity)]


def _since(promised: date, gone: list[Shortfall]) -> Iterator[Shortfall]:
    """Without what had gone for good before it was promised, and so was never counted on."""
    for each in gone:
        is_for_good = each.reason in ("lost", "gone")
        if not is_for_good or (each.since and each.since >= promised):
            yield each


def _in_the_way(loan: Checkout, out: list[Shortfall]) -> Iterator[Shortfall]:
    """What is out and late, or is to come back only after the first day."""
    for each in out:
        due = each.until or date.max
        if each.reason == "late" or availability.end_of(due, due) > loan.starts_on:
            yield each


def _as_shortfall(
    item_id: int, each: Away, expected: Mapping[tuple[int, int | None], date]
) -> Shortfall:
    is_mended = each.state in ("damaged", "under_repair")
    return Shortfall(
        each.state,
        each.quantity,
        since=each.since and calendar.local(each.since).date(),
        until=expected.get((item_id, each.unit_id)) if is_mended else None,
        unit_id=each.unit_id,
        tag=each.tag,
        notes=each.notes,
    )


def _out(item_ids: set[int]) -> dict[int, list[Shortfall]]:
    """What is out of these items, the first to come back first, which is the one that is late the longest."""
    today = calendar.today()
    out: dict[int, list[Shortfall]] = {id: [] for id in item_ids}
    query = OUT.where(Checkout.item_id.in_(item_ids))
    for item_id, id, name, due, pieces in db.session.execute(query):
        is_late = due < today
        out[item_id].append(
            Shortfall(
                "late" if is_late else "out",
                int(pieces),
                since=calendar.after(due, 1) if is_late else None,
                until=due,
                checkout_id=id,
                student_name=name,
            )
        )
    return out


def possible_from(ways: Sequence[WayOut]) -> date | None:
    """The first later day on which a promise could be kept as it is; None if none is known."""
    days = (way.values.get("checkout_date") for way in ways)
    return next((date.fromisoformat(day) for day in days if day), None)
