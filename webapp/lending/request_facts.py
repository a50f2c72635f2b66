"""Judgement: the facts a teacher needs to answer a request, for many requests in a fixed number of queries."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import bindparam, func, select

from webapp.core import text
from webapp.core.db import db
from webapp.school import calendar
from webapp.stock.items import items
from webapp.stock.items.stocked import Stocked

from . import availability, choosing
from .models import Checkout

RECORD = (
    select(
        Checkout.student_id,
        func.count().filter(
            Checkout.stored_status == "returned", Checkout.returned_on <= Checkout.due_on
        ),
        func.count().filter(
            Checkout.stored_status == "returned", Checkout.returned_on > Checkout.due_on
        ),
        func.count().filter(Checkout.stored_status == "out"),
        func.count().filter(
            Checkout.stored_status == "out", Checkout.due_on < bindparam("today")
        ),
    )
    .where(Checkout.student_id.in_(bindparam("ids", expanding=True)))
    .group_by(Checkout.student_id)
)
STRIP = 35  # days


class Record(NamedTuple):
    """A student's loans so far."""

    on_time: int = 0
    late: int = 0
    out: int = 0
    overdue: int = 0

    @property
    def returned(self) -> str:
        """How they brought back what they had; nothing is said of what is out now."""
        count = self.on_time + self.late
        if not count:
            return "Nothing returned yet." if self.out else "No loans yet."
        how = (
            f"{self.late} late" if self.late else "on time" if count == 1 else "all on time"
        )
        return f"{text.counted(count, 'loan')} returned, {how}."

    @property
    def out_now(self) -> str:
        """What they have, and how much of it is late."""
        now = f"{text.counted(self.out, 'loan')} out now" if self.out else "Nothing out now"
        return f"{now}, {self.overdue} overdue" if self.overdue else now


class Fact(NamedTuple):
    tone: str
    strong: str
    words: str


@dataclass(frozen=True)
class Judgement:
    item: Stocked
    grantable: int  # over all of the dates, what others asked for not counted
    asked: int  # pieces others asked for over the dates
    record: Record
    days: int
    over: bool  # longer than the item is usually lent
    shelf: availability.Shelf
    today: date
    units: list[choosing.Choice]  # which of them can leave, where one must be named

    @property
    def strip(self) -> list[int]:
        """Free on each of the next days; worked out only where it is drawn."""
        return self.shelf.days(self.today, STRIP)

    def facts(self, quantity: int) -> list[Fact]:
        """Three lines: is there enough, what is their record, what stands in the way."""
        return [
            fact
            for fact in (
                self._shelf(quantity),
                self._past(),
                self._asked(quantity),
                self._length(),
            )
            if fact
        ]

    def _shelf(self, quantity: int) -> Fact:
        dates = f"for all {self.days} days" if self.days > 1 else "for that day"
        tone = "ok" if self.grantable >= quantity else "alert"
        return Fact(tone, f"{self.grantable} of {self.item.quantity} free", dates)

    def _past(self) -> Fact:
        record = self.record
        tone = "alert" if record.overdue else "wait" if record.late else "ok"
        return Fact(tone, record.returned, record.out_now)

    def _asked(self, quantity: int) -> Fact | None:
        if not self.asked or self.grantable - self.asked >= quantity:
            return None
        return Fact(
            "wait",
            f"{self.asked} more requested",
            "by others for these days; not everybody can have one",
        )

    def _length(self) -> Fact | None:
        longest = self.item.max_checkout_days
        return (
            Fact("wait", f"{self.days} days", f"is longer than the usual {longest}")
            if self.over
            else None
        )


def of(requests: Sequence[Checkout]) -> dict[int, Judgement]:
    """What speaks for and against each of these requests."""
    today = calendar.today()
    item_ids = {request.item_id for request in requests}
    shelves = availability.shelves(item_ids)
    stock = {item.id: item for item in items.by_ids(item_ids)}
    records = _records({request.student_id for request in requests}, today)
    units_there = _units({request.item_id for request in requests if request.needs_tag})
    return {
        request.id: _judge(
            request,
            shelves[request.item_id],
            stock[request.item_id],
            records.get(request.student_id, Record()),
            today,
            units_there.get(request.item_id, []) if request.needs_tag else [],
        )
        for request in requests
    }


def _units(item_ids: Collection[int]) -> dict[int, list[choosing.Choice]]:
    return choosing.choices(item_ids) if item_ids else {}


def _records(student_ids: Collection[int], today: date) -> dict[int, Record]:
    rows = db.session.execute(RECORD, {"ids": list(student_ids), "today": today})
    return {id: Record(*counts) for id, *counts in rows}


def _judge(
    checkout: Checkout,
    shelf: availability.Shelf,
    item: Stocked,
    record: Record,
    today: date,
    units: list[choosing.Choice],
) -> Judgement:
    starts, due = checkout.starts_on, checkout.due_on
    ends = availability.end_of(due)
    grantable = shelf.grantable(starts, ends, except_id=checkout.id)
    days = max(1, (due - starts).days)
    return Judgement(
        item=item,
        grantable=grantable,
        asked=grantable - shelf.free(starts, ends, except_id=checkout.id),
        record=record,
        days=days,
        over=days > item.max_checkout_days,
        shelf=shelf,
        today=today,
        units=units,
    )
