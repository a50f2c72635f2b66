"""E-mails of before it was kept whose they are: the migration says so where nothing is in doubt."""

import flask_migrate
from sqlalchemy import select

from tests.lending.conftest import API
from webapp.core import outbox
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.people.models import Guardian, User

SOL, NIA, DORA = 2, 3, 4
OLD = "old@school.test"


def write(kind, about, step, name, address):
    outbox.write(
        kind=kind, subject_type=about[0], subject_id=about[1], step=step, name=name,
        address=address, subject="", text="",
    )  # fmt: skip
    db.session.flush()
    return db.session.scalar(select(Letter.id).where(Letter.step == step))


def write_all(loan):
    """Sol had another address, which Nia's guardian has now; Dora has hers still; Rob is nobody."""
    pia = Guardian(user_id=NIA, name="Pia", email=OLD)
    db.session.add(pia)
    db.session.flush()
    write("lent", ("checkout", loan), "Sols", "Sol", OLD)
    hers = write("password", ("person", NIA), "Nias", "Nia", "nia@before.test")
    write("guardian", ("guardian", pia.id), "Pias", "Pia", OLD)
    write("copy", ("person", NIA), f"copy:{hers}:{OLD}", "Pia", OLD)
    dora = db.session.get_one(User, DORA)
    write("fault_reported", ("fault", 7), "Doras", dora.name, dora.email)
    write("fault_reported", ("fault", 8), "Robs", "Rob", dora.email)


def whose():
    """By the start of its step, whose each is and whether it is to a guardian."""
    query = select(Letter.step, Letter.person_id, Letter.is_to_guardian)
    rows = db.session.execute(query.where(Letter.kind != "requested"))
    return {step.partition(":")[0]: (person, guardian) for step, person, guardian in rows}


def test_those_of_before_are_whose_subject_or_address_says(app, as_):
    loan = as_("sol").post(API, json={"item": 1}).json["id"]
    with app.app_context():
        with transaction():
            write_all(loan)
        flask_migrate.downgrade(revision="0071")
        flask_migrate.upgrade()
        assert whose() == {
            "Sols": (SOL, False),
            "Nias": (NIA, False),
            "Pias": (NIA, True),
            "copy": (NIA, True),
            "Doras": (DORA, False),
            "Robs": (None, False),
        }
