"""How often somebody may try a password, or a code. Each is counted in a transaction of its own.

A school is one address for all its people, so what some of them mistype never keeps the others out. Who guesses one
person's password is slowed down, more with each try, and nobody else is: not from elsewhere, not on a known device.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import ColumnElement, delete, func, not_, select

from webapp.core import clock, text
from webapp.core.db import db
from webapp.core.errors import TooMany
from webapp.core.words import _, ngettext

from .models import SignInFailure as Failure

WINDOW = timedelta(minutes=15)
FREE = 5  # tries of one person from one source; after that each must wait twice as long as the one before it
PER_EMAIL, PER_ADDRESS = (
    100,
    500,
)  # tries of unknown devices: against one person from anywhere, and from one address
PER_PERSON = 300  # looks at codes on things that they do not have
LOCK = 5_150  # apart from what else is locked by number
PER_DOOR, PER_RIGHT_DOOR = (
    30,
    300,
)  # wrong codes of one address: then no other wrong one is answered, then none at all


def count(email: str, source: str, *, is_known: bool = False) -> None:
    """Before a password is checked, however many are tried at once. TooMany if it may not be yet.

    `source` is an address, or a device they used. Needs a transaction that ends before the password is checked.
    """
    email = text.email(email)
    _wait_for_others(email, *(() if is_known else (source,)))
    _slow_down(Failure.email == email, *_from(source, "password"))
    if not is_known:
        _refuse_after(
            PER_EMAIL, Failure.email == email, not_(Failure.address.startswith("device "))
        )
        _refuse_after(PER_ADDRESS, *_from(source, "password"))
    _keep("password", source, email)


def count_code(address: str) -> None:
    """After a wrong code; what comes after the last one that matters is not written."""
    with suppress(TooMany):
        _refuse_after(PER_RIGHT_DOOR, *_from(address, "door"))
        _keep("door", address)


def check_code(address: str, *, is_right: bool) -> None:
    """TooMany after too many wrong codes. A school is one address for all who pass its doors, so right ones go on."""
    limit = PER_RIGHT_DOOR if is_right else PER_DOOR
    _refuse_after(limit, *_from(address, "door"))


def check_looks(person_id: int) -> None:
    """TooMany after so many looks of one person at things of others, whether there are such things or not."""
    _refuse_after(PER_PERSON, *_from(_person(person_id), "thing"))


def count_look(person_id: int) -> None:
    """A look at somebody else's thing. Needs a transaction of its own, as what is drawn after it changes nothing."""
    _keep("thing", _person(person_id))


def _person(id: int) -> str:
    return f"person {id}"


def forgive(email: str, source: str) -> None:
    """The password was right: what they mistyped there is forgotten, but not who guessed elsewhere; nor what is old."""
    mistyped = (Failure.email == text.email(email)) & (Failure.address == source)
    db.session.execute(delete(Failure).where(mistyped | not_(_is_recent())))


def _wait_for_others(*counts: str) -> None:
    """Until the transaction ends nobody else adds to these counts; SQLite's writers are alone anyway."""
    if db.engine.dialect.name == "postgresql":
        for count in counts:  # always in this order, so that no two wait for each other
            db.session.execute(
                select(func.pg_advisory_xact_lock(func.hashtextextended(count, LOCK)))
            )


def _is_recent() -> ColumnElement[bool]:
    """What a clock wrote that ran ahead is not: it would count for days."""
    return Failure.created_at.between(clock.now() - WINDOW, clock.now() + clock.SKEW)


def _from(address: str, kind: str) -> tuple[ColumnElement[bool], ...]:
    return Failure.address == address, Failure.kind == kind


def _keep(kind: str, address: str, email: str | None = None) -> None:
    db.session.add(Failure(kind=kind, email=email, address=address, created_at=clock.now()))
    db.session.flush()


def _slow_down(*who: ColumnElement[bool]) -> None:
    query = select(func.count(), func.max(Failure.created_at)).where(*who, _is_recent())
    tries, last = db.session.execute(query).one()
    if tries >= FREE:
        _refuse_until(last + min(timedelta(seconds=2 ** (tries - FREE + 1)), WINDOW), tries)


def _refuse_after(limit: int, *who: ColumnElement[bool]) -> None:
    query = select(func.count(), func.min(Failure.created_at)).where(*who, _is_recent())
    tries, first = db.session.execute(query).one()
    if tries >= limit:
        _refuse_until(first + WINDOW, tries)


def _refuse_until(at: datetime, tries: int) -> None:
    """TooMany if that is still to come."""
    seconds = ceil((at - clock.now()).total_seconds())
    if seconds > 0:
        if seconds < 60:
            wait = ngettext("a second", "%(num)s seconds", seconds)
        else:
            wait = ngettext("a minute", "%(num)s minutes", ceil(seconds / 60))
        raise TooMany(
            _("Too many attempts; try again in %(wait)s", wait=wait),
            facts={"tries": tries, "retry_after": seconds},
        )
