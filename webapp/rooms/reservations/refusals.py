"""Refused demand: time that somebody wanted in a room that was taken, without their name."""

from datetime import datetime

from webapp.core import clock
from webapp.core.db import db

from ..models import Refusal


def record(room_id: int, starts: datetime, ends: datetime) -> None:
    """For a transaction of its own, after the refused one was rolled back."""
    db.session.add(
        Refusal(room_id=room_id, starts_at=starts, ends_at=ends, created_at=clock.now())
    )
    db.session.flush()
