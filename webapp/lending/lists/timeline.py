"""A line of time: who has an item or is promised it when, for five weeks, each unit on a line of its own."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import and_, or_, select

from webapp.core import rows, text
from webapp.core.actor import Actor
from webapp.school import calendar
from webapp.stock.units.units import Unit

from .. import access
from ..availability import availability
from ..availability.day_sheet import WEEKS
from ..loans import checkouts
from ..models import Checkout

DAYS = WEEKS * 7
MOST_LOANS = 300
WEEK = timedelta(days=7)
FARTHEST = timedelta(days=3650)  # from today, into the past or the future


class Bar(NamedTuple):
    """So many days on which one loan has something, or none has."""

    days: int
    loan: Checkout | None = None
    kind: str = ""  # asked, promised, aside, out, late, back, lost
    pieces: int = 1


@dataclass
class Lane:
    """One line: of a unit, or of pieces without a tag or that nobody has named yet."""

    tag: str = ""
    unit_id: int | None = None
    bars: list[Bar] = field(default_factory=list)


class Taken(NamedTuple):
    """Pieces that a loan takes from a day up to, not including, another."""

    loan: Checkout
    kind: str
    starts: date
    ends: date
    unit_id: int | None
    tag: str
    pieces: int


Lines = dict[tuple[int | None, str], list[list[Taken]]]  # by the unit's id and tag


@dataclass(frozen=True)
class Timeline:
    """Five weeks from the first day of one on."""

    first: date
    lanes: list[Lane]

    @property
    def weeks(self) -> list[date]:
        """Their first days."""
        return [self.first + number * WEEK for number in range(WEEKS)]

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=ahead) for ahead in range(DAYS)]

    @property
    def last(self) -> date:
        return self.days[-1]

    @property
    def before(self) -> date:
        return self.first - WEEK

    @property
    def after(self) -> date:
        return self.first + WEEK

    @property
    def is_empty(self) -> bool:
        return not any(bar.loan for lane in self.lanes for bar in lane.bars)


def of(actor: Actor, item_id: int, units: Sequence[Unit], week: date | None) -> Timeline:
    """The loans of an item around a day, today if none is said; two queries. `units` have a line if nobody has them.

    NotAllowed but for staff: others see on which days it is free.
    """
    access.check_may_be_at_desk(actor)
    today = calendar.today()
    day = week or today
    if abs(day - today) > FARTHEST:
        day = today
    first = calendar.first_of_week(day)
    until = first + timedelta(days=DAYS)
    taken = [
        each
        for loan in _loans(item_id, first, until)
        for each in _taken(loan)
        if each.starts < until and each.ends > first
    ]
    return Timeline(first, _lanes(taken, units, first, until))


def _loans(item_id: int, first: date, until: date) -> list[Checkout]:
    """What takes something on one of these days, and a little more, the longest standing first."""
    begins, _end = calendar.day(first)
    is_over = Checkout.stored_status.in_(("returned", "lost"))
    query = select(Checkout).where(
        Checkout.item_id == item_id,
        Checkout.starts_on < until,
        or_(
            Checkout.stored_status.in_(("approved", "out")),
            and_(Checkout.is_waiting, Checkout.due_on >= first),
            and_(is_over, Checkout.closed_at >= begins),
        ),
    )
    return rows.listed(query.order_by(Checkout.starts_on, Checkout.id).limit(MOST_LOANS))


def _taken(loan: Checkout) -> Iterator[Taken]:
    """Its pieces: those that are known, each from when to when it has them, and the others together."""
    left = loan.quantity
    kind, ends = _kind(loan), _end(loan)
    for row in loan.units:
        left -= row.quantity
        over = _day_after(calendar.local(row.ended_at).date()) if row.ended_at else ends
        kind_of = {"aside": "aside", "out": kind, "lost": "lost"}.get(row.state, "back")
        yield Taken(
            loan, kind_of, loan.starts_on, over, row.unit_id, row.tag or "", row.quantity
        )
    if left > 0:
        tag = loan.pinned_tag or ""
        yield Taken(loan, kind, loan.starts_on, ends, loan.pinned_unit_id, tag, left)


def _kind(loan: Checkout) -> str:
    if loan.status == "out":
        return "late" if checkouts.is_overdue(loan) else "out"
    return {"pending": "asked", "approved": "promised", "lost": "lost"}.get(
        loan.status, "back"
    )


def _end(loan: Checkout) -> date:
    """The day after its last one; what is late, or was not fetched in time, has none."""
    if loan.closed_at:
        return _day_after(loan.returned_on or calendar.local(loan.closed_at).date())
    if loan.status != "pending" and loan.due_on < calendar.today():
        return availability.FOREVER
    return _day_after(loan.due_on)


def _day_after(day: date) -> date:
    return calendar.after(day, 1)


def _lanes(
    taken: Iterable[Taken], units: Iterable[Unit], first: date, until: date
) -> list[Lane]:
    """By tag, then what has none: what does not fit beside the others on a line has one more."""
    known: Lines = {(unit.id, unit.tag): [[]] for unit in units}
    for each in taken:
        _put(known.setdefault((each.unit_id, each.tag), []), each)
    return [
        Lane(tag, id, [*_bars(line, first, until)])
        for id, tag in sorted(known, key=_order)
        for line in known[id, tag]
    ]


def _order(unit: tuple[int | None, str]) -> tuple[bool, str]:
    id, tag = unit
    return id is None, text.sort_key(tag)


def _put(lines: list[list[Taken]], each: Taken) -> None:
    for line in lines:
        if not line or line[-1].ends <= each.starts:
            line.append(each)
            return
    lines.append([each])


def _bars(line: Iterable[Taken], first: date, until: date) -> Iterator[Bar]:
    """One after the other, with the days between them on which nobody has it."""
    at = first
    for each in line:
        starts, ends = max(each.starts, at), min(each.ends, until)
        if starts >= ends:
            continue
        if starts > at:
            yield Bar((starts - at).days)
        yield Bar((ends - starts).days, each.loan, each.kind, each.pieces)
        at = ends
    if at < until:
        yield Bar((until - at).days)
