"""Judgement: the facts a teacher needs to answer a request, for many requests in a fixed number of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from webapp.core import text
from webapp.core.words import _, listed, ngettext
from webapp.school import calendar
from webapp.stock.items import items
from webapp.stock.items.stocked import Stocked

from ..availability import availability, looked_after
from ..availability.looked_after import LookedAfter
from ..days import due_days
from ..days.visits import Count, Visits
from ..loans import events
from ..models import Checkout, CheckoutEvent
from ..suspensions import borrowing_records
from ..suspensions.borrowing_records import Record
from ..units import choices
from ..waits import needed

STRIP = 35  # days


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
    starts: date
    moved: CheckoutEvent | None = None  # off days that closed, after it was asked for
    awaited_by: Sequence[
        str
    ] = ()  # others, by name, whom nothing else that is free can serve
    visits: Sequence[Count] = ()  # of its first and last day, where more come than should
    looked_after: Sequence[LookedAfter] = ()  # on its first day still

    @property
    def strip(self) -> list[int]:
        """Free on each of the next days; worked out only where it is drawn."""
        return self.shelf.days(self.today, STRIP)

    def units_ticked(self, checkout: Checkout) -> list[int]:
        """The first that fit, by id."""
        return choices.first_ids(self.units, checkout.units_to_name)

    def facts(self, quantity: int) -> list[Fact]:
        """Some lines: is there enough, what is their record, what stands in the way."""
        shelf, *others = self.about_thing(quantity)
        return [shelf, *self.about_person(), *others]

    def about_thing(self, quantity: int) -> list[Fact]:
        """The same without the person's record, which is told once for several things."""
        shelf, asked, length = self._shelf(quantity), self._asked(quantity), self._length()
        crowded = [Fact("wait", count.words, "") for count in self.visits]
        about_shelf = shelf, self._looked_after(quantity)
        days = self._first_day(), self._moved(), asked
        facts = *about_shelf, *days, self._awaited(), length, *crowded
        return [fact for fact in facts if fact]

    def _shelf(self, quantity: int) -> Fact:
        dates = ngettext("for that day", "for all %(num)s days", self.days)
        tone = "ok" if self.grantable >= quantity else "alert"
        return Fact(
            tone,
            _("%(free)s of %(all)s free", free=self.grantable, all=self.stocked.quantity),
            dates,
        )

    def about_person(self) -> list[Fact]:
        """How they have borrowed so far, and whether something of theirs was lost."""
        lost = self.record.lost
        if not lost:
            return [self._past()]
        words = _("recorded as lost and not found since")
        return [self._past(), Fact("wait", text.counted(lost, "loan"), words)]

    def _past(self) -> Fact:
        record = self.record
        if record.suspended:
            return Fact("alert", _("Suspended:"), record.suspended)
        tone = "alert" if record.overdue else "wait" if record.late else "ok"
        return Fact(tone, record.returned, record.out_now)

    def _first_day(self) -> Fact | None:
        if self.starts >= self.today:
            return None
        words = _("was the first day that was asked for, and is over")
        return Fact("wait", calendar.in_words(self.starts), words)

    def _moved(self) -> Fact | None:
        """Where the school closed, its days are no more those that its person chose."""
        if self.moved is None:
            return None
        first = self.moved.asked_from, self.moved.new_starts_on
        last = self.moved.asked_until, self.moved.new_due_on
        was, now = last if last[1] else first
        words = _(
            "from %(was)s to %(now)s, for the school is closed then",
            was=calendar.in_words(was),
            now=calendar.in_words(now or was),
        )
        return Fact("wait", _("Moved by the school"), words)

    def _looked_after(self, quantity: int) -> Fact | None:
        """If it would be one that has only come back."""
        pieces = sum(each.piece.quantity for each in self.looked_after)
        if not pieces or self.grantable - pieces >= quantity:
            return None
        last = self.looked_after[-1]
        return Fact("wait", last.since, last.told)

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
        return Fact("wait", listed(self.awaited_by), words)

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
    item_ids = {request.item_id for request in requests}
    shelves = availability.shelves(item_ids)
    stock = {stocked.item.id: stocked for stocked in items.by_ids(item_ids)}
    known = borrowing_records.of_students({each.student_id for each in requests})
    served = _looked_after(requests, shelves)
    units_there = _units(requests)
    return _with_what_happened(
        requests,
        {
            request.id: _judge(
                request,
                shelves[request.item_id],
                stock[request.item_id],
                known.get(request.student_id, Record()),
                units_there.get(request.item_id, []) if request.needs_tag else [],
                served[request.id],
            )
            for request in requests
        },
    )


def _looked_after(
    requests: Sequence[Checkout], shelves: Mapping[int, availability.Shelf]
) -> dict[int, list[LookedAfter]]:
    """What is looked after still on the first day of each; one query at most."""
    item_ids = [id for id, shelf in shelves.items() if shelf.service_days]
    found = looked_after.by_item(item_ids)
    return {
        request.id: [
            each
            for each in found.get(request.item_id, ())
            if each.until >= request.starts_on
        ]
        for request in requests
    }


def _with_what_happened(
    requests: Sequence[Checkout], judged: Mapping[int, Judgement]
) -> dict[int, Judgement]:
    awaited_by, desk = needed.names(requests), Visits()
    moves, waiting = (
        events.all_standing(judged, "moved"),
        {request.id for request in requests if request.status == "pending"},
    )
    moved = {
        event.checkout_id: event
        for event in moves
        if event.changes_asking or event.checkout_id in waiting
    }
    return {
        request.id: replace(
            judged[request.id],
            awaited_by=awaited_by.get(request.id, ()),
            moved=moved.get(request.id),
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


def _unasked(checkout: Checkout, shelf: availability.Shelf) -> int:
    """How many others did not ask for either; what is looked after is not what they asked for."""
    starts, pieces = checkout.starts_on, availability.held(checkout)
    ends = availability.end_of(starts, checkout.due_on)
    return shelf.without_service().free(starts, ends, own=pieces)


def _judge(
    checkout: Checkout,
    shelf: availability.Shelf,
    stocked: Stocked,
    record: Record,
    units: list[choices.Choice],
    served: list[LookedAfter],
) -> Judgement:
    starts, due = checkout.starts_on, checkout.due_on
    decided = availability.held(checkout) if checkout.is_kept else 0
    grantable = shelf.grantable(starts, availability.end_of(starts, due), own=decided)
    days = calendar.count_days(starts, due)
    return Judgement(
        stocked=stocked,
        grantable=grantable,
        asked=grantable - _unasked(checkout, shelf),
        record=record,
        days=days,
        over=_is_over(starts, due, stocked.item.max_checkout_days),
        shelf=shelf,
        today=calendar.today(),
        units=choices.until(checkout, units),
        starts=starts,
        looked_after=served,
    )
