"""Told in order: what happened to a loan, decisions and movements alike, oldest first."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple, TypedDict

from webapp.core.actor import Actor
from webapp.stock.movements import returns
from webapp.stock.movements.returns import Returned

from ..desk import endings
from ..models import Checkout, CheckoutEvent


class Step(NamedTuple):
    """One line of a loan's history: decided, ready, out, or ended. `about` is the decision, or what came back."""

    at: datetime
    kind: str
    about: CheckoutEvent | Returned | None = None


class Shown(TypedDict):
    """All steps, what of it is not out any more, and which losses wait for a second person, by their operations."""

    story: list[Step]
    returns: list[Returned]
    to_agree: dict[int, int]


def around(actor: Actor, loan: Checkout, decided: Iterable[CheckoutEvent]) -> Shown:
    """What a loan's page tells of its past."""
    ended = returns.of_checkout(loan.id) if loan.out_at else []
    to_agree = endings.to_agree(actor, ended) if actor.is_staff else {}
    return {"story": steps(loan, decided, ended), "returns": ended, "to_agree": to_agree}


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
