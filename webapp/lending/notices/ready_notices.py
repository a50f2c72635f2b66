"""Telling that something lies at the desk: its borrower and whoever fetches it in their stead; and calling it back."""

from collections.abc import Collection, Iterable

from webapp.core import outbox

from ..models import Checkout
from . import contact_letters, notices


def ready(checkout: Checkout) -> None:
    """To the borrower and who fetches it, that it lies at the desk; waits a moment, so that it can be undone."""
    notices.tell(checkout, "ready", due_at=outbox.decided())
    contact_letters.ready(checkout)


def fetched(loans: Iterable[Checkout]) -> None:
    """Who leaves with it is not told any more that it lies ready."""
    if ids := [loan.id for loan in loans if loan.ready_at]:
        outbox.cancel_all("checkout", ids, "ready")
        contact_letters.fetched(ids)


def call_back(ids: Collection[int]) -> None:
    """Nobody is told any more that these loans lie ready; who fetches one and knows it already, that they need not."""
    if ids:
        outbox.cancel_all("checkout", ids, "ready")
        contact_letters.call_back(ids)
