"""Signing in: what ends it, and how often a password may be tried."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.support.login import sign_in
from webapp import create_app
from webapp.core import clock
from webapp.core.db import db
from webapp.demo import PASSWORD
from webapp.people.models import SignIn, SignInFailure

HOME, WRONG = "/", "E-mail and password do not belong together"


@pytest.fixture
def door(as_):
    """A browser at the door, with nobody signed in."""
    browser = as_()
    browser.environ_base["HTTP_USER_AGENT"] = "Test/1.0"
    return browser


@pytest.fixture
def later(monkeypatch):
    now = clock.now
    return lambda **by: monkeypatch.setattr(clock, "now", lambda: now() + timedelta(**by))


def test_case_does_not_matter_and_the_browser_is_noted(app, door):
    assert sign_in(door, email=" SOL@School.Test ").status_code == 303
    with app.app_context():
        assert db.session.scalars(select(SignIn)).one().agent == "Test/1.0"


def test_the_way_in_welcomes_and_explains_itself(door):
    page = door.get("/login").text
    assert "rooms to practise" in page and "closing the browser signs you out" in page and "demo" not in page.lower()


def test_the_demo_tells_its_sign_ins(app):
    shown = create_app(DEMO=True, TESTING=True, SQLALCHEMY_DATABASE_URI=app.config["SQLALCHEMY_DATABASE_URI"])
    page = shown.test_client().get("/login").text
    assert "<b>student2</b>" in page and PASSWORD in page


@pytest.mark.parametrize("email", ["sol@school.test", "stranger@school.test"])
def test_a_wrong_password_says_the_same_to_everybody_and_keeps_the_e_mail(door, email):
    no = sign_in(door, email=email, password="guess")
    assert no.status_code == 422 and WRONG in no.text and f'value="{email}"' in no.text and "guess" not in no.text


@pytest.mark.parametrize(
    ("box", "good", "over"),
    [({}, {"days": 29}, {"days": 30, "seconds": 1}), ({"shared": "y"}, {"hours": 11}, {"hours": 13})],
)
def test_a_sign_in_expires(door, later, box, good, over):
    sign_in(door, **box)
    later(**good)
    assert door.get(HOME).status_code == 200
    later(**over)
    assert door.get(HOME).status_code == 303


def test_a_shared_computer_forgets_when_the_browser_closes(door):
    assert "Expires" not in sign_in(door, shared="y").headers["Set-Cookie"]
    assert "Expires" in sign_in(door).headers["Set-Cookie"]


def test_being_seen_is_noted_every_five_minutes(app, door, later):
    sign_in(door)
    first = seen_at(app)
    door.get(HOME)
    assert seen_at(app) == first
    later(minutes=6)
    assert door.get(HOME).status_code == 200 and seen_at(app) > first


def test_ten_wrong_passwords_are_enough_for_one_e_mail(app, door, later):
    assert [sign_in(door, password=f"guess {n}").status_code for n in range(10)] == [422] * 10
    no = sign_in(door)
    assert no.status_code == 429 and 840 < int(no.headers["Retry-After"]) <= 900
    assert "try again in 15 minutes" in no.text and 'value="sol@school.test"' in no.text
    assert failures(app) == 10
    assert sign_in(door, email="nia@school.test").status_code == 303
    later(minutes=16)
    assert sign_in(door).status_code == 303
    assert failures(app) == 0


def test_fifty_wrong_passwords_are_enough_from_one_address(door):
    for n in range(50):
        assert sign_in(door, email=f"guess{n}@school.test").status_code == 422
    assert sign_in(door).status_code == 429
    door.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    assert sign_in(door).status_code == 303


def test_the_right_password_starts_the_count_again(door):
    for _ in range(3):
        assert [sign_in(door, password="guess").status_code for _ in range(9)] == [422] * 9
        assert sign_in(door).status_code == 303


def seen_at(app):
    with app.app_context():
        return db.session.scalar(select(SignIn.seen_at))


def failures(app):
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(SignInFailure))
