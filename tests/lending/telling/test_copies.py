"""Copies: whom else to tell is set for each kind of act; they hear of it once the borrower's e-mail has left."""

import pytest
from sqlalchemy import select

from tests.lending.conftest import API
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.people.models import Guardian
from webapp.school import settings

from .acts import out_to, send


@pytest.fixture
def wanted(app):
    """`wanted(teacher=["losses"])`: of which acts who else is told."""

    def want(**acts):
        with app.app_context(), transaction():
            for reader, kinds in acts.items():
                settings.change(f"copies_to_{reader}", kinds)

    return want


@pytest.fixture
def pia(app):
    """Sol's guardian."""
    with app.app_context(), transaction():
        db.session.add(Guardian(user_id=2, name="Pia", email="pia@home.test"))


@pytest.fixture
def approved(as_):
    """Sol's request for a violin, which Tess has approved; its id."""
    id = as_("sol").post(API, json={"item": 1}).json["id"]
    assert as_("tess").post(f"{API}{id}/approve/", json={}).status_code == 200
    return id


def copies(app):
    """Send all that waits; the texts of the copies that leave right after it, by whom they go to."""
    return send(app, "copy")


def test_i11_whom_else_to_tell_is_set_for_each_kind_of_event(app, as_, wanted, pia):
    wanted(teacher=["answers"], guardian=["answers", "returns"], office=["losses"])
    id = out_to(as_, "sol")
    told = copies(app)
    assert sorted(told) == ["Pia", "Tess"]
    assert "This was written to Sol:" in told["Pia"]
    assert "Student Violin" in told["Pia"]
    as_("dora").post(f"{API}{id}/return_item/", json={})
    assert list(copies(app)) == ["Pia"]


def test_nobody_is_told_where_nothing_is_set(app, approved, pia):
    assert copies(app) == {}


def test_a_copy_carries_no_link(app, approved, pia, wanted):
    wanted(guardian=["answers"])
    assert "http" not in copies(app)["Pia"]
    with app.app_context():
        copy = db.session.scalars(select(Letter).where(Letter.kind == "copy")).one()
    assert copy.subject.startswith("Copy: ")
    assert "<a " not in copy.html


def test_a_copy_has_all_that_people_typed(app, as_, wanted, pia):
    wanted(guardian=["answers"])
    hours = "Dear {name}: hours: https://school.example/h"
    note = "See: https://imslp.org/x\nOK"
    with app.app_context(), transaction():
        settings.change(f"{settings.WORDS_OF}lending.approved", hours)
    id = as_("sol").post(API, json={"item": 1}).json["id"]
    answer = as_("tess").post(f"{API}{id}/approve/", json={"notes": note})
    assert answer.status_code == 200
    told = copies(app)["Pia"]
    assert hours.format(name="Sol") in told
    assert f'"{note}"' in told
    assert "http://localhost" not in told.partition("This was written to Sol:")[2]


def test_what_was_called_back_is_told_to_nobody(app, as_, approved, pia, wanted):
    wanted(guardian=["answers"], teacher=["answers"])
    assert as_("tess").post(f"{API}{approved}/undo/", json={}).status_code == 200
    assert copies(app) == {}


def test_an_address_hears_of_it_once(app, as_, wanted):
    """Ada is the office; the teacher's address is also a guardian's."""
    with app.app_context(), transaction():
        tess = "tess@school.test"
        db.session.add(Guardian(user_id=2, name="Tess at home", email=tess.upper()))
    wanted(teacher=["answers"], guardian=["answers"], office=["answers"])
    out_to(as_, "sol")
    told = copies(app)
    assert len(told) == 2
    assert "Ada" in told


def test_sent_again_the_copy_is_not_written_twice(app, approved, pia, wanted):
    wanted(guardian=["answers"])
    copies(app)
    with app.app_context(), transaction():
        first = select(Letter).where(Letter.kind == "approved")
        db.session.scalars(first).one().sent_at = None
    assert copies(app) == {}
