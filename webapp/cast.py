"""The demo school: the same people and instruments for the seed, the tests and the screenshots."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from decimal import Decimal

from sqlalchemy import select

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.people import sign_ins
from webapp.people.models import User
from webapp.rooms import reservations, rooms
from webapp.school import calendar
from webapp.stock import items, ledger

PEOPLE = {"tess": "teacher", "sol": "student", "nia": "student"}
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
BOOKINGS = (  # who, which room, from, to: tomorrow
    ("Sol", "Studio A", 16, 18),
    ("Nia", "Studio B", 14, 15),
    ("Nia", "Practice room 1", 9, 11),
)


def move_in(password: str = "backline") -> None:
    if db.session.scalar(select(User.id).limit(1)):
        return
    hashed = sign_ins.hasher.hash(password)
    for name, role in PEOPLE.items():
        db.session.add(User(email=f"{name}@school.test", name=name.title(), role=role, password_hash=hashed))
    db.session.flush()
    tess = Actor(1, "Tess", "teacher", 0)
    for name, quantity in (("Student Violin 4/4", 2), ("Cello 3/4", 5)):
        item = items.add(tess, name=name)
        ledger.record(
            tess, item_id=item.id, kind="PURCHASE", from_state="outside", to_state="available", quantity=quantity
        )
    book_rooms(tess)


def book_rooms(tess: Actor) -> None:
    admin = replace(tess, role="admin")
    places = {
        name: rooms.add(admin, name=name, capacity=people, equipment=equipment, hourly_rate=Decimal(rate)).id
        for name, people, equipment, rate in ROOMS
    }
    tomorrow = datetime.combine(calendar.today() + timedelta(days=1), time())
    ids = {name: id for id, name in db.session.execute(select(User.id, User.name))}
    for name, room, start, end in BOOKINGS:
        who = Actor(ids[name], name, "student", 0)
        starts, ends = tomorrow.replace(hour=start), tomorrow.replace(hour=end)
        reservations.book(who, room=places[room], start_time=starts, end_time=ends)
