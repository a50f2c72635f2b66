"""Act photos: how a thing looked as it left or came back; they are undone with their hand-out or return."""

from datetime import datetime

from webapp.core.actor import Actor
from webapp.core.words import ngettext
from webapp.pictures import of_things
from webapp.pictures.pictures import Picture
from webapp.stock.movements import returns
from webapp.stock.operations.undo import Operation

KINDS = {  # what pictures call that which these acts show
    "hand out": "hand_out",
    "return": "return",
    "return damaged": "return",
}


def foresee(_actor: Actor, operation: Operation) -> list[str]:
    """In a sentence that they go, where there are some."""
    loan_id, kind = operation.checkout_id, KINDS.get(operation.kind)
    photos = len(_of(operation, kind, loan_id)) if kind and loan_id else 0
    if not photos:
        return []
    words = ngettext(
        "The photo that was taken of it then is removed.",
        "The %(num)s photos that were taken of it then are removed.",
        photos,
    )
    return [words]


def follow(actor: Actor, operation: Operation) -> None:
    """Remove them, as whoever undoes the act would by hand."""
    loan_id, kind = operation.checkout_id, KINDS.get(operation.kind)
    if kind and loan_id:
        of_things.hold(kind, loan_id)
        of_things.take_along(actor, _of(operation, kind, loan_id))


def _of(operation: Operation, kind: str, loan_id: int) -> list[Picture]:
    """Those of the loan that were added since the act, and before the next of its sort."""
    photos = of_things.added_since(kind, loan_id, operation.created_at)
    until = _next(operation, kind, loan_id) if photos else None
    return [each for each in photos if until is None or each.added_at < until]


def _next(operation: Operation, kind: str, loan_id: int) -> datetime | None:
    """When more of the loan came back, if that stands; it is handed out at once."""
    later = (
        part.at
        for part in returns.of_checkout(loan_id)
        if KINDS.get(part.kind) == kind and part.operation_id > operation.id
    )
    return next(later, None)
