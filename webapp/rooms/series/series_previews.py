"""What a series would come to: every date of it, what is in the way, and what could be done instead."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from webapp.core import clock, dates, money
from webapp.core.actor import Actor
from webapp.core.errors import Invalid, NotFound
from webapp.core.words import _
from webapp.school import calendar
from webapp.school.recurring import slot

from ..occupied import spaces
from ..occupied.busy import Busy, Occupied, holders
from ..occupied.spaces import Place
from ..rates import late_costs, pricing
from ..times import open_time
from ..times.day_words import WORDS
from ..times.segments import BUSY
from . import series_offers, series_rules
from .series_lines import Choice, Line, Preview, Want

Judgement = tuple[str, str]  # a line's status, and why
Holders = dict[int, tuple[int, str]]  # by reservation: whose it is, id and name


def chosen(wants: Sequence[Want], choices: Sequence[Choice]) -> list[Want]:
    """The wants with what was chosen for some of them. Invalid for a date twice, or one that is not among them."""
    by_date = {choice.on: choice for choice in choices}
    if len(by_date) < len(choices):
        raise Invalid(fields={"choices": _("Choose only once for each date")})
    if unknown := by_date.keys() - {want.on for want in wants}:
        raise Invalid(
            fields={
                "choices": _(
                    "%(unknown)s is not one of the dates",
                    unknown=dates.written(min(unknown), "%-d %B %Y"),
                )
            }
        )
    return [
        _as_chosen(want, by_date[want.on]) if want.on in by_date else want for want in wants
    ]


def check(
    actor: Actor, wants: Sequence[Want], places: dict[int, Place], *, for_whom: int
) -> Preview:
    """Every date, judged as the reader may know it. As many queries for a year as for a month.

    Where weeks have free minutes, one more for each week.
    `places` are all rooms there are, as `series_offers.places` reads them.
    """
    lines = _lines(wants, places)
    moving = {want.moves.id for want in wants if want.moves}
    busy = _busy(lines, moving)
    _judge(actor, lines, busy)
    _check_overlaps(lines)
    series_rules.judge(actor, lines, for_whom)
    tariff = pricing.Tariff.of(for_whom)
    _price(lines, tariff)
    _tell_late(actor, lines)
    series_offers.add(lines, places, busy, tariff, moving=moving)
    return Preview(lines)


def _lines(wants: Sequence[Want], places: dict[int, Place]) -> list[Line]:
    if {want.room_id for want in wants} - places.keys():
        raise NotFound(_("Room not found"))
    return [
        Line(want, places[want.room_id], slot(want.on, want.start, want.end))
        for want in wants
    ]


def _busy(lines: Sequence[Line], moving: Collection[int]) -> Busy:
    """All of the days, to offer other times of them."""
    rooms = {line.room.id: line.place for line in lines}
    days = [_day(line) for line in lines]
    return Busy(set(spaces.ids_of(rooms)), days, moving=moving)


def _as_chosen(want: Want, choice: Choice) -> Want:
    start, end = choice.start or want.start, choice.end or want.end
    if end <= start:
        raise Invalid(
            fields={
                "choices": _(
                    "%(on)s: choose an end after the start",
                    on=dates.written(choice.on, "%-d %B %Y"),
                )
            }
        )
    if choice.skip:
        return replace(want, skip=True)
    return replace(
        want, room_id=choice.room or want.room_id, start=start, end=end, chosen=True
    )


def _day(line: Line) -> tuple[datetime, datetime]:
    """All of the day matters, to offer another time of it."""
    hours = open_time.reach(line.want.on)
    tidy = timedelta(minutes=line.room.turnover_minutes)
    return min(hours.starts, line.slot.starts), max(hours.ends, line.slot.ends) + tidy


def _price(lines: Iterable[Line], tariff: pricing.Tariff) -> None:
    """Free minutes are a week's: the first date that costs anything has them first."""
    free_left: dict[date, int] = {}
    for line in sorted(lines, key=lambda line: line.slot.starts):
        if line.status == "skipped":
            continue
        week = calendar.first_of_week(line.want.on)
        if week not in free_left:
            free_left[week] = _free_minutes_left(line, tariff.person_id)
        price = tariff.price(
            line.room, line.slot.starts, line.slot.ends, free_left=free_left[week]
        )
        line.cost_minor = price.cost_minor
        if line.is_good:
            free_left[week] = price.free_left


