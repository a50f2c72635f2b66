"""Spreading: on which of several loans counted pieces come back, or leave."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

Loan = TypeVar("Loan")


def shares(count: int, room: Sequence[tuple[Loan, int]]) -> list[tuple[Loan, int]]:
    """The first loan with room for all of them; else all the loans from the first on, none where that is too little."""
    enough = next((loan for loan, most in room if most >= count), None)
    if enough is not None:
        return [(enough, count)]
    total = sum(most for _loan, most in room)
    return [*_from_first_on(count, room)] if total >= count else []


def _from_first_on(
    count: int, room: Sequence[tuple[Loan, int]]
) -> Iterator[tuple[Loan, int]]:
    for loan, most in room:
        if some := min(count, most):
            count -= some
            yield loan, some
