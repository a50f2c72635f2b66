"""Signing in: what ends it, and how often a password may be tried."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from tests.support.login import sign_in
from webapp import create_app
from webapp.core import clock
from webapp.core.db import db, transaction
from webapp.demo.mailbox import PASSWORD
from webapp.people.models import SignIn, SignInFailure

HOME, WRONG = "/", "The e-mail or the password is wrong"


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
        newest = db.session.get(SignIn, db.session.scalar(func.max(SignIn.id)))
        assert newest.agent == "Test/1.0"


def test_the_way_in_welcomes_and_explains_itself(door):
    page = door.get("/login").text
    assert "rooms to practise" in page
    assert "signed out when the browser closes" in page
    assert "demo" not in page.lower()


def test_the_demo_tells_its_sign_ins(app):
    shown = create_app(
        DEMO=True,
        TESTING=True,
        SQLALCHEMY_DATABASE_URI=app.config["SQLALCHEMY_DATABASE_URI"],
    )
    page = shown.test_client().get("/login").text
    assert "<b>student2</b>" in page
    assert PASSWORD in page
    with shown.app_context():
        db.engine.dispose()


@pytest.mark.parametrize("email", ["sol@school.test", "stranger@school.test"])
def test_a_wrong_password_says_the_same_to_everybody_and_keeps_the_e_mail(door, email):
    no = sign_in(door, email=email, password="guess")
    assert no.status_code == 422
    assert WRONG in no.text
    assert f'value="{email}"' in no.text
    assert "guess" not in no.text


@pytest.mark.parametrize(
    ("box", "good", "over"),
    [
        ({}, {"days": 29}, {"days": 30, "seconds": 1}),
        ({"shared": "y"}, {"hours": 11}, {"hours": 13}),
    ],
)
def test_a_sign_in_expires(door, later, box, good, over):
    sign_in(door, **box)
    later(**good)
    assert door.get(HOME).status_code == 200
    later(**over)
    assert door.get(HOME).status_code == 303


def test_a_shared_computer_forgets_when_the_browser_closes(door):
    def session(answer):
        return next(
            cookie
            for cookie in answer.headers.getlist("Set-Cookie")
            if cookie.startswith("session=")
        )

    assert "Expires" not in session(sign_in(door, shared="y"))
    assert "Expires" in session(sign_in(door))


def test_being_seen_is_noted_every_five_minutes(app, door, later):
    sign_in(door)
    first = seen_at(app)
    door.get(HOME)
    assert seen_at(app) == first
    later(minutes=6)
    assert door.get(HOME).status_code == 200
    assert seen_at(app) > first


def guess(door, times, email="sol@school.test"):
    return [
        sign_in(door, email=email, password=f"guess {n}").status_code for n in range(times)
    ]


@pytest.fixture
def clock_stopped():
    """`clock_stopped.shift(3)`: three seconds later."""
    with time_machine.travel(clock.now(), tick=False) as traveller:
        yield traveller


def test_who_guesses_one_persons_password_is_slowed_down_more_with_each_try(
    app, door, clock_stopped
):
    assert guess(door, 6) == [422] * 5 + [429]
    clock_stopped.shift(2)
    assert guess(door, 2) == [422, 429]
    clock_stopped.shift(2)
    no = sign_in(door)
    assert (no.status_code, no.headers["Retry-After"]) == (429, "2")
    assert "try again in 2 seconds" in no.text
    assert 'value="sol@school.test"' in no.text
    assert failures(app) == 6
    clock_stopped.shift(2)
    assert sign_in(door).status_code == 303
    assert failures(app) == 0


@pytest.mark.usefixtures("clock_stopped")
def test_who_guesses_one_persons_password_slows_down_nobody_else(door):
    guess(door, 6)
    assert sign_in(door, email="nia@school.test").status_code == 303
    door.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    assert sign_in(door).status_code == 303


@pytest.mark.usefixtures("clock_stopped")
def test_a_device_they_used_lets_them_in_while_others_guess_at_the_same_address(
    app, as_, door
):
    home = as_()
    assert sign_in(home).status_code == 303
    home.delete_cookie("session")
    assert guess(door, 6) == [422] * 5 + [429]
    assert sign_in(door).status_code == 429
    assert sign_in(home).status_code == 303
    home.delete_cookie("session")
    assert guess(home, 6) == [422] * 5 + [
        429
    ]  # found by a thief, it is no better than any other
    home.set_cookie("device", "forged", path="/login")
    assert sign_in(home).status_code == 429


def test_hundreds_of_wrong_passwords_do_not_lock_a_schools_address(app, door, at_once):
    at_once(499)
    assert sign_in(door, email="tess@school.test", password="guess").status_code == 422
    assert (
        sign_in(door, email="nia@school.test").status_code == 429
    )  # five hundred: this is no school that mistypes
    door.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    assert sign_in(door).status_code == 303


def test_fifty_wrong_passwords_lock_nobody_out(door, at_once):
    at_once(50)
    assert sign_in(door).status_code == 303


def test_a_clock_that_ran_ahead_locks_nobody_out(door):
    with time_machine.travel(clock.now() + timedelta(days=9)):
        guess(door, 6)
    assert sign_in(door).status_code == 303


@pytest.fixture
def at_once(app):
    """So many wrong passwords of different people, from the address of tests."""

    def write(count):
        with app.app_context(), transaction():
            for n in range(count):
                told = {
                    "kind": "password",
                    "email": f"guess{n}@school.test",
                    "address": "127.0.0.1",
                }
                db.session.add(SignInFailure(**told, created_at=clock.now()))

    return write


def test_the_right_password_starts_the_count_again(door, clock_stopped):
    for _ in range(3):
        assert guess(door, 5) == [422] * 5
        clock_stopped.shift(2)
        assert sign_in(door).status_code == 303


def seen_at(app):
    with app.app_context():
        return db.session.scalar(select(SignIn.seen_at).order_by(SignIn.id.desc()))


def failures(app):
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(SignInFailure))
