"""Values: what was read of a cell."""

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Value(Generic[T]):
    """What a cell says, or `problem`: why it says nothing that can be used. `mark` is what a reader should look at."""

    value: T | None = None
    problem: str = ""
    mark: str = ""
