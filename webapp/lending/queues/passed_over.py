"""Passed over: who waits and could not be offered anything today, so that nothing lies there for them."""

from collections.abc import Collection

from ..models import ItemWait
from ..rules import most_loans
from ..suspensions import suspended
from . import swapping


def of(waits: Collection[ItemWait]) -> set[int]:
    """The ids of those of these places whose people are suspended, or have as much as the school lends them.

    Who would give something smaller back for it has no more by it. One to three queries, and few more for these.
    """
    people = {wait.student_id for wait in waits}
    barred, refused = set(suspended.of(people)), most_loans.refused(people)
    full = [wait for wait in waits if wait.student_id in refused - barred]
    swaps = swapping.of(full)
    passed = {wait.id for wait in waits if wait.student_id in barred}
    return passed | {wait.id for wait in full if wait.id not in swaps}
