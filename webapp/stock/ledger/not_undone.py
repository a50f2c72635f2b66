"""Standing: what was done and not taken back since."""

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, select
from sqlalchemy.orm import aliased

from ..models import Operation


def stands(act: type[Operation] = Operation) -> ColumnElement[bool]:
    """That an operation, or an alias of it, is neither undone nor an undo."""
    return and_(act.reverses_id.is_(None), not_undone(act.id))


Id = SQLColumnExpression[int] | SQLColumnExpression[int | None]


def not_undone(operation_id: Id) -> ColumnElement[bool]:
    """That no operation reverses the one in this column."""
    undo = aliased(Operation)
    return ~select(undo.id).where(undo.reverses_id == operation_id).exists()