def _free_minutes_left(line: Line, person_id: int) -> int:
    """Of the line's week, what is booked counted; what would move there is not."""
    moves = line.want.moves
    return pricing.free_left(person_id, line.slot.starts, but=moves.id if moves else None)


def _tell_late(actor: Actor, lines: Iterable[Line]) -> None:
    """Say beside each date that moves too late what is still due of the time it leaves."""
    for line in lines:
        if line.status == "free" and line.want.moves:
            moved_to = line.room.id, line.slot.starts, line.slot.ends
            if due := late_costs.still_due(actor, line.want.moves, *moved_to):
                amount = money.formatted(due, line.want.moves.currency)
                line.words = _(
                    "Too late to move for free: %(amount)s for the time you give up is still due",
                    amount=amount,
                )


def _judge(actor: Actor, lines: Sequence[Line], busy: Busy) -> None:
    """Each by its time and by what holds its spaces then; one query for who that is."""
    clashes = {
        line.want.on: busy.at(line.place.space_ids, line.slot.starts, line.until)
        for line in lines
    }
    names = holders(each for occupied in clashes.values() for each in occupied)
    for line in lines:
        line.status, line.words = _by_time(line) or _by_clashes(
            actor, line, clashes[line.want.on], names
        )


def _by_time(line: Line) -> Judgement | None:
    """None for a time that could be booked if its room was free."""
    if line.want.skip:
        return "skipped", _("Left out")
    if line.slot.problem:
        return "refused", line.slot.problem
    if line.slot.starts < clock.now():
        return "past", _("This time is over")
    if not open_time.is_open(line.slot.starts, line.slot.ends):
        return "closed", open_time.words(line.want.on)
    return None


def _by_clashes(
    actor: Actor, line: Line, clashes: list[Occupied], names: Holders
) -> Judgement:
    if clashes:
        is_closed = any(occupied.kind == "closure" for occupied in clashes)
        words = dict.fromkeys(_in_words(actor, occupied, names) for occupied in clashes)
        return "closed" if is_closed else "taken", "; ".join(words)
    if not line.room.is_active:
        return "refused", _("%(room)s is not in use", room=line.room.name)
    return "free", ""


def _in_words(actor: Actor, occupied: Occupied, names: Holders) -> str:
    span = calendar.span(occupied.starts, occupied.until)
    if occupied.reservation_id is None:
        word = str(WORDS.get(occupied.kind, BUSY))
        is_long = occupied.until - occupied.starts > timedelta(hours=24)
        return word if is_long else f"{word} {span}"
    student_id, name = names[occupied.reservation_id]
    if student_id == actor.id:
        return _("Already yours, %(span)s", span=span)
    if actor.is_staff:
        return _("Taken %(span)s by %(name)s", span=span, name=name)
    return _("Taken %(span)s", span=span)


def _check_overlaps(lines: Iterable[Line]) -> None:
    """A series may not be in its own way, tidying up included."""
    by_space: dict[int, list[Line]] = {}
    for line in sorted(lines, key=lambda line: line.slot.starts):
        for space_id in line.place.space_ids if line.status == "free" else ():
            by_space.setdefault(space_id, []).append(line)
    for in_space in by_space.values():
        for before, after in pairwise(in_space):
            if before.until > after.slot.starts and before.status == "free":
                after.status = "overlap"
                on = dates.written(before.want.on, "%-d %B")
                after.words = _("It overlaps %(day)s of this series", day=on)
