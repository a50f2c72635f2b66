"""A journey: a transfer as it is read, with its two ends, its list and what has become of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ..models import Transfer
from .cargo import Cargo, Counts

OPEN = ("initiated", "in_transit")


@dataclass(frozen=True)
class Journey:
    """A transfer with the names of its two ends, how many pieces are on its list, and what became of them."""

    transfer: Transfer
    from_name: str
    to_name: str
    planned: int
    counts: Counts
    cargo: Sequence[Cargo] = ()

    @property
    def id(self) -> int:
        return self.transfer.id

    @property
    def status(self) -> str:
        return self.transfer.status

    @property
    def expected_on(self) -> date | None:
        return self.transfer.expected_on

    @property
    def notes(self) -> str:
        return self.transfer.notes

    @property
    def created_by(self) -> int:
        return self.transfer.created_by

    @property
    def created_at(self) -> datetime:
        return self.transfer.created_at

    @property
    def version(self) -> int:
        return self.transfer.version

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands in lists."""
        return 0 if self.is_open else 1, self.id
