"""The school the tests know: five people, two instruments, three rooms."""

from decimal import Decimal

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.people import passwords
from webapp.people.models import User
from webapp.rooms import rooms
from webapp.school import settings
from webapp.stock.items import items

PEOPLE = {
    "tess": "teacher",
    "sol": "student",
    "nia": "student",
    "dora": "desk",
    "ada": "admin",
}
ROOMS = (
    ("Studio A", 2, "Upright piano", 10),
    ("Studio B", 4, "Drum kit", 15),
    ("Studio C", 2, "Upright piano", 10),
)

NO_LIMITS = {
    "room_horizon_days": 0,
    "room_max_minutes": 0,
    "room_one_at_a_time": False,
}  # tests book years ahead


def move_in(password: str = "backline") -> None:
    hashed = passwords.hashed(password)
    for name, role in PEOPLE.items():
        person = User(
            email=f"{name}@school.test", name=name.title(), role=role, password_hash=hashed
        )
        person.teacher_id = 1 if role == "student" else None
        db.session.add(person)
        db.session.flush()
    add_items(Actor(1, "Tess", "teacher", 0))
    for name, value in NO_LIMITS.items():
        settings.change(name, value)
    add_rooms(Actor(5, "Ada", "admin", 0))


def add_items(tess: Actor) -> None:
    for name, quantity in (("Student Violin 4/4", 2), ("Cello 3/4", 5)):
        items.add(
            tess,
            name=name,
            category="instrument",
            location="Store",
            quantity=quantity,
            max_checkout_days=30,
            value=Decimal(300),
        )


def add_rooms(ada: Actor) -> None:
    for name, capacity, equipment, rate in ROOMS:
        rooms.add(
            ada,
            name=name,
            capacity=capacity,
            equipment=equipment,
            hourly_rate=Decimal(rate),
        )
