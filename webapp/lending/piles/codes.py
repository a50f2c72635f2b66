"""Codes: what was scanned for a pile, and the thing or the person that each code stands for."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from webapp.core.actor import Actor
from webapp.core.errors import Conflict
from webapp.core.words import _, ngettext
from webapp.people import people
from webapp.people.people import Named
from webapp.stock.operations import matching
from webapp.stock.operations.matching import Item, Matched
from webapp.stock.units import accessories, nearly, scans
from webapp.stock.units import codes as labels
from webapp.stock.units.accessories import Accessory
from webapp.stock.units.scans import Match, Scan
from webapp.stock.units.units import Unit

from ..models import Checkout

MOST = 200  # codes in one pile
MOST_PIECES = 100_000
# goes; goes, and somebody should know; stays until it is answered; nothing to do
Tone = Literal["ok", "wait", "alert", "mute"]
UNKNOWN = "unknown"


@dataclass(frozen=True)
class Code:
    """What a scanner read or somebody typed, or a unit's id; and what was said of the thing.

    Without a `quantity` each scan of what is only counted is one piece. `accessories` are those that are there, if
    somebody looked. What comes back may have an `outcome`, a `condition` and `notes`, and be `not_settled`.
    """

    code: int | str
    us_keys: str = ""
    quantity: int | None = None
    accessories: Sequence[int] | None = None
    outcome: str | None = None
    condition: str | None = None
    notes: str = ""
    not_settled: bool = False

    @property
    def scan(self) -> Scan:
        if isinstance(self.code, int):
            return Scan(f"t/{labels.printed(self.code)}")
        return Scan(self.code, self.us_keys)


@dataclass
class Line:
    """What is answered to a code: two or three words, the rest of the sentence, and what it is about."""

    code: Code
    kind: str = UNKNOWN  # why it is answered so
    tone: Tone = "alert"
    headline: str = ""
    words: str = ""
    unit: Unit | None = None
    unit_id: int = 0
    item: Item | None = None
    place: str = ""  # where it is kept, or was last
    scanned: int = 1  # times
    quantity: int = 1  # pieces that it is about
    most: int = 0  # pieces that there could be, where they are only counted
    loan: Checkout | None = None
    instead: Sequence[str] = ()  # codes that would do
    accessories: Sequence[Accessory] = field(default_factory=list)

    @property
    def written(self) -> str:
        """The code, as it was read."""
        return str(self.code.code)

    @property
    def name(self) -> str:
        """The same, as somebody may be called."""
        return self.code.scan.code

    @property
    def known_as(self) -> str:
        """What it is found by from now on, however it was read."""
        if self.unit:
            return self.unit.tag
        return self.item.sku if self.item else self.written

    @property
    def is_all(self) -> bool:
        """Whether one scan stands for as many as were asked for."""
        return self.code.quantity is None and self.scanned == 1 and self.quantity > 1

    @property
    def sentence(self) -> str:
        return f"{self.headline} {self.words}".strip()

    @property
    def item_id(self) -> int:
        return self.item.id if self.item else 0

    @property
    def is_counted(self) -> bool:
        """Whether it stands for as many pieces as it is scanned, not for one thing."""
        return self.unit is None or self.unit.batch_code is not None

    @property
    def goes(self) -> bool:
        return self.tone in ("ok", "wait")

    @property
    def pieces(self) -> int:
        """As many as were counted, and one for each scan after the first."""
        return min(MOST_PIECES, (self.code.quantity or 1) + self.scanned - 1)

    def find(self, loan: Checkout) -> None:
        """It is out on this loan, as many pieces as were counted."""
        self.loan, self.quantity = loan, self.pieces if self.is_counted else 1

    def say(self, kind: str, tone: Tone, headline: str, words: str = "") -> None:
        self.kind, self.tone, self.headline, self.words = kind, tone, headline, words


@dataclass(frozen=True)
class Read:
    """The lines of a pile in the order of their codes, with what they are about; `person` is one that was scanned."""

    lines: list[Line]
    matched: Matched
    person: Named | None

    @property
    def things(self) -> list[Line]:
        """Those that stand for something, and nothing is against them so far."""
        return [line for line in self.lines if line.item and line.kind == UNKNOWN]

    def add_accessories(self) -> None:
        """To each unit what belongs to it."""
        things = self.things
        belongings = accessories.of_units([line.unit_id for line in things if line.unit])
        for line in things:
            line.accessories = belongings.get(line.unit_id, [])


def read(actor: Actor, codes: Sequence[Code], *, person: Named | None) -> Read:
    """What each code stands for, in as many statements for a hundred as for ten. For staff."""
    if len(codes) > MOST:
        words = ngettext(
            "At most %(num)s code at once", "At most %(num)s codes at once", MOST
        )
        raise Conflict(words, facts={"codes": len(codes)})
    matched = matching.match_all(actor, [code.scan for code in codes])
    lines: list[Line] = []
    for code, match in zip(codes, matched.matches, strict=True):
        _add(lines, code, match, matched)
    return Read(lines, matched, _find_people(actor, lines, person))


def _add(lines: list[Line], code: Code, match: Match, matched: Matched) -> None:
    """One more line; what is only counted adds up on the line that it has."""
    line = _line(code, match, matched)
    before = next((each for each in lines if line.item and _is_same(each, line)), None)
    if before and line.is_counted:
        before.scanned += 1
        return
    if before:
        line.say("twice", "mute", _("Scanned twice."), _("It counts once"))
    elif match.several:
        _say_several(line, match.several)
    lines.append(line)


def _line(code: Code, match: Match, matched: Matched) -> Line:
    thing = match.thing
    if isinstance(thing, Unit):
        place = matched.places.get(thing.location_id, "")
        item = matched.items[thing.item_id]
        return Line(code, unit=thing, unit_id=thing.id, item=item, place=place)
    if thing:
        place = matched.places.get(thing.home_location_id, "")
        return Line(code, item=thing, place=place)
    return Line(code)


def _is_same(one: Line, other: Line) -> bool:
    if one.unit or other.unit:
        return one.unit is other.unit
    return one.item is other.item


def _say_several(line: Line, several: Sequence[Unit]) -> None:
    line.instead = [unit.tag for unit in several[:6]]
    words = _("%(number)s things have this number: scan the tag", number=len(several))
    line.say("several", "alert", _("Which one?"), words)


def _find_people(actor: Actor, lines: Sequence[Line], person: Named | None) -> Named | None:
    """Whose pile it is; what else nobody knows is answered with the codes that are nearest."""
    unknown = [line for line in lines if not line.item and line.kind == UNKNOWN]
    names = {line.name for line in unknown if line.code.scan.is_name}
    called = people.called(actor, names) if names else {}
    for line in unknown:
        named = called.get(line.name, [])
        if len(named) == 1:
            person = _say_person(line, named[0], person)
        elif named:
            words = _("Several people are called so: type the e-mail")
            line.say("people", "alert", _("Who?"), words)
    _say_unknown([line for line in unknown if line.kind == UNKNOWN])
    return person


def _say_person(line: Line, named: Named, person: Named | None) -> Named:
    if person and person.id != named.id:
        words = _("This pile is for %(name)s; start another one", name=person.name)
        line.say("person", "alert", _("Somebody else."), words)
        return person
    line.say("named", "mute", named.name)
    return named


def _say_unknown(lines: Sequence[Line]) -> None:
    near = dict(_nearest([line.code.scan.code for line in lines]))
    for line in lines:
        code = line.code.scan
        if code.is_label:
            line.say("unknown_label", "alert", _("Nobody's label."), _(scans.UNKNOWN_LABEL))
        elif "/door/" in code.code:
            words = _("It is on the door of a room; rooms are booked, not handed out")
            line.say("room", "alert", _("A room."), words)
        else:
            line.instead = near.get(code.code, [])
            line.say("nothing", "alert", _("Nothing has this code."), _near_words(line))


def _near_words(line: Line) -> str:
    if not line.instead:
        return _("Scan it again, or type the tag")
    return _("Nearest: %(tags)s", tags=", ".join(line.instead))


def _nearest(codes: Collection[str]) -> Iterator[tuple[str, list[str]]]:
    yield from nearly.nearest(codes).items() if codes else ()
