"""Orders: an operation as it was asked for, as plain values, so that it can wait for a second person."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Self

from .because import Because
from .entries import Entry
from .problems import Problems
from .reasons import COMES_IN
from .shelves import Shelves

TYPES = {
    "receive": "PURCHASE",
    "return_to_supplier": "PURCHASE_RETURN",
    "sell": "SALE",
    "sale_return": "SALE_RETURN",
    "write_off": "WRITE_OFF",
}  # what an adjustment is, its reason says
KINDS = (*TYPES, "adjust")


@dataclass(frozen=True)
class Order:
    """What is to be done."""

    kind: str
    entries: tuple[Entry, ...]
    reason: str | None = None
    note: str = ""
    reference: str = ""
    supplier_id: int | None = None
    purchased_on: date | None = None

    def as_dict(self) -> dict[str, Any]:
        """As JSON can keep it."""
        day = self.purchased_on and self.purchased_on.isoformat()
        return asdict(self) | {"purchased_on": day}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Self:
        """What `as_dict` wrote."""
        entries = tuple(
            Entry(
                **entry | {"serials": tuple(entry["serials"]), "tags": tuple(entry["tags"])}
            )
            for entry in stored["entries"]
        )
        day = stored["purchased_on"] and date.fromisoformat(stored["purchased_on"])
        return cls(
            **{
                **stored,
                "entries": entries,
                "purchased_on": day,
            }
        )


@dataclass
class Plan:
    """An order that can be carried out now; `because` is why one person is not enough, if so."""

    order: Order
    type: str
    shelves: Shelves
    problems: Problems
    states: list[str] = field(default_factory=list)
    worths: list[int] = field(default_factory=list)  # minor units, of what comes or goes
    because: Because | None = None

    @property
    def why(self) -> str:
        """In words; empty if one person is enough."""
        return self.because.words if self.because else ""

    @property
    def comes_in(self) -> bool:
        return self.type in ("PURCHASE", "SALE_RETURN", COMES_IN)
