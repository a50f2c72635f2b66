"""Codes: what was scanned for a pile, and the thing or the person that each code stands for."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from webapp.core.words import _
from webapp.people.people import Named
from webapp.stock.operations.matching import Item, Matched
from webapp.stock.units import accessories
from webapp.stock.units import codes as labels
from webapp.stock.units.accessories import Accessory
from webapp.stock.units.scans import Scan
from webapp.stock.units.units import Unit

from ..models import Checkout, FaultReport

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
    What goes may go `anyway`, though it is set aside for somebody else. Where it could be a piece of several loans,
    `checkout` is the one that is meant. `wrong` says why what was `typed` of it cannot be.
    """

    code: int | str
    us_keys: str = ""
    quantity: int | None = None
    accessories: Sequence[int] | None = None
    outcome: str | None = None
    condition: str | None = None
    notes: str = ""
    not_settled: bool = False
    anyway: bool = False
    checkout: int | None = None
    wrong: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)

    @property
    def said(self) -> "Code":
        """The same, but for how it was read and how many: what is equal here may be counted together."""
        outcome = self.outcome or "returned"
        return replace(self, code="", us_keys="", quantity=None, outcome=outcome)

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
    more: int = 0  # pieces that later codes have added
    quantity: int = 1  # pieces that it is about
    loan: Checkout | None = None
    could_be: Sequence[Checkout] = ()  # the loans that it may be a piece of, that one too
    instead: Sequence[str] = ()  # codes that would do
    people: Sequence[Named] = ()  # who may be meant by a name
    taken_from: str = ""  # for whom it was set aside, who does not get it
    accessories: Sequence[Accessory] = field(default_factory=list)
    rest: Sequence[str] = ()  # codes of what else belongs to its set
    awaited_by: list[str] = field(default_factory=list)  # who waits for it, by name
    fault: FaultReport | None = None  # what is said to be broken of it
    unanswered: Checkout | None = None  # what its person asked for and waits to hear of

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
        return self.is_one_scan and self.quantity > 1

    @property
    def is_one_scan(self) -> bool:
        """Whether it was scanned once and nobody said how many there are."""
        return self.is_counted and self.code.quantity is None and not self.more

    @property
    def sentence(self) -> str:
        return f"{self.headline} {self.words}".strip()

    @property
    def item_id(self) -> int:
        return self.item.id if self.item else 0

    @property
    def loan_ids(self) -> list[int]:
        return [loan.id for loan in self.could_be]

    @property
    def is_counted(self) -> bool:
        """Whether it stands for as many pieces as it is scanned, not for one thing."""
        return self.unit is None or self.unit.batch_code is not None

    @property
    def goes(self) -> bool:
        return self.tone in ("ok", "wait")

    @property
    def pieces(self) -> int:
        """As many as were counted, in all its codes; what has a tag of its own is one."""
        return (self.code.quantity or 1) + self.more if self.is_counted else 1

    @property
    def words_of_fault(self) -> str:
        """What is said to be broken of the one thing that it is; of what is counted nobody knows which piece it is."""
        return self.fault.words if self.fault and not self.is_counted else ""

    def find(self, loan: Checkout) -> None:
        """It is out on this loan, as many pieces as were counted."""
        self.loan, self.quantity = loan, self.pieces

    def choose(self, loan_ids: Collection[int]) -> bool:
        """Whether no loan is meant, or one of these; else it is said that it is none of them."""
        if self.code.checkout is None or self.code.checkout in loan_ids:
            return True
        words = _("Choose which one, or take it out of the tray and scan it again")
        self.say("which_loan", "alert", _("Not on the loan that was chosen."), words)
        return False

    def say(self, kind: str, tone: Tone, headline: str, words: str = "") -> None:
        self.kind, self.tone, self.headline, self.words = kind, tone, headline, words


@dataclass(frozen=True)
class Read:
    """The lines of a pile in the order of their codes, with what they are about; `person` is one that was scanned."""

    lines: list[Line]
    matched: Matched
    person: Named | None

    def split(self, line: Line, counts: Sequence[int]) -> list[Line]:
        """A line in its place as several, of so many pieces each; as it is where that is one."""
        if len(counts) == 1:
            return [line]
        code = line.code
        place = next(at for at, each in enumerate(self.lines) if each is line)
        parts = [replace(line, code=replace(code, quantity=n), more=0) for n in counts]
        self.lines[place : place + 1] = parts
        return parts

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
