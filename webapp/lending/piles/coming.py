"""Coming: which loan each thing of a pile is out on, and how its pieces end."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from webapp.core.errors import Refusal
from webapp.core.words import _
from webapp.people.people import Named

from .. import endings
from ..coming_back import Parts
from ..endings import Part, Told
from ..models import Checkout
from . import places
from .codes import Line


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


def endings_of(
    things: Sequence[Line],
    out: Sequence[Checkout],
    person: Named | None,
    returned_on: date | None,
) -> list[Ending]:
    """Each thing with the loan it is out on: of a loan what ends in the same way is one."""
    ended: dict[tuple[int, str], Ending] = {}
    left = Counter({loan.id: loan.out for loan in out})
    for line in things:
        loan = _loan_of(line, out, left, person)
        if loan and (part := _part(line, returned_on)):
            line.find(loan)
            left[loan.id] -= line.quantity
            kind = part.ending.kind
            ended.setdefault((loan.id, kind), Ending(loan, part)).lines.append(line)
    return list(ended.values())


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


def _loan_of(
    line: Line, out: Sequence[Checkout], left: Counter[int], person: Named | None
) -> Checkout | None:
    """The loan that a thing is out on; None, with the reason said, where there is none or nobody knows which."""
    having = [loan for loan in out if _has(loan, line)]
    if line.is_counted:
        having = [loan for loan in having if left[loan.id] > 0]
    if not having:
        _say_not_out(line)
        return None
    return _of_several(line, having, left, person) if line.is_counted else having[0]


def _of_several(
    line: Line, having: Sequence[Checkout], left: Counter[int], person: Named | None
) -> Checkout | None:
    """Which of these loans counted pieces are of: the chosen one, else the person's that is due first."""
    line.could_be = having
    if line.code.checkout:
        return _chosen(line, having, left)
    theirs = [loan for loan in having if person and loan.student_id == person.id]
    if len({loan.student_id for loan in theirs or having}) > 1:
        _say_whose(line, having)
        return None
    return _with_enough(line, theirs or having, left)


def _chosen(line: Line, having: Sequence[Checkout], left: Counter[int]) -> Checkout | None:
    """The loan that somebody said it is of, if it can be and has so many left."""
    if not line.choose([loan.id for loan in having]):
        return None
    meant = [loan for loan in having if loan.id == line.code.checkout]
    return _with_enough(line, meant, left)


def _say_whose(line: Line, having: Sequence[Checkout]) -> None:
    names = ", ".join(dict.fromkeys(loan.student_name for loan in having))
    words = _("%(names)s have some: choose, or scan whose these are", names=names)
    line.say("whose", "alert", _("Whose?"), words)


def _has(loan: Checkout, line: Line) -> bool:
    if line.unit:
        return line.unit.id in loan.unit_ids
    return line.item is not None and loan.item_id == line.item.id


def _with_enough(
    line: Line, having: Sequence[Checkout], left: Counter[int]
) -> Checkout | None:
    """The first loan that has so many left; else it is said how many there are."""
    line.most = max(left[loan.id] for loan in having)
    loan = next((loan for loan in having if left[loan.id] >= line.pieces), None)
    if loan is None:
        name = having[0].student_name
        headline = _("Only %(number)s out to %(name)s.", number=line.most, name=name)
        words = _("Counted are %(number)s: enter how many came back", number=line.pieces)
        line.loan = having[0]
        line.say("too_many", "alert", headline, words)
    return loan


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
