"""How often somebody may try a password, or a code. Each is counted in a transaction of its own."""

from contextlib import suppress
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, func, or_, select

from webapp.core import clock
from webapp.core.db import db
from webapp.core.errors import TooMany

from .models import SignInFailure as Failure

WINDOW = timedelta(minutes=15)
PER_EMAIL, PER_ADDRESS = 10, 50
PER_DOOR, PER_RIGHT_DOOR = 30, 300  # wrong codes of one address: then no other wrong one is answered, then none at all


def count(email: str, address: str) -> None:
    """Before a password is checked. TooMany if it may not be."""
    email = email.lower()
    _refuse_after(PER_EMAIL, Failure.email == email)
    _refuse_after(PER_ADDRESS, *_from(address, "password"))
    _keep("password", address, email)


def count_code(address: str) -> None:
    """After a wrong code; what comes after the last one that matters is not written."""
    with suppress(TooMany):
        _refuse_after(PER_RIGHT_DOOR, *_from(address, "door"))
        _keep("door", address)


def check_code(address: str, *, is_right: bool) -> None:
    """TooMany after too many wrong codes. A school is one address for all who pass its doors, so right ones go on."""
    limit = PER_RIGHT_DOOR if is_right else PER_DOOR
    _refuse_after(limit, *_from(address, "door"))


def forgive(email: str) -> None:
    """The password was right; and what is old counts no more."""
    old = Failure.created_at <= clock.now() - WINDOW
    db.session.execute(delete(Failure).where(or_(Failure.email == email.lower(), old)))


def _from(address: str, kind: str) -> tuple[ColumnElement[bool], ...]:
    return Failure.address == address, Failure.kind == kind


def _keep(kind: str, address: str, email: str | None = None) -> None:
    db.session.add(Failure(kind=kind, email=email, address=address, created_at=clock.now()))
    db.session.flush()


def _refuse_after(limit: int, *who: ColumnElement[bool]) -> None:
    recent = select(func.count(), func.min(Failure.created_at)).where(*who, Failure.created_at > clock.now() - WINDOW)
    tries, first = db.session.execute(recent).one()
    if tries >= limit:
        seconds = max(1, int((first + WINDOW - clock.now()).total_seconds()))
        minutes = -(-seconds // 60)
        words = "a minute" if minutes == 1 else f"{minutes} minutes"
        raise TooMany(f"Too many tries; try again in {words}", facts={"tries": tries, "retry_after": seconds})
