"""Deciding for the whole school: one at a time, and admins only."""

from sqlalchemy import func, select

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import NotAllowed
from webapp.core.words import _
from webapp.people import access

from . import open_days, settings

LOCK = 7_002  # the number of the deciders' lock in PostgreSQL


def check_may(actor: Actor) -> None:
    """NotAllowed but for admins."""
    if not access.may_manage(actor):
        raise NotAllowed(_("Only an admin can change the settings"))


def lock() -> None:
    """One decider at a time: what they decide on must still hold when it is written. SQLite's writers wait anyway."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(LOCK)))
    settings.forget()
    open_days.forget()
