"""What levels and units hold after the lines so far, worked out before any of them is written."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from webapp.core.errors import Conflict, NotFound
from webapp.core.words import _, lazy

from ..models import Level, Unit
from ..models.states import OUTSIDE, STATES

NOTHING = (0,) * len(STATES)
STATE_WORDS = {
    "available": lazy("available"),
    "reserved": lazy("reserved"),
    "on_rent": lazy("on rent"),
    "damaged": lazy("damaged"),
    "under_repair": lazy("under repair"),
    "in_transit": lazy("in transit"),
    "beyond_repair": lazy("beyond repair"),
}


@dataclass(frozen=True)
class Line:
    """One movement to make: so many whole pieces of an item, at a location, from one state to another.

    Without a `value_delta_minor` what leaves takes its share of the level's value along, at average cost, the last
    pieces the remainder; what comes in is worth nothing, or with `carries` what the line before took out.
    """

    item_id: int
    location_id: int
    type: str
    from_state: str
    to_state: str
    quantity: int
    unit_id: int | None = None
    value_delta_minor: int | None = None
    carries: bool = False

    def back(self, value_delta_minor: int, type: str) -> "Line":
        """The same way back, as a movement of another type."""
        return Line(
            self.item_id,
            self.location_id,
            type,
            self.to_state,
            self.from_state,
            self.quantity,
            self.unit_id,
            -value_delta_minor,
        )


class Tally:
    """A level or a unit, from what the database has of it now; both begin with the same columns."""

    __slots__ = ("id", "item_id", "kind", "location_id", "pieces", "seq", "value")

    def __init__(
        self,
        kind: type[Level | Unit],
        id: int,
        item_id: int,
        location_id: int,
        *pieces: int,
    ) -> None:
        self.kind, self.id, self.item_id, self.location_id = kind, id, item_id, location_id
        self.seq = self.value = 0
        self.pieces: dict[str, int] = dict(zip(STATES, pieces or NOTHING, strict=True))

    @classmethod
    def of(cls, row: Level | Unit) -> "Tally":
        """The same of what was loaded already."""
        pieces = (getattr(row, state) for state in STATES)
        tally = cls(
            type(row),
            row.id,
            row.item_id,
            row.location_id,
            *pieces,
        )
        if isinstance(row, Level):
            tally.seq, tally.value = row.seq, row.value_minor
        return tally

    def worth(self, line: Line, before: int) -> int:
        """What a line changes the level's value by, in minor units; `before` is what the line before it did."""
        if line.value_delta_minor is not None:
            return line.value_delta_minor
        if line.carries:
            return -before
        if line.to_state != OUTSIDE:
            return 0
        return -share(self.value, line.quantity, sum(self.pieces.values()))

    def move(self, line: Line, worth: int = 0) -> None:
        if line.from_state != OUTSIDE:
            self.pieces[line.from_state] -= line.quantity
        if line.to_state != OUTSIDE:
            self.pieces[line.to_state] += line.quantity
        self.seq, self.value = self.seq + 1, self.value + worth
        self.location_id = line.location_id


def share(value_minor: int, quantity: int, of: int) -> int:
    """What `quantity` pieces out of `of` are worth at average cost, half up; all of them are worth all."""
    return value_minor if quantity >= of else (2 * value_minor * quantity + of) // (2 * of)


def check(line: Line, here: Tally, unit: Tally | None) -> None:
    """Conflict, with the numbers, if the pieces are not where the line takes them from."""
    if line.from_state == OUTSIDE:
        return
    have = here.pieces[line.from_state]
    if unit:
        have = (
            min(have, unit.pieces[line.from_state])
            if unit.location_id == line.location_id
            else 0
        )
    if have < line.quantity:
        facts = {
            "state": line.from_state,
            "have": have,
            "asked": line.quantity,
        }
        words = _(
            "Only %(have)s of the %(asked)s asked for are %(state)s",
            have=have,
            asked=line.quantity,
            state=STATE_WORDS[line.from_state],
        )
        raise Conflict(words, facts=facts)


def check_tagged(line: Line, here: Tally, tagged: Counter[tuple[int, int]]) -> None:
    """What has a tag leaves by its tag: Conflict if a line would leave fewer pieces than tags; counts the tags on."""
    level = line.item_id, line.location_id
    if line.unit_id is not None:
        tagged[level] += line.quantity * (
            (line.from_state == OUTSIDE) - (line.to_state == OUTSIDE)
        )
    elif line.to_state == OUTSIDE and (left := sum(here.pieces.values())) < tagged[level]:
        loose = max(0, left + line.quantity - tagged[level])
        words = _(
            "Only %(loose)s of the %(asked)s have no tag; scan the others",
            loose=loose,
            asked=line.quantity,
        )
        raise Conflict(words, facts={"untagged": loose, "asked": line.quantity})


def check_value(here: Tally) -> None:
    """Nothing is worth something only where something is: Conflict if a line would leave it otherwise."""
    if here.value < 0 or (here.value and not any(here.pieces.values())):
        raise Conflict(_("Its value has changed since"), facts={"value_minor": here.value})


def find(line: Line, units: Mapping[int, Tally]) -> Tally | None:
    """The unit a line names, if it names one. NotFound if it is not a unit of the line's item."""
    if line.unit_id is None:
        return None
    unit = units.get(line.unit_id)
    if unit is None or unit.item_id != line.item_id:
        raise NotFound(_("This item has no such unit"))
    return unit
