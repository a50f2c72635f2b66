"""The rules table: what the ledger's foreign key allows, kept in step by every migration."""

from sqlalchemy import Connection, insert, inspect, select

from ..models import MovementRule
from ..models.states import RULES


def install(connection: Connection) -> None:
    """Add the rules that are not there yet; none is ever taken away, because old movements rest on it."""
    table = MovementRule.__table__
    if not inspect(connection).has_table(MovementRule.__tablename__):
        return
    existing = {
        tuple(row)
        for row in connection.execute(
            select(table.c.type, table.c.from_state, table.c.to_state)
        )
    }
    if new := [
        dict(zip(("type", "from_state", "to_state"), rule, strict=True))
        for rule in RULES
        if rule not in existing
    ]:
        connection.execute(insert(MovementRule), new)
