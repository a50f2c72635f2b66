"""A finding: what a stocktake says of one thing."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from webapp.core.words import _, lazy


@dataclass(frozen=True)
class Holder:
    """Who has a unit on loan, and until when."""

    checkout_id: int
    name: str
    due_on: date
    due_at: datetime | None = None  # the moment of that day, if it is lent by the hour


@dataclass(frozen=True)
class Finding:
    """Of a unit, of an item's pieces without a tag, or of a code nobody knows; `expected` is what the ledger says."""

    verdict: str
    item_id: int | None = None
    item_name: str = ""
    unit_id: int | None = None
    tag: str = ""
    is_batch: bool = False
    code: str = ""
    line_id: int | None = None
    counted: int | None = None
    expected: int = 0
    state: str = ""  # of a unit now
    kept_at: str = ""  # where a unit belongs
    can_bring: bool = False  # its location can be brought right
    holder: Holder | None = None
    meant_for: str = ""  # whose it is to be, where it is set aside

    @property
    def difference(self) -> int:
        return (self.counted or 0) - self.expected

    @property
    def name(self) -> str:
        return self.tag or self.item_name or self.code

    @property
    def is_surprise(self) -> bool:
        return self.verdict not in ("as_expected", "not_counted")

    @property
    def blinded(self) -> "Finding":
        """Without what is expected."""
        is_number = self.verdict in ("missing", "more", "as_expected")
        return replace(self, verdict="counted" if is_number else self.verdict, expected=0)

    @property
    def words(self) -> str:
        """The verdict as a person would say it."""
        if self.verdict in WORDS:
            return WORDS[self.verdict]
        if self.verdict == "aside":
            return _("Set aside for %(name)s", name=self.meant_for)
        if self.verdict == "elsewhere":
            return _("Belongs elsewhere: %(kept_at)s", kept_at=self.kept_at)
        if self.verdict == "out":
            return (
                _("Out to %(holder)s", holder=self.holder.name)
                if self.holder
                else AWAY["on_rent"]
            )
        if self.verdict == "away":
            return AWAY.get(self.state, _("Moved since"))
        if self.tag and not self.is_batch:
            return _("Missing") if self.verdict == "missing" else _("Found again")
        number = abs(self.difference)
        if self.verdict == "missing":
            return _("%(number)s fewer than expected", number=number)
        return _("%(number)s more than expected", number=number)


WORDS = {
    "unknown": lazy("Unknown code"),
    "not_counted": lazy("Not counted yet"),
    "as_expected": lazy("As expected"),
    "counted": lazy("Counted"),
}
AWAY = {
    "on_rent": lazy("On loan according to the ledger"),
    "under_repair": lazy("In repair according to the ledger"),
    "in_transit": lazy("On its way according to the ledger"),
}
