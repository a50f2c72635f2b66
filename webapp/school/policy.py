"""The policy: what an admin decides for the whole school on one page; a change never undoes somebody else's."""

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import cast
from zlib import crc32

from webapp.core import money
from webapp.core.actor import Actor
from webapp.core.errors import Conflict, Invalid, Stale
from webapp.core.words import _, lazy, translated

from . import deciding, mail_words, settings
from .settings import Value

PLAIN = (
    "name",
    "address",
    "phone",
    "zone",
    "currency",
    "language",
    "first_weekday",
    "granularity_minutes",
    "approve_within_hours",
    "cancel_hours",
    "room_horizon_days",
    "room_max_minutes",
    "room_one_at_a_time",
    "most_loans",
    "pickup_earliest_days",
    "pickup_latest_days",
    "pending_days",
    "missed_days",
    "offer_days",
    "due_soon_days",
    "overdue_days",
    "tell_teacher_days",
    "tell_guardian_days",
    "tell_office_days",
    "copies_to_teacher",
    "copies_to_guardian",
    "copies_to_office",
    "weekly_list_day",
    "due_day_is_free",
    "mail_greeting",
    "mail_signature",
    "mail_note_lending",
    "mail_note_rooms",
    "most_renewals",
    "renew_days_before",
    "renew_late",
    "unseen_renewals",
    "suspend_after_days",
    "late_stops_loans",
    "second_person_loans",
    "second_person_hours",
)
AMOUNT = "second_person_amount"
LATEST = 365  # the last day after a loan was due on which an e-mail may go out
MOST = 12  # such days
ENDS = ("earliest", "latest")
Values = dict[str, Value]  # by name; the amount as a decimal string

STAYS = {
    "zone": lazy("The zone stays %(value)s: %(reason)s"),
    "currency": lazy("The currency stays %(value)s: %(reason)s"),
}
Check = Callable[[], str]  # why a setting cannot change any more; empty if it can
_checks: dict[str, tuple[Check, ...]] = {}  # by setting


def connect(checks: Mapping[str, tuple[Check, ...]]) -> None:
    """What is asked before a setting changes: every slice has its own reasons, so that none has to know another."""
    _checks.update(checks)


def facts(actor: Actor) -> Values:
    """What is decided, amounts as decimal strings. NotAllowed but for admins."""
    deciding.check_may(actor)
    amount = money.shown(settings.get("second_person_minor"), settings.currency())
    return {name: settings.get(name) for name in PLAIN} | {AMOUNT: amount}


def version(values: Mapping[str, Value]) -> int:
    """A number that stands for all of it, for If-Match."""
    return crc32(json.dumps(values, sort_keys=True).encode()) % 10**9


def decide(
    actor: Actor,
    *,
    seen: Mapping[str, Value] | None = None,
    seen_version: int | None = None,
    **decided: Value | Decimal,
) -> Values:
    """Change what is decided, as in `schemas.PolicyInput`, and answer what holds now.

    What is as it was `seen` is no change, so whatever became of it meanwhile stays. Stale if somebody else changed the
    same setting, or anything since `seen_version`; Invalid for what makes no sense together; Conflict for the zone and
    the currency once times and prices depend on them.
    """
    deciding.lock()
    now = facts(actor)
    if seen_version not in (None, version(now)):
        raise Stale(_("Somebody changed the settings in the meantime"), facts=now)
    changes = _differing({name: _plain(value) for name, value in decided.items()}, now)
    if seen is not None:
        changes = _own(changes, now, seen)
    _check_together(now | changes, mail_words.problems(changes))
    _check_may_change(changes, now)
    for name, value in _stored(changes, now).items():
        settings.change(name, value)
    return facts(actor)


def _own(changes: Values, now: Mapping[str, Value], seen: Mapping[str, Value]) -> Values:
    """Those the actor made, and not somebody else since they looked."""
    own = _differing(changes, seen)
    clashes = {name: now[name] for name in _differing(now, seen) if name in own}
    if clashes:
        again = json.dumps({**seen, **clashes})
        raise Stale(
            _("Somebody changed the same setting in the meantime"),
            facts=clashes | {"version": again},
        )
    return own


def _differing(values: Mapping[str, Value], others: Mapping[str, Value]) -> Values:
    """Those of the values that are not the same among the others."""
    return {
        name: value
        for name, value in values.items()
        if _comparable(name, value) != _comparable(name, others.get(name))
    }


def _comparable(name: str, value: Value | None) -> Value | Decimal | None:
    """500 is as much as 500.00."""
    return Decimal(value) if name == AMOUNT and isinstance(value, str) else value


def _plain(value: Value | Decimal) -> Value:
    """As `facts` has it: days in order, and each once; an amount as a decimal string."""
    if isinstance(value, list):
        return sorted({*cast(list[int], value)})  # or of words, which are in order too
    return str(value) if isinstance(value, Decimal) else value


def _check_together(values: Mapping[str, Value], problems: dict[str, str]) -> None:
    """Invalid, at its field, for these problems and for what makes no sense with the rest."""
    step, days = values["granularity_minutes"], values["overdue_days"]
    if isinstance(step, int) and 60 % step:
        problems["granularity_minutes"] = _(
            "Choose a part of an hour: 5, 10, 15, 20, 30 or 60 minutes"
        )
    problems |= _wrong_pickup_days(values)
    if isinstance(days, list) and not _are_reminder_days(days):
        problems["overdue_days"] = _(
            "At most %(most)s days, each from 1 to %(latest)s", most=MOST, latest=LATEST
        )
    if problems:
        raise Invalid(fields=problems)


def _wrong_pickup_days(values: Mapping[str, Value]) -> dict[str, str]:
    """The last day that one may ask for is not before the first."""
    earliest, latest = (int(str(values[f"pickup_{end}_days"])) for end in ENDS)
    if not latest or latest >= earliest:
        return {}
    return {"pickup_latest_days": _("At least %(days)s, or 0", days=earliest)}


def _are_reminder_days(days: list[int] | list[str]) -> bool:
    return len(days) <= MOST and all(1 <= int(day) <= LATEST for day in days)


def _check_may_change(changes: Values, now: Mapping[str, Value]) -> None:
    """Conflict for what cannot change any more, with the reason of the slice that depends on it."""
    for name in changes:
        for check in _checks.get(name, ()):
            reason = check()
            if reason:
                words = str.__mod__(
                    translated(STAYS[name]), {"value": now[name], "reason": reason}
                )
                raise Conflict(words, fields={name: reason}, facts={name: now[name]})


def _stored(changes: Values, now: Mapping[str, Value]) -> Values:
    """As the table keeps it: an amount in minor units, of the new currency if that changes."""
    stored = dict(changes)
    if AMOUNT in stored or "currency" in stored:
        amount = Decimal(str(stored.pop(AMOUNT, now[AMOUNT])))
        currency = str(stored.get("currency", now["currency"]))
        try:
            stored["second_person_minor"] = money.minor(amount, currency)
        except ValueError as error:
            raise Invalid(fields={AMOUNT: str(error)}) from None
    return stored
