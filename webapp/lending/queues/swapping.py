"""Swapping: who waits for a larger one of what they have can be offered it, however many loans they have."""

from collections.abc import Collection

from webapp.stock import sizes

from .. import most_loans, swaps
from ..models import Checkout, ItemWait


def of(waits: Collection[ItemWait]) -> dict[int, Checkout]:
    """What would come back for what each of these waits for, by the ids of the places; only where there is something.

    No query where no name tells a size, else two, and few for each that has something.
    """
    sized = [wait for wait in waits if sizes.of(wait.item_name)]
    if not sized:
        return {}
    loans = swaps.not_swapped({wait.student_id for wait in sized})
    found = {}
    for wait in sized:
        own = [
            loan
            for loan in loans
            if loan.student_id == wait.student_id and loan.quantity >= wait.quantity
        ]
        old = swaps.largest_smaller(own, wait.item_name)
        if old and not most_loans.refuses(wait.student_id, old):
            found[wait.id] = old
    return found
