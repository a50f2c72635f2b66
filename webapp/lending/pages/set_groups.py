"""Lists of loans with a set as one: one line, its parts folded in it, acted on as one where that is possible."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from flask import url_for

from ..loans.together import stands_for, together
from ..models import Checkout
from ..piles import of_sets
from ..requests import request_sets
from ..requests.request_sets import SetRequest


class Group(NamedTuple):
    """A loan by itself, or those of a set that a list is about, with where the tray takes the whole set at once."""

    loans: Sequence[Checkout]
    part: SetRequest | None = None
    tray: str = ""
    is_back: bool = False

    @property
    def shown_by(self) -> Checkout:
        """The loan by which all are counted as one: its state and its days are theirs."""
        return stands_for(self.part.lines if self.part else self.loans)

    @property
    def status(self) -> str:
        return self.shown_by.status


def of(loans: Sequence[Checkout]) -> list[Group]:
    """For the borrower, in the order of the loans; two queries more where there are sets."""
    return _of(loans, request_sets.around(loans))


def at_desk(loans: Sequence[Checkout]) -> list[Group]:
    """The same for staff, with where the tray takes a set; three queries more where there are sets."""
    sets = request_sets.around(loans)
    parts = [line for part in sets.values() for line in part.lines]
    return _of(loans, sets, of_sets.codes_of(parts) if sets else {})


def _of(
    loans: Sequence[Checkout],
    sets: Mapping[int, SetRequest],
    known_as: Mapping[int, Sequence[str]] | None = None,
) -> list[Group]:
    return [
        _of_set(sets[asked.id], parts, known_as) if asked else Group(parts)
        for asked, parts in together(loans)
    ]


def _of_set(
    part: SetRequest,
    loans: Sequence[Checkout],
    known_as: Mapping[int, Sequence[str]] | None,
) -> Group:
    if known_as is None:
        return Group(loans, part)
    out = [line for line in part.lines if line.status == "out"]
    ready = [line for line in part.lines if line.status == "approved"]
    codes = [code for line in out or ready for code in known_as[line.id]]
    kind = "take_back" if out else "hand_over"
    person = part.request.student_id  # whose pieces are meant, where they are only counted
    tray = url_for("lending.tray", kind=kind, person=person, line=codes)
    return Group(loans, part, tray if out or ready else "", is_back=bool(out))
