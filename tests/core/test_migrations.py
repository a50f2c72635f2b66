"""Migrations go up and down on both databases, lose nothing, and leave the guards on."""

from datetime import datetime, time, timedelta

import flask_migrate
import pytest
from sqlalchemy import CheckConstraint, func, inspect, select, text
from sqlalchemy.exc import IntegrityError

from tests.support.days import ahead
from webapp.core import guards
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.guards import ALL
from webapp.people import throttle
from webapp.people.models import SignInFailure
from webapp.rooms import rooms
from webapp.rooms.models import Reservation
from webapp.rooms.reservations import booking
from webapp.stock.items import archiving, categories, items
from webapp.stock.ledger import verify
from webapp.stock.models import Brand, Item, Movement

TESS, ADA = Actor(1, "Tess", "teacher", 0), Actor(5, "Ada", "admin", 0)
IN_THE_WAY = (
    "INSERT INTO occupancy (space_id, kind, live, starts_at, blocks_until) VALUES (2, 'hold', 1 = 1,"
    " '2027-03-01 10:30:00.000000', '2027-03-01 12:00:00.000000')"
)
BEFORE_SPACES = (
    "INSERT INTO reservations (room_id, student_id, starts_at, ends_at, status, rate_minor, total_cost_minor, currency,"
    " payment_status, notes, created_at, version) VALUES (2, 2, '2027-03-01 10:00:00.000000',"
    " '2027-03-01 11:00:00.000000', 'confirmed', 0, 0, 'EUR', 'unpaid', '', '2027-03-01 09:00:00.000000', 1)",
    "INSERT INTO occupancy (room_id, kind, reservation_id, live, starts_at, blocks_until) VALUES (2, 'reservation', 1,"
    " 1 = 1, '2027-03-01 10:00:00.000000', '2027-03-01 11:15:00.000000')",
    "INSERT INTO occupancy (room_id, kind, live, starts_at, blocks_until) VALUES (3, 'closure', 1 = 1,"
    " '2027-03-01 10:00:00.000000', '2027-03-01 11:15:00.000000')",
)


def test_nothing_is_left_to_migrate(app):
    with app.app_context():
        flask_migrate.check()


@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection")
def test_every_rule_of_the_models_reached_the_database(app):
    """Alembic does not compare CHECK constraints."""
    with app.app_context():
        seen = inspect(db.engine)
        for table in db.metadata.sorted_tables:
            there = {each["name"] for each in seen.get_check_constraints(table.name)}
            asked = {
                each.name for each in table.constraints if isinstance(each, CheckConstraint)
            }
            assert asked <= there, table.name


def test_the_ledger_survives_the_way_down_and_up_again(app):
    with app.app_context():
        before = db.session.scalar(select(func.count()).select_from(Movement))
        db.session.rollback()
        flask_migrate.downgrade(revision="0001")
        flask_migrate.upgrade()
        assert before
        assert db.session.scalar(select(func.count()).select_from(Movement)) == before
        assert list(verify.problems()) == []
        assert not guards.missing(db.session.connection(), ALL)


def test_makes_become_brands_and_categories_go_back_to_the_first_four(app):
    with app.app_context():
        with transaction():
            categories.add(TESS, name="Percussion")
            for make, category in (
                ("Yamaha", "percussion"),
                ("", "accessory"),
                ("Gewa", "instrument"),
            ):
                items.add(
                    TESS, name="Thing", category=category, location="Store", make=make
                )
        flask_migrate.downgrade(revision="0002")
        told = db.session.execute(
            text("SELECT make, category FROM items ORDER BY id")
        ).all()
        assert told[2:] == [
            ("Yamaha", "equipment"),
            ("", "accessory"),
            ("Gewa", "instrument"),
        ]
        with transaction():
            db.session.execute(text("UPDATE items SET make = 'Höfner  GmbH' WHERE id = 1"))
            db.session.execute(text("UPDATE items SET make = 'HOFNER GMBH' WHERE id = 2"))
        flask_migrate.upgrade()
        assert db.session.execute(
            select(Item.make, Item.category).order_by(Item.id)
        ).all() == [
            ("Höfner GmbH", "instrument"),
            ("Höfner GmbH", "instrument"),
            ("Yamaha", "equipment"),
            ("", "accessory"),
            ("Gewa", "instrument"),
        ]
        made = db.session.execute(select(Brand.name, Brand.code).order_by(Brand.name)).all()
        assert made == [("Gewa", "GEW"), ("Höfner GmbH", "HOF"), ("Yamaha", "YAM")]
        with transaction():
            made = [
                items.add(TESS, name="New", category=c, location="Store").sku
                for c in ("instrument", "equipment")
            ]
        assert made == ["INS-00004", "EQP-00001"]
        assert not guards.missing(db.session.connection(), ALL)


