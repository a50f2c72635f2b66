"""Judgement: the facts a teacher needs to answer a request, for many requests in a fixed number of queries."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from sqlalchemy import bindparam, func, select

from webapp.core import text
from webapp.core.db import db
from webapp.core.words import _, ngettext
from webapp.school import calendar
from webapp.stock.items import items
from webapp.stock.items.stocked import Stocked

from . import availability, choices, due_days
from .models import Checkout
from .suspensions import suspended
from .visits import Count, Visits
from .waits import needed

# a set is counted as one
_LOANS = func.count(func.coalesce(-Checkout.request_set_id, Checkout.id).distinct())
RECORD = (
    select(
        Checkout.student_id,
        _LOANS.filter(
            Checkout.stored_status == "returned", Checkout.returned_on <= Checkout.due_on
        ),
        _LOANS.filter(
            Checkout.stored_status == "returned", Checkout.returned_on > Checkout.due_on
        ),
        _LOANS.filter(Checkout.stored_status == "out"),
        _LOANS.filter(
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
    suspended: str = ""  # why and until when, if they are

    @property
    def returned(self) -> str:
        """How they brought back what they had; nothing is said of what is out now."""
        count = self.on_time + self.late
        if not count:
            return _("Nothing returned yet.") if self.out else _("No loans yet.")
        loans = text.counted(count, "loan")
        if self.late:
            return _("%(loans)s returned, %(late)s late.", loans=loans, late=self.late)
        if count == 1:
            return _("%(loans)s returned, on time.", loans=loans)
        return _("%(loans)s returned, all on time.", loans=loans)

    @property
    def out_now(self) -> str:
        """What they have, and how much of it is late."""
        if not self.out:
            return _("Nothing out now")
        loans = text.counted(self.out, "loan")
        if self.overdue:
            return _(
                "%(loans)s out now, %(overdue)s overdue", loans=loans, overdue=self.overdue
            )
        return _("%(loans)s out now", loans=loans)


class Fact(NamedTuple):
    tone: str
    strong: str
    words: str


@dataclass(frozen=True)
class Judgement:
    stocked: Stocked
    grantable: int  # over all of the dates, what others asked for not counted
    asked: int  # pieces others asked for over the dates
    record: Record
    days: int
    over: bool  # longer than the item is usually lent
    shelf: availability.Shelf
    today: date
    units: list[choices.Choice]  # which of them can leave, where one must be named
    awaited_by: Sequence[
        str
    ] = ()  # others, by name, whom nothing else that is free can serve
    visits: Sequence[Count] = ()  # of its first and last day, where more come than should

    @property
    def strip(self) -> list[int]:
        """Free on each of the next days; worked out only where it is drawn."""
        return self.shelf.days(self.today, STRIP)

    def units_ticked(self, checkout: Checkout) -> list[int]:
        """The first that fit, by id."""
        return choices.first_ids(self.units, checkout.units_to_name)

    def facts(self, quantity: int) -> list[Fact]:
        """Up to four lines: is there enough, what is their record, what stands in the way."""
        shelf, *others = self.about_thing(quantity)
        return [shelf, self.past(), *others]

    def about_thing(self, quantity: int) -> list[Fact]:
        """The same without the person's record, which is told once for several things."""
        shelf, asked, length = self._shelf(quantity), self._asked(quantity), self._length()
        crowded = [Fact("wait", count.words, "") for count in self.visits]
        facts = shelf, asked, self._awaited(), length, *crowded
        return [fact for fact in facts if fact]

    def _shelf(self, quantity: int) -> Fact:
        dates = ngettext("for that day", "for all %(num)s days", self.days)
        tone = "ok" if self.grantable >= quantity else "alert"
        return Fact(
            tone,
            _("%(free)s of %(all)s free", free=self.grantable, all=self.stocked.quantity),
            dates,
        )

    def past(self) -> Fact:
        record = self.record
        if record.suspended:
            return Fact("alert", _("Suspended:"), record.suspended)
        tone = "alert" if record.overdue else "wait" if record.late else "ok"
        return Fact(tone, record.returned, record.out_now)

    def _asked(self, quantity: int) -> Fact | None:
        if not self.asked or self.grantable - self.asked >= quantity:
            return None
        return Fact(
            "wait",
            _("%(number)s more requested", number=self.asked),
            _("by others for these days; not everybody can have one"),
        )

    def _awaited(self) -> Fact | None:
        if not self.awaited_by:
            return None
        words = ngettext(
            "stands in the queue for it and would have to wait longer",
            "stand in the queue for it and would have to wait longer",
            len(self.awaited_by),
        )
        return Fact("wait", ", ".join(self.awaited_by), words)

    def _length(self) -> Fact | None:
        longest = self.stocked.item.max_checkout_days
        return (
            Fact(
                "wait",
                text.counted(self.days, "day"),
                _("is longer than the usual %(longest)s", longest=longest),
            )
            if self.over
            else None
        )


