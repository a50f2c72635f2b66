"""The demo school: the same people and instruments for the seed, the tests and the screenshots."""

from decimal import Decimal

from sqlalchemy import select

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.people import sign_ins
from webapp.people.models import User
from webapp.stock import items

PEOPLE = {"tess": "teacher", "sol": "student", "nia": "student"}


def move_in(password: str = "backline") -> None:
    if db.session.scalar(select(User.id).limit(1)):
        return
    hashed = sign_ins.hasher.hash(password)
    for name, role in PEOPLE.items():
        db.session.add(User(email=f"{name}@school.test", name=name.title(), role=role, password_hash=hashed))
    db.session.flush()
    tess = Actor(1, "Tess", "teacher", 0)
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
