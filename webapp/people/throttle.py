"""How often somebody may try a password. Each try is counted before it is checked, in a transaction of its own."""

from datetime import timedelta

from sqlalchemy import ColumnElement, delete, func, or_, select

from webapp.core import clock
from webapp.core.db import db
from webapp.core.errors import TooMany

from .models import SignInFailure as Failure

WINDOW = timedelta(minutes=15)
PER_EMAIL, PER_ADDRESS = 10, 50


def count(email: str, address: str) -> None:
    email = email.lower()
    _refuse_after(PER_EMAIL, Failure.email == email)
    _refuse_after(PER_ADDRESS, Failure.address == address)
    db.session.add(Failure(email=email, address=address, created_at=clock.now()))
    db.session.flush()


def forgive(email: str) -> None:
    """The password was right; and what is old counts no more."""
    old = Failure.created_at <= clock.now() - WINDOW
    db.session.execute(delete(Failure).where(or_(Failure.email == email.lower(), old)))


def _refuse_after(limit: int, who: ColumnElement[bool]) -> None:
    recent = select(func.count(), func.min(Failure.created_at)).where(who, Failure.created_at > clock.now() - WINDOW)
    tries, first = db.session.execute(recent).one()
    if tries >= limit:
        seconds = max(1, int((first + WINDOW - clock.now()).total_seconds()))
        minutes = -(-seconds // 60)
        words = "a minute" if minutes == 1 else f"{minutes} minutes"
        raise TooMany(f"Too many tries; try again in {words}", facts={"tries": tries, "retry_after": seconds})
