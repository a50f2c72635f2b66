"""Told in order: what happened to a loan, decisions and movements alike, oldest first."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from webapp.stock.movements.returns import Returned

from .models import Checkout, CheckoutEvent


class Step(NamedTuple):
    """One line of a loan's history: decided, ready, out, or ended. `about` is the decision, or what came back."""

    at: datetime
    kind: str
    about: CheckoutEvent | Returned | None = None


def steps(
    loan: Checkout, decided: Iterable[CheckoutEvent], ended: Iterable[Returned]
) -> list[Step]:
    """All of them; of what was written down in the same act, what was decided comes first."""
    told = [
        Step(event.at, "decided", event) for event in decided if event.kind != "expired"
    ]
    told += [Step(loan.ready_at, "ready")] if loan.ready_at else []
    told += [Step(loan.out_at, "out")] if loan.out_at else []
    told += [Step(part.at, "ended", part) for part in ended]
    return sorted(told, key=lambda step: step.at)
