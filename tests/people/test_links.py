"""Links that let somebody act without signing in: theirs alone, for a while, as long as they may come in."""

from datetime import timedelta

import pytest
import time_machine

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.core.errors import NotFound
from webapp.people import accounts, links
from webapp.people.models import User

TESS = 1


@pytest.fixture
def token(app):
    with app.app_context():
        yield links.sign("decision", 42, to=TESS)


def refused(token, purpose="decision"):
    with pytest.raises(NotFound) as no:
        links.read(purpose, token)
    return no.value.message == "This link is no longer valid"


def test_it_says_who_acts_and_on_what(token):
    who, id = links.read("decision", token)
    assert (who.id, who.role, id) == (TESS, "teacher", 42)


def test_it_ends(token):
    with time_machine.travel(clock.now() + timedelta(days=links.LINK_DAYS, seconds=-5)):
        assert links.read("decision", token)[1] == 42
    with time_machine.travel(clock.now() + timedelta(days=links.LINK_DAYS, seconds=5)):
        assert refused(token)


def test_one_written_while_the_clock_ran_ahead_is_good_when_it_is_put_back(app):
    with app.app_context(), time_machine.travel(clock.now() + timedelta(days=9)):
        token = links.sign("decision", 42, to=TESS)
    with app.app_context():
        assert links.read("decision", token)[1] == 42


@pytest.mark.parametrize(
    "forge",
    [lambda token: token[:-27] + 27 * "A", lambda token: f"x{token}", lambda token: ""],
)
def test_a_forged_one_opens_nothing(token, forge):
    assert refused(forge(token))


def test_it_is_for_one_purpose(token):
    assert refused(token, "room_decision")


@pytest.mark.parametrize(
    "change",
    [
        lambda ada: accounts.change_password(ada, TESS, password_hash="x"),
        lambda ada: accounts.describe(
            ada, TESS, version=1, name="Tess", email="new@school.test", role="teacher"
        ),
        lambda ada: (accounts.disable(ada, TESS), accounts.enable(ada, TESS)),
    ],
    ids=["another password", "another address", "closed and opened again"],
)
def test_what_changes_the_way_in_ends_every_link_before_it(token, change):
    ada = Actor(5, "Ada", "admin", 0)
    with transaction():
        change(ada)
    assert refused(token)
    assert links.read("decision", links.sign("decision", 42, to=TESS))[1] == 42


def test_who_left_has_no_link(token):
    with transaction():
        db.session.get(User, TESS).is_active = False
    assert refused(token)
