"""The use of rooms by weekday and hour, and by room: booked, cancelled, missed, and wanted in vain."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from webapp.core import dates
from webapp.core.actor import Actor
from webapp.core.spreadsheet import Row
from webapp.core.words import _, lazy
from webapp.rooms import rooms
from webapp.rooms.reservations import usage
from webapp.rooms.times import open_time
from webapp.school import calendar

KINDS = ("booked", "cancelled", "missed", "refused")
HEAD = (
    lazy("Room"),
    lazy("Weekday"),
    lazy("Hour"),
    lazy("Open minutes"),
    lazy("Booked minutes"),
    lazy("Cancelled minutes"),
    lazy("Missed minutes"),
    lazy("Refused minutes"),
)
SHADES = 4


@dataclass(frozen=True)
class Cell:
    """An hour of the week, in all rooms; `shade` is 0 to 4."""

    words: str
    shade: int


@dataclass(frozen=True)
class Line:
    """A room over all the days, in minutes; `share` is the per cent of its open time that was booked."""

    name: str
    minutes: dict[str, int]
    share: int


@dataclass(frozen=True)
class Report:
    """Minutes of each (kind, room, weekday, hour), and those a room is open at each (weekday, hour)."""

    first: date
    last: date
    names: dict[int, str]
    taken: Counter[tuple[str, int, int, int]]
    open: Counter[tuple[int, int]]

    @property
    def hours(self) -> list[int]:
        return sorted({hour for _, hour in self.open})

    def total(self, kind: str) -> int:
        return sum(minutes for (each, *_), minutes in self.taken.items() if each == kind)

    def heat(self, kind: str) -> list[tuple[int, list[Cell]]]:
        """For each hour of the day its seven weekdays: what is booked as a share of what is open, all else in hours."""
        at = {
            (day, hour): self._all_rooms(kind, day, hour)
            for day in range(7)
            for hour in self.hours
        }
        most = max(at.values(), default=0)
        return [
            (hour, [self._cell(kind, day, hour, at[day, hour], most) for day in range(7)])
            for hour in self.hours
        ]

    def lines(self) -> list[Line]:
        every = sum(self.open.values())
        lines = []
        for id, name in self.names.items():
            minutes = {kind: self._of_room(kind, id) for kind in KINDS}
            lines.append(
                Line(name, minutes, round(100 * minutes["booked"] / every) if every else 0)
            )
        return lines

    def rows(self) -> Iterator[Row]:
        """As a spreadsheet has it, a row for each room's hour of the week, under HEAD."""
        for id, name in self.names.items():
            for (day, hour), minutes in sorted(self.open.items()):
                yield (
                    name,
                    dates.WEEKDAYS[day],
                    f"{hour:02}:00",
                    minutes,
                    *(self.taken[kind, id, day, hour] for kind in KINDS),
                )

    def _cell(self, kind: str, day: int, hour: int, minutes: int, most: int) -> Cell:
        open_ = self.open[day, hour] * len(self.names)
        if kind == "booked":
            share = round(100 * minutes / open_) if open_ else 0
            return Cell(f"{share}%" if open_ else "", -(-min(share, 100) * SHADES // 100))
        return Cell(
            duration(minutes) if minutes else "",
            -(-minutes * SHADES // most) if most else 0,
        )

    def _all_rooms(self, kind: str, day: int, hour: int) -> int:
        return sum(self.taken[kind, id, day, hour] for id in self.names)

    def _of_room(self, kind: str, id: int) -> int:
        return sum(self.taken[kind, id, day, hour] for day, hour in self.open)


def of(actor: Actor, first: date | None = None, last: date | None = None) -> Report:
    """Those days, both included; without them the last four weeks. Two queries, however much there is."""
    last = last or calendar.today()
    first = first or calendar.after(last, -27)
    taken = _taken(usage.uses(actor, first, last))
    names = {room.id: room.name for room in rooms.list_all(actor)}
    return Report(first, last, names, taken, _open(first, last))


def _taken(uses: Iterable[usage.Use]) -> Counter[tuple[str, int, int, int]]:
    """Minutes of each (kind, room, weekday, hour); what was missed was booked, too."""
    taken: Counter[tuple[str, int, int, int]] = Counter()
    # many rooms are booked at the same times
    split = lru_cache(lambda starts, ends: list(_split(starts, ends)))
    for use in uses:
        kinds = ("booked", "missed") if use.kind == "missed" else (use.kind,)
        for day, hour, minutes in split(use.starts, use.ends):
            for kind in kinds:
                taken[kind, use.room_id, day, hour] += minutes
    return taken


def duration(minutes: int) -> str:
    """90 is "1.5 h"."""
    return _("%(hours)s h", hours=f"{minutes / 60:.1f}".removesuffix(".0"))


def _open(first: date, last: date) -> Counter[tuple[int, int]]:
    minutes_open: Counter[tuple[int, int]] = Counter()
    for ahead in range(calendar.count_days(first, last)):
        for span in open_time.spans(calendar.after(first, ahead)):
            for day, hour, minutes in _split(span.starts, span.ends):
                minutes_open[day, hour] += minutes
    return minutes_open


def _split(starts: datetime, ends: datetime) -> Iterator[tuple[int, int, int]]:
    """Weekday, hour and minutes of each hour on the school's clock that some time touches."""
    while starts < ends:
        wall = calendar.local(starts)
        until = min(ends, starts + timedelta(minutes=60 - wall.minute))
        yield wall.weekday(), wall.hour, (until - starts) // timedelta(minutes=1)
        starts = until
