"""The letters rooms send: to the person whose reservation it is, in the transaction of the act they tell of."""

from webapp.core import ical, letters, money, outbox
from webapp.core.actor import Actor
from webapp.people import people
from webapp.school import calendar, settings

from . import agenda
from .models import Reservation


def confirmed(reservation: Reservation, *, by: Actor) -> None:
    _write(reservation, "confirmed", by=_other(by, reservation))


def cancelled(reservation: Reservation, *, by: Actor, because: str = "") -> None:
    _write(reservation, "cancelled", by=_other(by, reservation), because=because)


def moved(reservation: Reservation, *, by: Actor, before: str, because: str = "") -> None:
    step = f"moved to version {reservation.version}"
    _write(reservation, "moved", step=step, by=_other(by, reservation), before=before, because=because)


def ended(reservation: Reservation, *, by: Actor, before: str) -> None:
    _write(reservation, "ended", by=_other(by, reservation), before=before)


def missed(reservation: Reservation) -> None:
    _write(reservation, "missed")


def told(reservation: Reservation) -> str:
    """Where and when, in the school's words."""
    return f"{reservation.room.name}, {_when(reservation)}"


def _when(reservation: Reservation) -> str:
    starts, ends = calendar.local(reservation.starts_at), calendar.local(reservation.ends_at)
    return f"{starts:%A %-d %B %Y}, {starts:%H:%M} to {ends:%H:%M}"


def _other(by: Actor, reservation: Reservation) -> str:
    return by.name if by.id != reservation.student_id else ""


def _amount(reservation: Reservation, minor: int) -> str:
    return money.told(minor, reservation.currency) if minor > 0 else ""


def _write(reservation: Reservation, kind: str, *, step: str = "", **more: str) -> None:
    to = people.contact(reservation.student_id)
    if to is None:
        return
    drawn = letters.render(
        f"rooms/mail/{kind}",
        name=to.name,
        reservation=reservation,
        when=_when(reservation),
        cost=_amount(reservation, reservation.total_cost_minor),
        open=_amount(reservation, reservation.owed_minor) if reservation.settled_minor else "",
        back=_amount(reservation, -reservation.owed_minor),
        **more,
    )
    outbox.write(
        kind=f"reservation_{kind}",
        subject_type="reservation",
        subject_id=reservation.id,
        step=step or kind,
        address=to.email,
        name=to.name,
        subject=drawn.subject,
        text=drawn.text,
        html=drawn.html,
        calendar=ical.invitation([agenda.told(reservation)], settings.zone(), name=to.name, address=to.email),
    )
