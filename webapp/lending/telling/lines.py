"""The lines of an e-mail about loans: what belongs together is one of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from webapp.core import rows
from webapp.core.letter_parts import Button
from webapp.core.words import _
from webapp.school import calendar

from ..loans import checkouts
from ..models import Checkout
from .tellings import Key

MOST = 60  # in one e-mail; of the rest it says how many there are, and where

Acts = Callable[[Sequence[Checkout]], Mapping[int, Button]]
_acts: list[Acts] = []


def connect(*acts: Acts) -> None:
    """What a reader can do about loans of theirs with one tap, by the loan's id: the first that has something."""
    _acts[:] = acts


@dataclass(frozen=True)
class Line:
    """A thing, or the parts of a set that are due on one day, as they are told of."""

    checkouts: Sequence[Checkout]
    act: Button | None = None

    @property
    def first(self) -> Checkout:
        return self.checkouts[0]

    @property
    def name(self) -> str:
        asked = self.first.asked_set
        if not asked:
            return _thing(self.first)
        name = _("Set: %(name)s", name=asked.name)
        return f"{name} × {asked.quantity}" if asked.quantity > 1 else name

    @property
    def parts(self) -> list[str]:
        """The things of a set; none of what is no set."""
        return list(map(_thing, self.checkouts)) if self.first.asked_set else []

    @property
    def due_on(self) -> date:
        return self.first.due_on

    @property
    def days_late(self) -> int:
        return (calendar.today() - self.due_on).days

    @property
    def time(self) -> str:
        """The time of today at which it is due, or was, by the hour; empty of all else."""
        at = self.first.due_at
        return calendar.clock(at) if at and self.due_on == calendar.today() else ""

    @property
    def is_late(self) -> bool:
        return checkouts.is_overdue(self.first)

    @property
    def is_ready(self) -> bool:
        """Whether it lies at the desk and was not fetched yet."""
        return self.first.status == "approved"

    @property
    def borrower(self) -> str:
        return self.first.student_name


def first_of(keys: Iterable[Key]) -> list[Checkout]:
    """The loans of what is told, those that are late for longest; as many as an e-mail lists."""
    first = sorted(keys, key=lambda key: (key.due_on, key.checkout_id))[:MOST]
    ids = {key.checkout_id for key in first}
    query = select(Checkout).where(Checkout.id.in_(ids)).order_by(Checkout.id)
    return rows.listed(query) if ids else []


def of(loans: Iterable[Checkout], *, with_acts: bool = False) -> list[Line]:
    """By the day they are due, a set as one for each day; `with_acts` for who borrows them."""
    groups: dict[tuple[int, date, str], list[Checkout]] = {}
    for loan in loans:
        key = -loan.request_set_id if loan.request_set_id else loan.id
        groups.setdefault((key, loan.due_on, loan.status), []).append(loan)
    acts = _acts_for(list(loans)) if with_acts else {}
    lines = [Line(group, acts.get(group[0].id)) for group in groups.values()]
    return sorted(lines, key=lambda line: (line.due_on, line.first.id))


def _acts_for(loans: Sequence[Checkout]) -> dict[int, Button]:
    found: dict[int, Button] = {}
    for acts in _acts:
        found = {**acts(loans), **found}
    return found


def _thing(loan: Checkout) -> str:
    told = loan.pieces_told
    return (
        _("%(item)s (%(pieces)s)", item=loan.item_name, pieces=told)
        if told
        else loan.item_name
    )