def of(requests: Sequence[Checkout]) -> dict[int, Judgement]:
    """What speaks for and against each of these requests."""
    today = calendar.today()
    item_ids = {request.item_id for request in requests}
    shelves = availability.shelves(item_ids)
    stock = {stocked.item.id: stocked for stocked in items.by_ids(item_ids)}
    records = _records({request.student_id for request in requests}, today)
    units_there = _units(requests)
    return _with_who_waits_or_comes(
        requests,
        {
            request.id: _judge(
                request,
                shelves[request.item_id],
                stock[request.item_id],
                records.get(request.student_id, Record()),
                today,
                units_there.get(request.item_id, []) if request.needs_tag else [],
            )
            for request in requests
        },
    )


def _with_who_waits_or_comes(
    requests: Sequence[Checkout], judged: Mapping[int, Judgement]
) -> dict[int, Judgement]:
    awaited_by, desk = needed.names(requests), Visits()
    return {
        request.id: replace(
            judged[request.id],
            awaited_by=awaited_by.get(request.id, ()),
            visits=desk.over(request.starts_on, request.due_on),
        )
        for request in requests
    }


def _is_over(starts: date, due: date, longest: int) -> bool:
    """Whether a loan is longer than usual, and not only pushed off closed days, read only where it matters."""
    is_longer = calendar.count_days(starts, due) > longest
    return is_longer and due > due_days.latest(starts, longest).day


def _units(requests: Sequence[Checkout]) -> dict[int, list[choices.Choice]]:
    item_ids = {request.item_id for request in requests if request.needs_tag}
    return choices.on_shelf(item_ids) if item_ids else {}


def record_of(student_id: int) -> Record:
    """How somebody has borrowed so far; not whether they are suspended."""
    return _borrowed([student_id], calendar.today()).get(student_id, Record())


def _records(student_ids: Collection[int], today: date) -> dict[int, Record]:
    records = _borrowed(student_ids, today)
    told = suspended.all_told_of(student_ids)
    for id, words in told.items():
        records[id] = records.get(id, Record())._replace(suspended=words)
    return records


def _borrowed(student_ids: Collection[int], today: date) -> dict[int, Record]:
    rows = db.session.execute(RECORD, {"ids": list(student_ids), "today": today})
    return {row[0]: Record(row[1], row[2], row[3], row[4]) for row in rows}


def _judge(
    checkout: Checkout,
    shelf: availability.Shelf,
    stocked: Stocked,
    record: Record,
    today: date,
    units: list[choices.Choice],
) -> Judgement:
    starts, due = checkout.starts_on, checkout.due_on
    ends, pieces = availability.end_of(starts, due), availability.held(checkout)
    decided = pieces if checkout.is_kept else 0
    grantable = shelf.grantable(starts, ends, own=decided)
    days = calendar.count_days(starts, due)
    return Judgement(
        stocked=stocked,
        grantable=grantable,
        asked=grantable - shelf.free(starts, ends, own=pieces),
        record=record,
        days=days,
        over=_is_over(starts, due, stocked.item.max_checkout_days),
        shelf=shelf,
        today=today,
        units=choices.until(checkout, units),
    )