def test_numbers_go_on_from_the_items_there_are(app):
    with app.app_context():
        flask_migrate.downgrade(revision="0001")
        with transaction():
            db.session.execute(text("UPDATE items SET sku = 'INS-00003' WHERE id = 1"))
        flask_migrate.upgrade()
        with transaction():
            assert (
                items.add(TESS, name="New", category="instrument", location="Store").sku
                == "INS-00004"
            )


def test_what_was_booked_before_is_charged_for_as_long_as_it_was(app):
    sol, day = Actor(2, "Sol", "student", 0), datetime.combine(ahead(9), time(14))
    with app.app_context():
        with transaction():
            booking.book(sol, room=1, start_time=day, end_time=day + timedelta(minutes=45))
        flask_migrate.downgrade(revision="0005")
        flask_migrate.upgrade()
        kept = db.session.scalars(select(Reservation)).one()
        assert (
            kept.billed_minutes,
            kept.free_minutes,
            kept.price_parts,
            kept.total_cost_minor,
        ) == (45, 0, [], 750)
        assert kept.changed_at == kept.created_at
        assert not guards.missing(db.session.connection(), ALL)


def test_down_to_nothing_and_up_again(app):
    with app.app_context():
        flask_migrate.downgrade(revision="base")
        assert inspect(db.engine).get_table_names() in ([], ["alembic_version"])
        flask_migrate.upgrade()
        assert not guards.missing(db.session.connection(), ALL)


def test_each_room_gets_a_space_of_its_own_and_keeps_its_time(app):
    with app.app_context():
        flask_migrate.downgrade(revision="0003")
        with transaction():
            for sql in BEFORE_SPACES:
                db.session.execute(text(sql))
        flask_migrate.upgrade()
        held = "SELECT s.name, o.reservation_id FROM occupancy o JOIN spaces s ON s.id = o.space_id ORDER BY o.id"
        assert db.session.execute(text(held)).all() == [("Studio B", 1), ("Studio C", None)]
        assert db.session.scalar(text("SELECT turnover_minutes FROM reservations")) == 15
        with transaction():
            room = rooms.add(ADA, name="Studio D")
            with (
                pytest.raises(IntegrityError, match="ex_occupancy_overlap"),
                db.session.begin_nested(),
            ):
                db.session.execute(text(IN_THE_WAY))
        assert db.session.execute(
            text(f"SELECT space_id FROM room_spaces WHERE room_id = {room.id}")
        ).all() == [(4,)]
        flask_migrate.downgrade(revision="0003")
        whose = "SELECT room_id, reservation_id FROM occupancy ORDER BY id"
        assert db.session.execute(text(whose)).all() == [(2, 1), (3, None)]
        flask_migrate.upgrade()
        assert not guards.missing(db.session.connection(), ALL)


def test_guesses_at_doors_stay_apart_from_passwords(app):
    with app.app_context():
        with transaction():
            throttle.count("Sol@school.test", "192.0.2.7")
            throttle.count_code("192.0.2.7")
        db.session.rollback()
        flask_migrate.downgrade(revision="0014")
        told = "SELECT email FROM sign_in_failures ORDER BY id"
        assert db.session.scalars(text(told)).all() == ["sol@school.test", "A DOOR"]
        db.session.rollback()
        flask_migrate.upgrade()
        tried = select(SignInFailure.kind, SignInFailure.email).order_by(SignInFailure.id)
        assert db.session.execute(tried).all() == [
            ("password", "sol@school.test"),
            ("door", None),
        ]


def test_what_waited_for_a_second_person_keeps_its_words(app, as_):
    """What waits since facts are kept is worded anew on the way down, without its amounts."""
    told = {"kind": "adjust", "lines": [{"item": 1, "quantity": 2}], "notes": "Gone"}
    path, waiting = "/api/inventory/operations/", "/api/inventory/operations/pending/"
    for reason in ("missing", "disposed"):
        assert as_("dora").post(path, json=told | {"reason": reason}).status_code == 202
    with app.app_context():
        flask_migrate.downgrade(revision="0029")
        words = text("SELECT why FROM pending_operations ORDER BY id")
        assert db.session.scalars(words).all() == [
            "Its worth needs a second person",
            "“Given away or thrown away” always needs a second person",
        ]
        db.session.rollback()
        with transaction():
            old = "UPDATE pending_operations SET why = 'It is worth 9; 5 is the limit' WHERE id = 1"
            db.session.execute(text(old))
        flask_migrate.upgrade()
    assert [each["why"] for each in as_("tess").get(waiting).json] == [
        "“Given away or thrown away” always needs a second person",
        "It is worth 9; 5 is the limit",
    ]


def test_the_older_version_knows_no_operation_that_moves_nothing(app):
    with app.app_context():
        with transaction():
            archiving.archive(TESS, 1)
        flask_migrate.downgrade(revision="0030")
        kinds = db.session.scalars(text("SELECT kind FROM operations")).all()
        assert "archive" not in kinds
        assert kinds
        db.session.rollback()
        flask_migrate.upgrade()
        assert list(verify.problems()) == []
        assert not guards.missing(db.session.connection(), ALL)
