"""Where Undo in the word after an act of stock leads: to taking back the operation that it was."""

from flask import url_for

from webapp.core.doors import actor

from ..operations import last_done
from ..operations.last_done import Source


def last(source: Source, id: int) -> str:
    """What was done last with a transfer, a repair or a count; empty where that cannot be undone."""
    return _address(last_done.undoable(actor(), source, id))


def last_of_unit(id: int) -> str:
    """What moved a unit last; empty where that cannot be undone."""
    return _address(last_done.undoable_of_unit(actor(), id))


def _address(operation_id: int | None) -> str:
    return url_for("operations.take_back", id=operation_id) if operation_id else ""
