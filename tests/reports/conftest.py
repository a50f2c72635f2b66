"""A school where three people are late, and a class of six."""

import pytest

from tests.support.days import ahead
from tests.support.loans import lend, tagged
from webapp.core.db import db, transaction
from webapp.people.models import User

SOL, NIA = 2, 3


@pytest.fixture
def late(app):
    """Nia has a violin with a tag for three days too long, Sol two cellos for one; Kim, without a teacher, a cello."""
    with app.app_context(), transaction():
        hash = db.session.get(User, 1).password_hash
        db.session.add(
            User(email="kim@school.test", name="Kim", role="student", password_hash=hash)
        )
        db.session.flush()
        lend(3, item=1, unit=tagged("VLN-1", "S 1"), notes="=1+1")
        lend(2, quantity=2, days=1)
        lend(6, days=40)


@pytest.fixture
def people(app):
    """Four more students of Tess's; their ids by name, with Sol's and Nia's."""
    with app.app_context(), transaction():
        hash = db.session.get(User, 1).password_hash
        for name in ("Abe", "Kim", "Zoe", "Uli"):
            user = User(
                email=f"{name}@school.test".lower(), name=name, role="student",
                password_hash=hash, teacher_id=1,
            )  # fmt: skip
            db.session.add(user)
        db.session.flush()
        return dict(db.session.execute(db.select(User.name, User.id)).all())


@pytest.fixture
def busy(app, as_, people):
    """Zoe has a cello two days late, Nia one that is due today, Sol one for long; Abe asks, and booked a room."""
    with app.app_context(), transaction():
        lend(people["Zoe"], days=2)
        lend(NIA, days=0)
        lend(SOL, days=-25)
    abe = as_("abe")
    abe.post("/api/inventory/checkouts/", json={"item": 1, "quantity": 1})
    times = {"start_time": f"{ahead(2)}T10:00", "end_time": f"{ahead(2)}T11:00"}
    answer = abe.post("/api/inventory/reservations/", json={"room": 1} | times)
    assert answer.status_code == 201, answer.json
    return people
