"""Sums: what a pile comes to, beside its lines."""

from collections import Counter
from typing import NamedTuple

from .handing_over import HandOver
from .taking_back import TakeBack


class Sums(NamedTuple):
    """How many pieces go and how many lines stay; what it is worth, in minor units; from whom how many come back."""

    go: int
    stay: int
    worth_minor: int
    people: dict[str, int]


def of(pile: HandOver | TakeBack) -> Sums:
    going = [line for line in pile.lines if line.goes]
    people = Counter[str]()
    for line in going:
        if line.loan:
            people[line.loan.student_name] += line.quantity
    return Sums(
        go=sum(line.quantity for line in going),
        stay=sum(line.tone == "alert" for line in pile.lines),
        worth_minor=sum(
            line.item.value_minor * line.quantity for line in going if line.item
        ),
        people=dict(people),
    )
