"""What one person has and is to get, as the desk sees it: a set is one group, handed out and taken back as one."""

from collections.abc import Sequence
from typing import NamedTuple

from flask import url_for

from .. import request_sets
from ..models import Checkout
from ..piles import of_sets
from ..request_sets import SetRequest
from ..together import together


class Group(NamedTuple):
    """A loan by itself, or those of a set that are still open, with where the tray takes them all at once."""

    loans: Sequence[Checkout]
    part: SetRequest | None = None
    tray: str = ""
    is_back: bool = False


def of(loans: Sequence[Checkout]) -> list[Group]:
    """In the order of the loans; three queries more where there are sets."""
    sets = request_sets.around(loans)
    in_sets = [loan for loan in loans if loan.request_set_id]
    known_as = of_sets.codes_of(in_sets) if sets else {}
    return [
        _of_set(sets[asked.id], parts, known_as) if asked else Group(parts)
        for asked, parts in together(loans)
    ]


def _of_set(
    part: SetRequest, loans: Sequence[Checkout], known_as: dict[int, list[str]]
) -> Group:
    out = [loan for loan in loans if loan.status == "out"]
    ready = [loan for loan in loans if loan.status == "approved"]
    codes = [code for loan in out or ready for code in known_as[loan.id]]
    kind = "take_back" if out else "hand_over"
    person = part.request.student_id  # whose pieces are meant, where they are only counted
    tray = url_for(".tray", kind=kind, person=person, line=codes) if out or ready else ""
    return Group(loans, part, tray, is_back=bool(out))
