"""The policy: what an admin decides for the whole school on one page; a change never undoes somebody else's."""

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any
from zlib import crc32

from sqlalchemy import func, select

from webapp.core import money
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.errors import Conflict, Invalid, NotAllowed, Stale
from webapp.people import access

from . import settings

LOCK = 7_002  # the number of the deciders' lock in PostgreSQL
PLAIN = (
    *(
        "name",
        "zone",
        "currency",
        "opens",
        "closes",
        "granularity_minutes",
        "approve_within_hours",
        "cancel_hours",
    ),
    *("room_horizon_days", "room_max_minutes", "room_one_at_a_time"),
    *(
        "pending_days",
        "due_soon_days",
        "overdue_days",
        "second_person_loans",
        "second_person_hours",
    ),
)
AMOUNT = "second_person_amount"
LATEST, MOST = (
    365,
    12,
)  # day after a loan was due on which a letter goes out; how many such days

Check = Callable[[], str]  # why a setting cannot change any more; empty if it can
_checks: dict[str, tuple[Check, ...]] = {}  # by setting


def connect(checks: Mapping[str, tuple[Check, ...]]) -> None:
    """What is asked before a setting changes: every slice has its own reasons, so that none has to know another."""
    _checks.update(checks)


def facts(actor: Actor) -> dict[str, Any]:
    """What is decided, amounts as decimal strings. NotAllowed but for admins."""
    if not access.may_manage(actor):
        raise NotAllowed("Only an admin can change the settings")
    amount = money.shown(settings.get("second_person_minor"), settings.currency())
    return {name: settings.get(name) for name in PLAIN} | {AMOUNT: amount}


def version(told: Mapping[str, Any]) -> int:
    """A number that stands for all of it, for If-Match."""
    return crc32(json.dumps(told, sort_keys=True).encode()) % 10**9


def decide(
    actor: Actor,
    *,
    seen: Mapping[str, Any] | None = None,
    seen_version: int | None = None,
    **said: Any,
) -> dict[str, Any]:
    """Change what is said, as in `schemas.PolicyInput`, and answer what holds now.

    What is said as it was `seen` is no change, so whatever became of it meanwhile stays. Stale if somebody else changed
    the same setting, or anything since `seen_version`; Invalid for what makes no sense together; Conflict for the zone
    and the currency once times and prices depend on them.
    """
    _lock()
    now = facts(actor)
    if seen_version not in (None, version(now)):
        raise Stale("Somebody changed the settings in the meantime", facts=now)
    said = {name: _plain(name, value) for name, value in said.items()}
    changes = {
        name: value for name, value in said.items() if _same(name, now) != _same(name, said)
    }
    if seen is not None:
        changes = _own(changes, now, seen)
    _check(now | changes)
    _ask(changes, now)
    for name, value in _kept(changes, now).items():
        settings.change(name, value)
    return facts(actor)


def _lock() -> None:
    """One decider at a time: what they decide on must still hold when it is written. SQLite's writers wait anyway."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(LOCK)))
    settings.forget()


def _own(
    changes: dict[str, Any], now: Mapping[str, Any], seen: Mapping[str, Any]
) -> dict[str, Any]:
    """Those the actor made, and not somebody else since they looked."""
    mine = {
        name: value
        for name, value in changes.items()
        if _same(name, seen) != _same(name, changes)
    }
    clashes = {name: now[name] for name in mine if _same(name, seen) != _same(name, now)}
    if clashes:
        again = json.dumps({**seen, **clashes})
        raise Stale(
            "Somebody changed the same setting in the meantime",
            facts=clashes | {"version": again},
        )
    return mine


def _same(name: str, values: Mapping[str, Any]) -> Any:
    """To compare: 500 is as much as 500.00."""
    return Decimal(values[name]) if name == AMOUNT and name in values else values.get(name)


def _plain(name: str, value: Any) -> Any:
    return (
        sorted(set(value))
        if name == "overdue_days"
        else str(value)
        if name == AMOUNT
        else value
    )


def _check(told: Mapping[str, Any]) -> None:
    wrong = {}
    if told["closes"] <= told["opens"]:
        wrong["closes"] = f"Close after {told['opens']}"
    if 60 % told["granularity_minutes"]:
        wrong["granularity_minutes"] = (
            "Choose a part of an hour: 5, 10, 15, 20, 30 or 60 minutes"
        )
    days = told["overdue_days"]
    if len(days) > MOST or any(not 1 <= each <= LATEST for each in days):
        wrong["overdue_days"] = f"At most {MOST} days, each from 1 to {LATEST}"
    if wrong:
        raise Invalid(fields=wrong)


def _ask(changes: Mapping[str, Any], now: Mapping[str, Any]) -> None:
    for name in changes:
        for check in _checks.get(name, ()):
            if reason := check():
                words = f"The {name} stays {now[name]}: {reason}"
                raise Conflict(words, fields={name: reason}, facts={name: now[name]})


def _kept(changes: dict[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """As the table keeps it: an amount in minor units, of the new currency if that changes."""
    kept = dict(changes)
    if AMOUNT in kept or "currency" in kept:
        amount, currency = (
            Decimal(kept.pop(AMOUNT, now[AMOUNT])),
            kept.get("currency", now["currency"]),
        )
        try:
            kept["second_person_minor"] = money.minor(amount, currency)
        except ValueError as error:
            raise Invalid(fields={AMOUNT: str(error)}) from None
    return kept
