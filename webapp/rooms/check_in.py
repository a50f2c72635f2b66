"""Attendance: when people may check in, until when they are waited for, and how often they did not come."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import BindParameter, ColumnElement, func, select

from webapp.core import clock
from webapp.core.db import db
from webapp.core.words import ngettext
from webapp.school import settings

from .models import Reservation


@dataclass(frozen=True)
class Policy:
    is_on: bool
    before: timedelta
    grace: timedelta


@dataclass(frozen=True)
class Strikes:
    """The missed and not excused times of the last so many days, and how many are many."""

    count: int
    days: int
    limit: int

    @property
    def words(self) -> str:
        return ngettext(
            "%(num)s booking missed in the last %(days)s days",
            "%(num)s bookings missed in the last %(days)s days",
            self.count,
            days=self.days,
        )


def policy() -> Policy:
    before = timedelta(minutes=settings.get("check_in_before"))
    grace = timedelta(minutes=settings.get("check_in_grace"))
    return Policy(settings.get("check_in"), before, grace)


def opens(reservation: Reservation) -> datetime:
    return reservation.starts_at - policy().before


def closes(reservation: Reservation) -> datetime:
    """Until when we wait for them; afterwards the time goes to others."""
    return reservation.starts_at + policy().grace


def is_there(starts: datetime, student_id: int, by_id: int) -> bool:
    """Whether somebody books for themselves what is about to begin: then they need not check in."""
    rules = policy()
    return rules.is_on and student_id == by_id and clock.now() >= starts - rules.before


def strikes(student_id: int) -> Strikes | None:
    """None for somebody who missed nothing lately."""
    query = select(func.count()).where(
        Reservation.student_id == student_id, *missed(lately())
    )
    return told(db.session.scalar(query) or 0)


def told(count: int) -> Strikes | None:
    """So many times missed lately; None for none."""
    return (
        Strikes(count, settings.get("strike_days"), settings.get("strikes"))
        if count
        else None
    )


def lately() -> datetime:
    """Since when it counts that somebody did not come."""
    return clock.now() - timedelta(days=settings.get("strike_days"))


def missed(since: datetime | BindParameter[datetime]) -> tuple[ColumnElement[bool], ...]:
    """For a query: that somebody did not come since then, and was not excused."""
    return (
        Reservation.stored_status == "no_show",
        Reservation.excused_at.is_(None),
        Reservation.starts_at > since,
    )
