"""Swapping: who waits for a larger one of what they have can be offered it, however many loans they have."""

from collections.abc import Collection

from webapp.stock.items import sized

from ..loans import swaps
from ..models import Checkout, ItemWait
from ..rules import most_loans


def of(waits: Collection[ItemWait]) -> dict[int, Checkout]:
    """What would come back for what each of these waits for, by the ids of the places; only where there is something.

    One query where nothing has a size, else three, and few for each that has something.
    """
    size_of = sized.sizes_of(wait.item_id for wait in waits)
    of_size = [wait for wait in waits if wait.item_id in size_of]
    if not of_size:
        return {}
    loans = swaps.not_swapped({wait.student_id for wait in of_size})
    found = {}
    for wait in of_size:
        own = [
            loan
            for loan in loans
            if loan.student_id == wait.student_id and loan.quantity >= wait.quantity
        ]
        old = swaps.largest_smaller(own, wait.item_name, size_of[wait.item_id])
        if old and not most_loans.refuses(wait.student_id, old):
            found[wait.id] = old
    return found
