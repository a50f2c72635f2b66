"""Heartbeats: when the worker last did a chore, and since when it has done so without a break."""

from datetime import datetime, timedelta

from sqlalchemy import String, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from . import clock
from .db import Base, Instant, db

PATIENCE = timedelta(minutes=5)  # a longer silence is a break


class Heartbeat(Base):
    __tablename__ = "heartbeats"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    beat_at: Mapped[datetime] = mapped_column(Instant)
    since: Mapped[datetime] = mapped_column(Instant)

    @property
    def is_alive(self) -> bool:
        return clock.is_recent(self.beat_at, PATIENCE)


def beat(name: str) -> Heartbeat:
    """The chore is done now; `since` starts anew after a break. Whoever else does it waits until we are through."""
    now = clock.now()
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    first = dialect.insert(Heartbeat).values(name=name, beat_at=now, since=now)
    db.session.execute(first.on_conflict_do_nothing())
    query = select(Heartbeat).where(Heartbeat.name == name).with_for_update()
    heartbeat = db.session.scalars(query.execution_options(populate_existing=True)).one()
    if not heartbeat.is_alive or heartbeat.since > now:
        heartbeat.since = now
    heartbeat.beat_at = now
    db.session.flush()
    return heartbeat


def restart(name: str) -> None:
    """As if there had been a break until now."""
    if heartbeat := of(name):
        heartbeat.since = clock.now()
        db.session.flush()


def of(name: str) -> Heartbeat | None:
    return db.session.scalars(select(Heartbeat).where(Heartbeat.name == name)).one_or_none()
