"""The letters rooms send, in the transaction of the act: to whose reservation it is, and to who decides about it."""

from datetime import datetime

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
    _write(reservation, "asked", to, by=_other(by, reservation), until=until(reservation))
    requested(reservation)


@letters.in_its_language
def requested(reservation: Reservation) -> None:
    """To whoever answers it; leaves at once, with a link that lets them decide."""
    for to in people.deciders(reservation.student_id):
        token = links.sign("room_decision", reservation.id, to=to.id)
        facts = {
            "to": to,
            "reservation": reservation,
            "when": _when(reservation),
            "until": until(reservation),
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
    part = _amount(reservation, late_minor)
    _write(reservation, "cancelled", by=_other(by, reservation), because=because, part=part)


def moved(
    reservation: Reservation,
    *,
    by: Actor,
    before: str,
    because: str = "",
    late_minor: int = 0,
) -> None:
    _write(
        reservation,
        "moved",
        step=f"moved to version {reservation.version}",
        by=_other(by, reservation),
        before=before,
        because=because,
        until=until(reservation),
        late=_amount(reservation, late_minor),
    )


def ended(reservation: Reservation, *, by: Actor, before: str, was: int) -> None:
    now = "now" if reservation.charged_minor != was else ""
    _write(reservation, "ended", by=_other(by, reservation), before=before, now=now)


def rebooked(reservation: Reservation) -> None:
    _write(reservation, "rebooked")


def missed(reservation: Reservation) -> None:
    _write(reservation, "missed")


@letters.in_its_language
def where_and_when(reservation: Reservation) -> str:
    """Where and when, in the school's words."""
    return f"{reservation.room.name}, {_when(reservation)}"


@letters.in_its_language
def until(reservation: Reservation) -> str:
    """Until when the time is held for who asks; empty where nobody needs to answer."""
    waits = reservation.answer_by if reservation.status == "pending" else None
    return calendar.written(waits, "%A %-d %B, %H:%M") if waits else ""


def _when(reservation: Reservation) -> str:
    starts, ends = reservation.starts_at, reservation.ends_at
    form = "%A %-d %B %Y, %H:%M"
    return dates.written(calendar.local(starts), form, calendar.to(starts, ends))


def _other(by: Actor, reservation: Reservation) -> str:
    return by.name if by.id != reservation.student_id else ""


def _amount(reservation: Reservation, minor: int) -> str:
    return money.formatted(minor, reservation.currency) if minor > 0 else ""


@letters.in_its_language
def _write(
    reservation: Reservation,
    kind: str,
    to: Contact | None = None,
    *,
    step: str = "",
    due_at: datetime | None = None,
    **more: str,
) -> None:
    """To whose it is, whom the caller may know already."""
    to = to or people.contact(reservation.student_id)
    if to is None:
        return
    facts = {
        "name": to.name,
        "reservation": reservation,
        "when": _when(reservation),
        **_amounts(reservation),
        **more,
    }
    letters.post(
        f"rooms/mail/{kind}",
        to,
        facts,
        about=("reservation", reservation.id),
        kind=f"reservation_{kind}",
        step=step or kind,
        due_at=due_at,
        calendar=ical.invitation(
            [agenda.event_of(reservation)], settings.zone(), name=to.name, address=to.email
        ),
    )


def _amounts(reservation: Reservation) -> dict[str, str]:
    """What it costs, what of that is still open, and what is paid back."""
    owed_minor = reservation.owed_minor
    return {
        "cost": _amount(reservation, reservation.total_cost_minor),
        "open": _amount(reservation, owed_minor) if reservation.settled_minor else "",
        "back": _amount(reservation, -owed_minor),
    }
