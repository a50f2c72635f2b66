"""An admin, days ahead at the school, and time that is taken."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
import time_machine

from tests.support import opening
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.people.models import User
from webapp.rooms import rooms
from webapp.rooms.feeds import feeds
from webapp.rooms.models import Occupancy, Reservation
from webapp.rooms.reservations import booking
from webapp.rooms.rules import rules
from webapp.school import calendar, settings

IDS = {
    "tess": (1, "teacher"),
    "sol": (2, "student"),
    "nia": (3, "student"),
    "dora": (4, "desk"),
    "ada": (5, "admin"),
}


def person(name):
    id, role = IDS[name]
    return Actor(id, name.title(), role, 0)


def check_words(text, *words, without=()):
    """All of these words are there, and none of the others."""
    for each in words:
        assert each in text, each
    for each in without:
        assert each not in text, each


@pytest.fixture
def admin(app, as_):
    with app.app_context(), transaction():
        tess = db.session.get(User, 1)
        db.session.add(
            User(
                email="head@school.test",
                name="Head",
                role="admin",
                password_hash=tess.password_hash,
            )
        )
    return as_("head")


@pytest.fixture
def monday(app):
    """A day about two weeks ahead, far from the demo's own bookings."""
    with app.app_context():
        return str(calendar.today() + timedelta(days=14))


@pytest.fixture
def at(app, monday):
    """`with at("14:05"):` it is then at the school, on that Monday or on the day said."""

    def travel(wall, day=monday):
        with app.app_context():
            return time_machine.travel(
                calendar.instant(datetime.fromisoformat(f"{day}T{wall}")), tick=False
            )

    return travel


@pytest.fixture
def rule(app):
    """`rule("Pianos", role="student", max_minutes=60)` is the id of a rule in force."""

    def make(name="The rule", **told):
        with app.app_context(), transaction():
            return rules.add(person("ada"), name=name, **told).id

    return make


@pytest.fixture
def hour(monday):
    return {"room": 1, "start_time": f"{monday}T14:00", "end_time": f"{monday}T15:00"}


@pytest.fixture
def book(app):
    """`book("sol", 1, day, "14:00", "15:00")` takes that time and answers the reservation's id."""

    def take(name, room, day, starts, ends, **more):
        starts, ends = (datetime.fromisoformat(f"{day}T{at}") for at in (starts, ends))
        with app.app_context(), transaction():
            return booking.book(
                person(name), room=room, start_time=starts, end_time=ends, **more
            ).id

    return take


@pytest.fixture
def occupy(app):
    """`occupy(1, "closure", day, "08:00", "22:00")`: what is no reservation, but holds time."""

    def hold(room, kind, day, starts, ends):
        with app.app_context(), transaction():
            starts, ends = (
                calendar.instant(datetime.fromisoformat(f"{day}T{at}"))
                for at in (starts, ends)
            )
            db.session.add(
                Occupancy(space_id=room, kind=kind, starts_at=starts, blocks_until=ends)
            )

    return hold


@pytest.fixture
def decide(app):
    """`decide(opens="09:00")`: the school changes its settings."""

    def change(opens=None, closes=None, **values):
        with app.app_context(), transaction():
            if opens or closes:
                opening.every_day(opens, closes)
            for name, value in values.items():
                settings.change(name, value)

    return change


@pytest.fixture
def hall(app):
    """The id of a hall made of rooms 1 and 2."""
    with app.app_context(), transaction():
        return rooms.add(
            person("ada"), name="Hall", capacity=60, hourly_rate=Decimal(40), parts=[1, 2]
        ).id


@pytest.fixture
def must_ask(app):
    """A teacher must approve what students book in Studio A."""
    with app.app_context(), transaction():
        rules.add(
            person("ada"), name="Ask first", role="student", room=1, needs_approval=True
        )


@pytest.fixture
def asked(must_ask, book, monday):
    """Sol asked for Studio A from two to three: the reservation's id."""
    return book("sol", 1, monday, "14:00", "15:00", notes="My recital")


@pytest.fixture
def became(app):
    """`became(1)`: (what became of it as people read it, whether it holds the room, who decided)."""

    def look(id):
        with app.app_context():
            found, held = (
                db.session.get(Reservation, id),
                db.session.query(Occupancy).filter_by(reservation_id=id),
            )
            return found.outcome, held.one().live, found.decided_by_id

    return look


@pytest.fixture
def written(app):
    """(kind, to whom) of the letters about a reservation that were not called back, by id."""

    def look(id=1):
        with app.app_context():
            found = db.session.query(Letter).filter_by(
                subject_type="reservation", subject_id=id, cancelled_at=None
            )
            return [
                (each.kind.removeprefix("reservation_"), each.name.lower())
                for each in found.order_by(Letter.id)
            ]

    return look


@pytest.fixture
def letter(app):
    """`letter(kind="series_changed")` is the one e-mail of which that is so."""

    def look(**which):
        with app.app_context():
            return db.session.query(Letter).filter_by(**which).one()

    return look


@pytest.fixture
def weekly(monday):
    return {
        "room": 1,
        "start": "14:00",
        "end": "15:00",
        "first_date": monday,
        "count": 4,
        "notes": "Scales",
    }


@pytest.fixture
def count(app):
    def of(model, **which):
        with app.app_context():
            return db.session.query(model).filter_by(**which).count()

    return of


@pytest.fixture
def address(app):
    """`address("sol")` is the path of a new address of Sol's; `address("dora", 1)` one of a room."""

    def make(name, room=None):
        with app.app_context(), transaction():
            return "/calendar/" + feeds.make(person(name), room=room)[1] + ".ics"

    return make
