"""What somebody wants, before it is known whether they may have it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self

from webapp.core.actor import Actor
from webapp.people.people import Contact

from ..models import Room
from .spaces import Place


@dataclass(frozen=True)
class Wish:
    """A time in a room, with all that decides whether they may have it; a reason sets what is only a rule aside."""

    by: Actor
    student_id: int
    place: Place
    starts: datetime
    ends: datetime
    turnover_minutes: int
    notes: str = ""
    purpose: str = "practice"
    override_reason: str = ""
    instead_of: int | None = None  # the reservation that moves there
    student: Contact | None = None  # as their lock found them

    def instead(self, reservation_id: int, purpose: str, override_reason: str) -> Self:
        """The same for a reservation that moves there."""
        return replace(
            self,
            instead_of=reservation_id,
            purpose=purpose,
            override_reason=override_reason,
        )

    @property
    def room(self) -> Room:
        return self.place.room

    @property
    def until(self) -> datetime:
        """When others may come, the room being tidied up."""
        return self.ends + timedelta(minutes=self.turnover_minutes)
