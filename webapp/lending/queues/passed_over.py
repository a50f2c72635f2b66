"""Passed over: who waits and could not be offered anything today, so that nothing lies there for them."""

from collections.abc import Collection

from .. import most_loans
from ..suspensions import suspended


def of(person_ids: Collection[int]) -> set[int]:
    """Those of these people who are suspended, or have as much as the school lends them; one to three queries."""
    return {*suspended.of(person_ids), *most_loans.refused(person_ids)}
