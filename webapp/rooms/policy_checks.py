"""What of the school's policy rooms do not let change any more."""

from sqlalchemy import exists, or_, select

from webapp.core import clock
from webapp.core.db import db
from webapp.core.words import _

from .models import Occupancy, Reservation, Room, RoomRate


def times_ahead() -> str:
    """Instants would stay, so a lesson at ten would be at nine on the wall."""
    ahead = exists().where(Occupancy.blocks_until > clock.now())
    return (
        _("bookings and closures lie ahead, and would be at another time of day")
        if db.session.scalar(select(ahead))
        else ""
    )


def prices() -> str:
    priced = (
        exists().where(Room.hourly_rate_minor > 0),
        exists().where(RoomRate.rate_minor > 0),
        exists().where(Reservation.total_cost_minor > 0),
    )
    return (
        _("rooms or bookings have prices in it")
        if db.session.scalar(select(or_(*priced)))
        else ""
    )
