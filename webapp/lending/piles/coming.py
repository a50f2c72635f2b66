"""Coming: which loan each thing of a pile is out on, and how its pieces end."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from webapp.core.errors import Refusal
from webapp.core.words import _, listed, ngettext
from webapp.people.people import Named
from webapp.stock.operations.entries import Entry

from ..desk import endings
from ..desk.coming_back import Parts
from ..desk.endings import Part, Told
from ..models import Checkout
from . import loans, places, spreading
from .codes import Line, Read

Shares = list[tuple[Checkout, int]]  # so many pieces of each


@dataclass
class Ending:
    """Pieces of a loan that end in the same way, with the lines that name them."""

    loan: Checkout
    part: Part
    lines: list[Line] = field(default_factory=list)
    parts: Parts = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many pieces."""
        return sum(count for _row, count in self.parts)

    @property
    def entries(self) -> list[Entry]:
        """What of it the ledger would write off, if it is gone."""
        item = self.loan.item_id
        return [
            Entry(item, row.location_id, row.unit_id, count) for row, count in self.parts
        ]


Ended = dict[tuple[int, str], Ending]  # by the loan's id, and how the ledger calls it


def endings_of(
    read: Read,
    out: Sequence[Checkout],
    person: Named | None,
    returned_on: date | None,
) -> list[Ending]:
    """Each thing with the loan it is out on: of a loan what ends in the same way is one.

    Where somebody chose a loan, that comes before what may be of any.
    """
    ended: Ended = {}
    left = Counter({loan.id: loan.out for loan in out})
    for line in sorted(read.things, key=lambda line: line.code.checkout is None):
        shares = _loans_of(line, out, left, person)
        if shares and (part := _part(line, returned_on)):
            left.subtract({loan.id: count for loan, count in shares})
            _put_on(ended, part, read, line, shares)
    return list(ended.values())


def _put_on(ended: Ended, part: Part, read: Read, line: Line, shares: Shares) -> None:
    """Its pieces end so, on each of these loans as many as are its share."""
    lines = read.split(line, [count for _loan, count in shares])
    for each, (loan, _count) in zip(lines, shares, strict=True):
        each.find(loan)
        key = loan.id, part.ending.kind
        ended.setdefault(key, Ending(loan, part)).lines.append(each)


def _part(line: Line, returned_on: date | None) -> Part | None:
    """How its pieces end, as it was said; None, with the reason said, where that makes no sense."""
    said = line.code
    told = Told(
        outcome=said.outcome,
        condition=said.condition,
        returned_on=returned_on,
        notes=said.notes,
        not_settled=said.not_settled,
    )
    try:
        return endings.read(told)
    except Refusal as no:
        line.say("refused", "alert", _("That cannot be."), words_of(no))
        return None


def words_of(no: Refusal) -> str:
    return " ".join(no.fields.values()) or no.message


def _loans_of(
    line: Line, out: Sequence[Checkout], left: Counter[int], person: Named | None
) -> Shares:
    """The loan that a thing is out on, of what is counted perhaps several, with how many pieces.

    None, with the reason said, where there is none, or nobody knows which.
    """
    having = [loan for loan in out if _has(loan, line)]
    if not having:
        _say_not_out(line)
        return []
    return _of_several(line, having, left, person) if line.is_counted else [(having[0], 1)]


def _of_several(
    line: Line, having: Sequence[Checkout], left: Counter[int], person: Named | None
) -> Shares:
    """Which of these loans counted pieces are of: the chosen one, else the person's, what is due first."""
    chosen = [loan for loan in having if loan.id == line.code.checkout]
    line.could_be = [loan for loan in having if left[loan.id] or loan in chosen]
    if not line.choose([loan.id for loan in having]):
        return []
    if chosen:
        return _with_enough(line, chosen, left)
    return _of_anybody(line, having, left, person)


def _of_anybody(
    line: Line, having: Sequence[Checkout], left: Counter[int], person: Named | None
) -> Shares:
    """Which of these loans counted pieces are of, where nobody chose one."""
    theirs = [loan for loan in having if person and loans.come_for(loan, person)] or having
    with_some = [loan for loan in theirs if left[loan.id]]
    if len({loan.student_id for loan in with_some}) > 1:
        _say_whose(line, with_some)
        return []
    return _with_enough(line, theirs, left)


def _say_whose(line: Line, having: Sequence[Checkout]) -> None:
    names = listed(dict.fromkeys(loan.student_name for loan in having))
    words = _("%(names)s have some: choose, or scan whose these are", names=names)
    line.say("whose", "alert", _("Whose?"), words)


def _has(loan: Checkout, line: Line) -> bool:
    if line.unit:
        return line.unit.id in loan.unit_ids
    return line.item is not None and loan.item_id == line.item.id


def _with_enough(line: Line, having: Sequence[Checkout], left: Counter[int]) -> Shares:
    """The first loan that has so many left, else several that have; else it is said how many are out."""
    shares = spreading.shares(line.pieces, [(loan, left[loan.id]) for loan in having])
    if not shares:
        _say_too_many(line, having, left)
    return shares


def _say_too_many(line: Line, having: Sequence[Checkout], left: Counter[int]) -> None:
    """How many are out, and how many were counted in the whole pile."""
    out = sum(loan.out for loan in having)
    counted = line.pieces + out - sum(left[loan.id] for loan in having)
    names = listed(dict.fromkeys(loan.student_name for loan in having))
    headline = _("Only %(number)s out to %(name)s.", number=out, name=names)
    if line.code.checkout:
        headline = ngettext(
            "Only %(num)s is out on the loan that was chosen.",
            "Only %(num)s are out on the loan that was chosen.",
            out,
        )
    words = _("Counted are %(number)s: enter how many came back", number=counted)
    line.loan = having[0]
    line.say("too_many", "alert", headline, words)


def _say_not_out(line: Line) -> None:
    unit = line.unit
    if unit is None:
        words = _("Nobody has one out; it belongs in %(place)s", place=line.place)
        line.say("not_out", "mute", _("Already on the shelf."), words)
    elif unit.available or unit.reserved:
        words = _("Nothing to do; it belongs in %(place)s", place=line.place)
        line.say("not_out", "mute", _("Already on the shelf."), words)
    else:
        places.say_where(line)
