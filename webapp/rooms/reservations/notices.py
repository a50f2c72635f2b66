"""The letters rooms send, in the transaction of the act: to whose reservation it is, and to who decides about it."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import NamedTuple

from webapp.core import dates, ical, letters, money, outbox
from webapp.core.actor import Actor
from webapp.people import links, people
from webapp.people.people import Contact
from webapp.school import calendar, settings

from ..agenda import agenda
from ..models import Reservation


def confirmed(reservation: Reservation, *, by: Actor, to: Contact | None = None) -> None:
    _write(reservation, "confirmed", to, by=_other(by, reservation))


def received(reservation: Reservation, *, by: Actor, to: Contact | None = None) -> None:
    """To who asks, and to who answers."""
    held = partial(until, reservation)
    _write(reservation, "asked", to, by=_other(by, reservation), until=held)
    requested(reservation)


def requested(reservation: Reservation) -> None:
    """To whoever answers it; leaves at once, with a link that lets them decide."""
    for to in people.deciders(reservation.student_id):
        token = links.sign("room_decision", reservation.id, to=to.id)
        with letters.speaking_to(to):
            when, held = _when(reservation), until(reservation)
        facts = {
            "to": to,
            "reservation": reservation,
            "when": when,
            "until": held,
            "token": token,
        }
        letters.post(
            "rooms/mail/requested",
            to,
            facts,
            about=("reservation", reservation.id),
            kind="reservation_requested",
            step=f"requested:{to.id} of version {reservation.version}",
        )


def approved(reservation: Reservation, *, by: Actor) -> None:
    """Waits a moment, as `declined` does, so that it can be undone."""
    _write(
        reservation,
        "approved",
        step=decision(reservation),
        due_at=outbox.decided(),
        by=by.name,
    )


def declined(reservation: Reservation, *, by: Actor) -> None:
    _write(
        reservation,
        "declined",
        step=decision(reservation),
        due_at=outbox.decided(),
        by=by.name,
    )


def unanswered(reservation: Reservation) -> None:
    _write(reservation, "unanswered")


def decision(reservation: Reservation) -> str:
    """The step of the letter that tells what was decided last."""
    return f"decided {reservation.decided_at.isoformat()}" if reservation.decided_at else ""


def withhold(reservation: Reservation) -> None:
    """What was decided is out of date before they heard of it."""
    if reservation.decided_at:
        outbox.cancel("reservation", reservation.id, decision(reservation))


def cancelled(
    reservation: Reservation, *, by: Actor, because: str = "", late_minor: int = 0
) -> None:
    """`late_minor` is what the part of it still costs that was too late to give back, where that was not all."""
    part = partial(_amount, reservation, late_minor)
    _write(reservation, "cancelled", by=_other(by, reservation), because=because, part=part)


def moved(
    reservation: Reservation,
    *,
    by: Actor,
    before: "Before",
    because: str = "",
    late_minor: int = 0,
) -> None:
    _write(
        reservation,
        "moved",
        step=f"moved to version {reservation.version}",
        by=_other(by, reservation),
        before=before.in_words,
        because=because,
        until=partial(until, reservation),
        late=partial(_amount, reservation, late_minor),
    )


def ended(reservation: Reservation, *, by: Actor, before: "Before", was: int) -> None:
    now, other = "now" if reservation.charged_minor != was else "", _other(by, reservation)
    _write(reservation, "ended", by=other, before=before.in_words, now=now)


def rebooked(reservation: Reservation) -> None:
    _write(reservation, "rebooked")


def missed(reservation: Reservation) -> None:
    _write(reservation, "missed")


class Before(NamedTuple):
    """Where and when a reservation was, for who is told that it is not so any more."""

    room: str
    starts: datetime
    ends: datetime

    def in_words(self) -> str:
        """In the language that is spoken."""
        return f"{self.room}, {_span(self.starts, self.ends)}"


def before(reservation: Reservation) -> Before:
    """How it is now, before it changes."""
    return Before(reservation.room.name, reservation.starts_at, reservation.ends_at)


def until(reservation: Reservation) -> str:
    """Until when the time is held for who asks; empty where nobody needs to answer."""
    waits = reservation.answer_by if reservation.status == "pending" else None
    return calendar.written(waits, "%A %-d %B, %H:%M") if waits else ""


def _when(reservation: Reservation) -> str:
    return _span(reservation.starts_at, reservation.ends_at)


def _span(starts: datetime, ends: datetime) -> str:
    form = "%A %-d %B %Y, %H:%M"
    return dates.written(calendar.local(starts), form, calendar.to(starts, ends))


def _other(by: Actor, reservation: Reservation) -> str:
    return by.name if by.id != reservation.student_id else ""


def _amount(reservation: Reservation, minor: int) -> str:
    return money.formatted(minor, reservation.currency) if minor > 0 else ""


def _write(
    reservation: Reservation,
    kind: str,
    to: Contact | None = None,
    *,
    step: str = "",
    due_at: datetime | None = None,
    **more: str | Callable[[], str],
) -> None:
    """To whose it is, whom the caller may know already; what is yet to be worded is, in their language."""
    to = to or people.contact(reservation.student_id)
    if to is None:
        return
    with letters.speaking_to(to):
        facts = _facts(reservation) | letters.worded(more)
        event = agenda.event_of(reservation)
    letters.post(
        f"rooms/mail/{kind}",
        to,
        facts | {"name": to.name},
        about=("reservation", reservation.id),
        kind=f"reservation_{kind}",
        step=step or kind,
        due_at=due_at,
        calendar=ical.invitation([event], settings.zone(), name=to.name, address=to.email),
    )


def _facts(reservation: Reservation) -> dict[str, object]:
    return {
        "reservation": reservation,
        "when": _when(reservation),
        **_amounts(reservation),
    }


def _amounts(reservation: Reservation) -> dict[str, str]:
    """What it costs, what of that is still open, and what is paid back."""
    owed_minor = reservation.owed_minor
    return {
        "cost": _amount(reservation, reservation.total_cost_minor),
        "open": _amount(reservation, owed_minor) if reservation.settled_minor else "",
        "back": _amount(reservation, -owed_minor),
    }
