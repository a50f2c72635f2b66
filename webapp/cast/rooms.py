"""The demo school's practice rooms."""

from decimal import Decimal

from webapp.core.actor import Actor
from webapp.rooms import rooms

PIANOS = "Piano rooms"
ROOMS = (  # name, people, equipment, an hour
    ("Studio A", 2, "Upright piano", "10.00"),
    ("Studio B", 4, "Drum kit", "15.00"),
    ("Ensemble room", 12, "Grand piano, 12 stands", "20.00"),
    ("Percussion room", 4, "Marimba, timpani", "15.00"),
    ("Practice room 1", 1, "Upright piano", "0"),
    ("Practice room 2", 1, "Upright piano", "0"),
    ("Practice room 3", 2, "", "0"),
    ("Recital hall", 60, "Concert grand", "40.00"),
)


GROUPS = {"Practice room 1": PIANOS, "Practice room 2": PIANOS}


def move_in(admin: Actor) -> dict[str, int]:
    """Each room's id by its name."""
    return {
        name: rooms.add(
            admin,
            name=name,
            capacity=people,
            equipment=equipment,
            hourly_rate=Decimal(rate),
            group=GROUPS.get(name, ""),
        ).id
        for name, people, equipment, rate in ROOMS
    }
