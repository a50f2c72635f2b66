"""The demo school's practice rooms, and who pays less there and when."""

from decimal import Decimal

from webapp.core.actor import Actor
from webapp.rooms import rooms
from webapp.rooms.rates import rates

PIANOS, HALL = "Piano rooms", "Recital hall"
ROOMS = (  # name, people, equipment, an hour
    ("Studio A", 2, "Upright piano", "10.00"),
    ("Studio B", 4, "Drum kit", "15.00"),
    ("Ensemble room", 40, "Grand piano, 12 stands", "20.00"),
    ("Percussion room", 20, "Marimba, timpani", "15.00"),
    ("Practice room 1", 1, "Upright piano", "0"),
    ("Practice room 2", 1, "Upright piano", "0"),
    ("Practice room 3", 2, "", "0"),
    (HALL, 60, "Grand piano, stage lights", "40.00"),
)
PARTS = {
    HALL: ("Ensemble room", "Percussion room")
}  # with the folding wall between them open
GROUPS = {"Practice room 1": PIANOS, "Practice room 2": PIANOS}


def move_in(admin: Actor) -> dict[str, int]:
    """Each room's id by its name."""
    where: dict[str, int] = {}
    for name, people, equipment, rate in ROOMS:
        room = rooms.add(
            admin,
            name=name,
            capacity=people,
            equipment=equipment,
            hourly_rate=Decimal(rate),
            group=GROUPS.get(name, ""),
            parts=[where[part] for part in PARTS.get(name, ())],
        )
        where[name] = room.id
    hall, ensemble = where[HALL], where["Ensemble room"]
    rates.add(
        admin,
        name="Teachers",
        role="teacher",
        room=ensemble,
        hourly_rate=Decimal(0),
        priority=1,
    )
    rates.add(
        admin, name="Mornings", room=hall, until_time="10:00", hourly_rate=Decimal("26.50")
    )
    return where
