"""The demo school: the same people and instruments for the seed, the tests and the screenshots."""

from sqlalchemy import select

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.people import sign_ins
from webapp.people.models import User
from webapp.stock import items, ledger

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
        item = items.add(tess, name=name)
        ledger.record(
            tess, item_id=item.id, kind="PURCHASE", from_state="outside", to_state="available", quantity=quantity
        )
