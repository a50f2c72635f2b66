"""What a visitor of the demo school must find in its rooms, on whatever day it moved in."""

from sqlalchemy import func, select

from webapp.core import clock
from webapp.core.db import db
from webapp.demo.school.rooms import PARTS
from webapp.rooms.models import Closure, Reservation, Room, RoomSpace, Wait

from .conftest import count, id_of


def check_hall():
    """It is two rooms with a wall between them, and both are booked."""
    spaces = select(Room.name, func.count()).join(RoomSpace).group_by(Room.name)
    sizes = dict(db.session.execute(spaces).all())
    halls = ("Recital hall", *PARTS["Recital hall"], "Studio A")
    assert [sizes[name] for name in halls] == [2, 1, 1, 1]
    parts = select(Room.id).where(Room.name.in_(PARTS["Recital hall"]))
    assert count(Reservation.room_id.in_(parts), Reservation.starts_at > clock.now()) >= 2


def check_closure_and_waits():
    """One closure is ahead; two wait for an hour of Leo's."""
    assert count(Closure.starts_at > clock.now()) == 1
    queue = db.session.scalars(select(Wait).order_by(Wait.id)).all()
    assert [each.status for each in queue] == ["waiting"] * 2
    taken = (
        Reservation.room_id == queue[0].room_id,
        Reservation.starts_at == queue[0].starts_at,
    )
    assert count(*taken, Reservation.student_id == id_of("student")) == 1
