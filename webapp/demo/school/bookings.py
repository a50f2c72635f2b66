"""One booking of the story, and what may become of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from webapp.core.actor import Actor
from webapp.rooms.approvals import approvals
from webapp.rooms.attendance import check_ins
from webapp.rooms.payments import payments
from webapp.rooms.reservations import booking, changes, reservations

from .rooms import PARTS


class Stay(NamedTuple):
    """Somebody's time in a room."""

    key: str
    room: str
    starts: datetime
    ends: datetime

    def meets(self, other: "Stay") -> bool:
        halls = self.room in PARTS.get(other.room, ()) or other.room in PARTS.get(
            self.room, ()
        )
        same = self.room == other.room or self.key == other.key or halls
        return same and self.starts < other.ends and other.starts < self.ends


@dataclass
class Booking:
    """One reservation of the story, made and perhaps given back."""

    actor: Actor
    room: int
    stay: Stay
    notes: str = ""
    purpose: str = "practice"
    id: int = 0

    def book(self) -> None:
        self.id = booking.book(
            self.actor,
            room=self.room,
            start_time=self.stay.starts,
            end_time=self.stay.ends,
            notes=self.notes,
            purpose=self.purpose,
        ).id

    def approve(self, teacher: Actor) -> None:
        approvals.approve(teacher, self.id)

    def move(self, room: int) -> None:
        """To the same time in another room."""
        changes.move(
            self.actor,
            self.id,
            room=room,
            start_time=self.stay.starts,
            end_time=self.stay.ends,
        )

    def cancel(self) -> None:
        reservations.cancel(self.actor, self.id)

    def pay(self, desk: Actor) -> None:
        payments.record(desk, self.id, kind="paid", notes="Card")

    def check_in(self) -> None:
        check_ins.check_in(self.actor, self.id)
