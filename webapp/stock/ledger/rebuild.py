"""Rebuilding: levels and units written anew from the ledger, should they ever have come apart."""

from collections.abc import Iterator

from sqlalchemy import Connection, update

from webapp.core import guards
from webapp.core.db import db

from ..models import Level, Unit
from ..models.states import STATES
from . import ledger, verify
from .guards import GUARDS
from .verify import NOTHING, Walk


def rebuild() -> Iterator[str]:
    """Set right what differs, a sentence for each; the ledger itself is not touched. An operator's act.

    The guards are off meanwhile, inside the same transaction: nobody else sees them gone.
    """
    ledger.lock()
    walk = Walk()
    for row, act in verify.chain():
        list(walk.see(row, act))  # what does not hold there is for `ledger verify` to say
    connection = db.session.connection()
    guards.remove(connection, GUARDS)
    yield from _levels(connection, walk)
    yield from _units(connection, walk)
    guards.install(connection, GUARDS)
    db.session.expire_all()


def _levels(connection: Connection, walk: Walk) -> Iterator[str]:
    for id, seq, value, *pieces in verify.levels():
        shadow = walk.levels.get(id, (0, 0, NOTHING))
        if (seq, value, pieces) != shadow:
            columns = dict(zip(STATES, shadow[2], strict=True)) | {
                "seq": shadow[0],
                "value_minor": shadow[1],
            }
            connection.execute(
                update(Level.__table__).where(Level.id == id).values(columns)  # type: ignore[arg-type]
            )
            yield f"level {id} was set right"


def _units(connection: Connection, walk: Walk) -> Iterator[str]:
    for id, newest, place, *pieces in verify.units():
        shadow = walk.units.get(id, (0, place, NOTHING))
        if (newest, place, pieces) != shadow:
            columns = dict(zip(STATES, shadow[2], strict=True)) | {
                "last_movement_id": shadow[0],
                "location_id": shadow[1],
            }
            connection.execute(
                update(Unit.__table__).where(Unit.id == id).values(columns)  # type: ignore[arg-type]
            )
            yield f"unit {id} was set right"
