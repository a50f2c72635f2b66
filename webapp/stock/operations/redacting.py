"""Redacting: what somebody typed about what was done to stock. It is not sealed, so the ledger stays proved."""

from collections.abc import Collection

from sqlalchemy import select, update

from webapp.core.db import db

from ..models import Operation


def of_loans(checkout_ids: Collection[int]) -> None:
    """Empty the notes of all that was done with these loans; the caller has decided that they may go."""
    statement = update(Operation).where(
        Operation.checkout_id.in_(checkout_ids), Operation.note != ""
    )
    db.session.execute(
        statement.values(note="").execution_options(synchronize_session=False)
    )


def piles_of_loans(checkout_ids: Collection[int]) -> list[int]:
    """The piles in which something was done with these loans, by id."""
    query = select(Operation.pile_id).where(
        Operation.checkout_id.in_(checkout_ids), Operation.pile_id.is_not(None)
    )
    return sorted({id for id in db.session.scalars(query) if id})
