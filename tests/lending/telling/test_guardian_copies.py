"""Guardians are told of what is late for long, without a link that acts."""

import pytest
from sqlalchemy import select

from tests.lending.conftest import API
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.lending.telling import guardian_copies
from webapp.people.models import Guardian
from webapp.school import settings

from .acts import due, forget_today, send, tell, write


@pytest.fixture
def pia(app, out):
    """Sol's guardian, who can be written to, and another one who cannot."""
    with app.app_context(), transaction():
        db.session.add(Guardian(user_id=2, name="Pia", email="pia@home.test"))
        db.session.add(Guardian(user_id=2, name="Tom", phone="123"))


def test_i06_guardians_are_told_of_later_steps(app, as_, out, pia):
    due(app, -7)
    assert tell(app, guardian_copies) == {}
    due(app, -14)
    letters = tell(app, guardian_copies)
    assert list(letters) == ["Pia"]
    assert "lent this to Sol" in letters["Pia"]
    assert "14 days ago" in letters["Pia"]
    told = as_("tess").get(f"{API}{out}/tellings/").json
    assert [(each["name"], each["reader"]) for each in told] == [("Pia", "guardian")]
    forget_today(app)
    assert tell(app, guardian_copies) == {}


def test_a_copy_carries_no_link(app, out, pia):
    due(app, -14)
    tell(app, guardian_copies)
    with app.app_context():
        letter = db.session.scalars(select(Letter).where(Letter.kind == "guardian")).one()
    assert "http" not in letter.text
    assert "<a " not in letter.html


def test_nothing_once_it_is_back(app, as_, out, pia):
    due(app, -14)
    assert write(app, guardian_copies) == [1]
    as_("dora").post(f"{API}{out}/return_item/", json={})
    assert send(app, "guardian") == {}


def test_nobody_who_is_no_guardian_any_more(app, as_, out, pia):
    due(app, -14)
    write(app, guardian_copies)
    as_("ada").post("/guardians/1/remove")
    assert send(app, "guardian") == {}


def test_the_school_may_not_want_it(app, out, pia):
    with app.app_context(), transaction():
        settings.change("tell_guardian_days", 0)
    due(app, -40)
    assert tell(app, guardian_copies) == {}


def test_staff_see_whom_to_call(as_, out, pia):
    assert "Guardian: Tom" in as_("dora").get(f"/checkouts/{out}").text
    assert "Guardian: Tom" not in as_("sol").get(f"/checkouts/{out}").text
