"""Kinds: the items an import brings pieces to."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from webapp.core.code_names import WITHIN
from webapp.core.words import _

from .columns import FIELDS
from .pieces import SAID_ONCE, Piece, visible

LONGEST_NOTES = 2000
STRICTER: Mapping[str, Callable[[int, int], int]] = {
    "needs_approval": max,
    "needs_second_look": max,
    "max_checkout_days": min,
    "loan_hours": min,
    "max_renewals": min,
    "renews_itself": min,
    "service_days": max,
}  # of two rows that say of one kind how it is lent


@dataclass
class Kind:
    """An item, there already or still to be made, and the pieces that come to it."""

    name: str
    make: str
    model: str
    category: str
    id: int | None = None
    value_minor: int | None = None
    condition: str | None = None  # of its pieces without a tag, once a row says it
    needs_approval: bool | None = None
    needs_second_look: bool | None = None
    max_checkout_days: int | None = None
    loan_hours: int | None = None  # None: lent by the day
    max_renewals: int | None = None  # None: as the school usually allows
    renews_itself: bool | None = None
    service_days: int | None = None
    size: str = ""
    composer: str = ""
    arranger: str = ""
    instrumentation: str = ""
    barcode: str = ""
    # what is there, and what its pieces without a tag bring:
    notes: list[str] = field(default_factory=list)
    new_notes: int = 0
    # all that ever came of it, so that the first value a row says is its value now:
    was_undone: bool = False
    is_revalued: bool = False
    # each with the name of its location:
    pieces: list[tuple[Piece, str]] = field(default_factory=list)

    @property
    def quantity(self) -> int:
        return sum(piece.quantity for piece, _ in self.pieces)

    def keep_value(self, minor: int) -> bool:
        """Take the first value that a row says, in minor units; False if it has another one, which stays."""
        if self.value_minor is not None and not self.was_undone:
            return self.value_minor == minor
        self.is_revalued = self.was_undone
        self.was_undone = False
        self.value_minor = minor
        return True

    def keep_rules(self, piece: Piece) -> Iterator[str]:
        """Take what a row says of how it is lent, the strictest if rows differ; what an item has stays.

        Yields a mark where a row says something else.
        """
        for name, stricter in STRICTER.items():
            said, known = getattr(piece, name), getattr(self, name)
            if said is None or said == known:
                continue
            if self.id is None:
                setattr(self, name, said if known is None else stricter(said, known))
            if known is not None or self.id is not None:
                yield _(
                    "Others of this kind say otherwise how it is lent; %(name)s: %(kept)s",
                    name=FIELDS[name],
                    kept=_in_words(getattr(self, name)),
                )

    def note(self, line: str) -> bool:
        """Keep a line in the item's notes; False if they are full."""
        if line in self.notes:
            return True
        if len("\n".join([*self.notes, line])) > LONGEST_NOTES:
            return False
        self.notes.append(line)
        self.new_notes += 1
        return True

    def keep_words(self, piece: Piece) -> Iterator[str]:
        """Take what a row says of what it is, the first of several; what an item has stays.

        Yields a mark where a row says something else.
        """
        for name in SAID_ONCE:
            said, known = getattr(piece, name), getattr(self, name)
            if not said or said == known:
                continue
            if self.id is None and not known:
                setattr(self, name, said)
                continue
            yield _(
                "Others of this kind say otherwise; %(name)s: %(kept)s",
                name=FIELDS[name],
                kept=known or _("nothing"),
            )

    def take_up(self, piece: Piece) -> Iterator[str]:
        """What a piece says of all of its kind. Yields marks."""
        yield from self.keep_rules(piece)
        yield from self.keep_words(piece)
        if not piece.tag:
            yield from self.share(piece)

    def share(self, piece: Piece) -> Iterator[str]:
        """Take up what a piece without a tag says, that has no notes and no condition but the item's.

        Yields a mark for what is lost or mixed by that. Damaged pieces are counted apart.
        """
        lines = piece.notes.split("\n") if piece.notes else []
        if piece.is_condition_told and piece.condition != "damaged":
            self.condition = self.condition or piece.condition
            if piece.condition != self.condition:
                lines.append(f"Condition of {piece.quantity}: {piece.condition}")
                yield _(
                    "Pieces without a number share one condition, here %(shared)s; "
                    "“%(condition)s” goes to the item's notes",
                    shared=WITHIN[self.condition],
                    condition=WITHIN[piece.condition],
                )
        if lost := [line for line in lines if not self.note(line)]:
            text = visible("; ".join(lost))
            yield _("The item's notes are full, so this is not kept: %(text)s", text=text)

    @property
    def home(self) -> str:
        """Where most of the pieces are that can be lent."""
        places = Counter(place for piece, place in self.pieces if not piece.blocked)
        return (places or Counter(place for _, place in self.pieces)).most_common(1)[0][0]


def _in_words(rule: int | None) -> str:
    """What holds, for people; a number says nothing of itself where it is as the school usually allows."""
    if rule is None:
        return _("as usual")
    if isinstance(rule, bool):
        return _("yes") if rule else _("no")
    return str(rule)
