"""What a series would come to: every date of it, what is in the way, and what could be done instead."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from webapp.core import clock, money
from webapp.core.actor import Actor
from webapp.core.errors import Invalid, NotFound
from webapp.school import calendar
from webapp.school.recurring import slot

from ..occupied.busy import Busy, Held, holders
from ..occupied.spaces import Place
from ..rates import late_costs, pricing
from ..times import availability, day_sheet
from . import series_offers, series_rules
from .series_lines import Choice, Line, Preview, Want


def chosen(wants: Iterable[Want], choices: Sequence[Choice]) -> list[Want]:
    """The wants with what was chosen for some of them. Invalid for a date twice, or one that is not among them."""
    by_date = {choice.on: choice for choice in choices}
    wants = list(wants)
    if len(by_date) < len(choices):
        raise Invalid(fields={"choices": "Choose only once for each date"})
    if strange := by_date.keys() - {want.on for want in wants}:
        raise Invalid(
            fields={"choices": f"{min(strange):%-d %B %Y} is not one of the dates"}
        )
    return [
        _as_chosen(want, by_date[want.on]) if want.on in by_date else want for want in wants
    ]


def look(
    actor: Actor, wants: Iterable[Want], places: dict[int, Place], *, for_whom: int
) -> Preview:
    """Every date, judged as the reader may know it. As many queries for a year as for a month.

    Where weeks have free minutes, one more for each week.
    `places` are all rooms there are, as `series_offers.places` reads them.
    """
    wants = list(wants)
    if {want.room_id for want in wants} - places.keys():
        raise NotFound("Room not found")
    lines = [
        Line(want, places[want.room_id], slot(want.on, want.start, want.end))
        for want in wants
    ]
    moving = {want.moves.id for want in wants if want.moves}
    rooms = {line.room.id: line.place for line in lines}.values()
    busy = Busy(
        {id for place in rooms for id in place.space_ids},
        [_day(line) for line in lines],
        but=moving,
    )
    clashes = {
        line.want.on: busy.at(line.place.space_ids, line.slot.starts, line.until)
        for line in lines
    }
    who = holders(held for found in clashes.values() for held in found)
    for line in lines:
        line.status, line.words = _judged(actor, line, clashes[line.want.on], who)
    _check_overlaps(lines)
    series_rules.judge(actor, lines, for_whom)
    tariff = pricing.Tariff.of(for_whom)
    _price(lines, tariff)
    _tell_late(actor, lines)
    series_offers.add(lines, places, busy, tariff, but=moving)
    return Preview(lines)


def _as_chosen(want: Want, choice: Choice) -> Want:
    start, end = choice.start or want.start, choice.end or want.end
    if end <= start:
        raise Invalid(
            fields={"choices": f"{choice.on:%-d %B %Y}: choose an end after the start"}
        )
    if choice.skip:
        return replace(want, skip=True)
    return replace(
        want, room_id=choice.room or want.room_id, start=start, end=end, chosen=True
    )


def _day(line: Line) -> tuple[datetime, datetime]:
    """All of the day matters, to offer another time of it."""
    hours = availability.opening(line.want.on)
    tidy = timedelta(minutes=line.room.turnover_minutes)
    return min(hours.starts, line.slot.starts), max(hours.ends, line.slot.ends) + tidy


def _price(lines: Iterable[Line], tariff: pricing.Tariff) -> None:
    """Free minutes are a week's: the first date that costs anything has them first."""
    left: dict[date, int] = {}
    for line in sorted(lines, key=lambda line: line.slot.starts):
        if line.status != "skipped":
            week, moves = (
                line.want.on - timedelta(days=line.want.on.weekday()),
                line.want.moves,
            )
            if week not in left:
                left[week] = pricing.free_left(
                    tariff.person_id, line.slot.starts, but=moves.id if moves else None
                )
            price = tariff.price(
                line.room, line.slot.starts, line.slot.ends, free_left=left[week]
            )
            line.cost_minor, left[week] = (
                price.cost_minor,
                price.free_left if line.is_good else left[week],
            )


def _tell_late(actor: Actor, lines: Iterable[Line]) -> None:
    """Say beside each date that moves too late what is still due of the time it leaves."""
    for line in lines:
        if line.status == "free" and line.want.moves:
            moved_to = line.room.id, line.slot.starts, line.slot.ends
            if due := late_costs.still_due(actor, line.want.moves, *moved_to):
                amount = money.told(due, line.want.moves.currency)
                line.words = f"Too late to move for free: {amount} for the time you give up is still due"


def _judged(
    actor: Actor, line: Line, found: list[Held], who: dict[int, tuple[int, str]]
) -> tuple[str, str]:
    hours = availability.opening(line.want.on)
    if line.want.skip:
        return "skipped", "Left out"
    if line.slot.problem:
        return "refused", line.slot.problem
    if line.slot.starts < clock.now():
        return "past", "This time is over"
    if not hours.starts <= line.slot.starts < line.slot.ends <= hours.ends:
        return (
            "closed",
            f"The school is open from {_clock(hours.starts)} to {_clock(hours.ends)}",
        )
    if found:
        shut = any(held.kind == "closure" for held in found)
        return "closed" if shut else "taken", "; ".join(
            dict.fromkeys(_told(actor, held, who) for held in found)
        )
    if not line.room.is_active:
        return "refused", f"{line.room.name} is not in use"
    return "free", ""


def _told(actor: Actor, held: Held, who: dict[int, tuple[int, str]]) -> str:
    span = calendar.span(held.starts, held.until)
    if held.reservation_id is None:
        word = day_sheet.WORDS.get(held.kind, "Busy")
        return word if held.until - held.starts > timedelta(hours=24) else f"{word} {span}"
    student_id, name = who[held.reservation_id]
    if student_id == actor.id:
        return f"Already yours, {span}"
    return f"Taken {span} by {name}" if actor.is_staff else f"Taken {span}"


def _check_overlaps(lines: Iterable[Line]) -> None:
    """A series may not be in its own way, tidying up included."""
    by_space: dict[int, list[Line]] = {}
    for line in sorted(lines, key=lambda line: line.slot.starts):
        for space_id in line.place.space_ids if line.status == "free" else ():
            by_space.setdefault(space_id, []).append(line)
    for theirs in by_space.values():
        for before, after in pairwise(theirs):
            if before.until > after.slot.starts and before.status == "free":
                after.status, after.words = (
                    "overlap",
                    f"It overlaps {before.want.on:%-d %B} of this series",
                )


def _clock(at: datetime) -> str:
    return calendar.clock(at)
