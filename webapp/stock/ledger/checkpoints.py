"""Checkpoints: the ledger's head every hour, signed with a key the database does not have.

Whoever owns the database could forge the whole chain anew, or cut off its end; not the signatures, and not the paper
they were printed on.
"""

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from webapp.core import clock, signing
from webapp.core.db import db

from ..models import Checkpoint, Movement
from . import chain, ledger

EVERY = timedelta(hours=1)
NEWEST = select(Checkpoint).order_by(Checkpoint.id.desc()).limit(1)


@dataclass(frozen=True)
class Seal:
    """What a report prints at its foot: how far the ledger was, and the beginning of its hash."""

    movement_id: int
    hash: str
    at: datetime

    def __str__(self) -> str:
        return f"{self.movement_id:,} · {self.hash[:12]}"


def write() -> None:
    """Sign the head, if it moved and the last time is an hour ago. The worker's chore."""
    ledger.lock()
    last, (id, hash) = db.session.scalars(NEWEST).one_or_none(), chain.head()
    if not id or (
        last and (last.movement_id >= id or clock.is_recent(last.created_at, EVERY))
    ):
        return
    db.session.add(
        Checkpoint(
            movement_id=id,
            hash=hash,
            mac=_mac(id, hash),
            created_at=clock.now(),
        )
    )
    db.session.flush()


def seal() -> Seal | None:
    """The head as it is now, to be printed; None while the ledger is empty."""
    id, hash = chain.head()
    return Seal(id, hash, clock.now()) if id else None


def problems() -> Iterator[str]:
    """A sentence for each checkpoint that the ledger no longer agrees with."""
    query = select(
        Checkpoint.id,
        Checkpoint.movement_id,
        Checkpoint.hash,
        Checkpoint.mac,
        Movement.hash,
    )
    query = query.outerjoin(Movement, Movement.id == Checkpoint.movement_id).order_by(
        Checkpoint.id
    )
    for id, movement_id, hash, mac, current in db.session.execute(query).all():
        if not hmac.compare_digest(mac, _mac(movement_id, hash)):
            yield f"checkpoint {id} was not signed here"
        elif current is None:
            yield f"the ledger was cut: checkpoint {id} saw movement {movement_id}"
        elif current != hash:
            yield f"movement {movement_id} is not the one that checkpoint {id} saw"


def _mac(movement_id: int, hash: str) -> str:
    return hmac.new(
        signing.key("ledger"), f"{movement_id}:{hash}".encode(), hashlib.sha256
    ).hexdigest()
