"""Changing a password ends every other sign-in; one's own needs the current one."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import time_machine

from tests.support.login import sign_in
from webapp.core import clock
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.people import tokens
from webapp.people.models import User

NEW = "three blue cellos"


@pytest.fixture
def may_sign_in(as_):
    return lambda password: sign_in(as_(), password=password).status_code == 303


@pytest.fixture
def stopped():
    with time_machine.travel(clock.now(), tick=False):
        yield


def test_ones_own_ends_the_other_sign_ins(as_, may_sign_in):
    here, there = as_("sol"), as_("sol")
    assert here.get("/me/password").status_code == 200
    changed = here.post("/me/password", data={"current": "backline", "password": NEW})
    assert (changed.status_code, changed.location) == (303, "/people/2")
    assert here.get("/checkouts").status_code == 200
    assert there.get("/checkouts").status_code == 303
    assert may_sign_in(NEW)
    assert not may_sign_in("backline")


@pytest.mark.parametrize(("name", "by"), [("sol", "You changed"), ("ada", "Ada changed")])
def test_every_token_ends_with_the_old_password(app, as_, name, by):
    with app.app_context(), transaction():
        program = {"Authorization": f"Bearer {tokens.issue(db.session.get(User, 2))}"}

    def status():
        answer = app.test_client().get("/api/inventory/checkouts/", headers=program)
        return answer.status_code

    assert status() == 200
    assert change(as_(name), name).status_code == 303
    assert status() == 401


@pytest.mark.parametrize(("name", "by"), [("sol", "You changed"), ("ada", "Ada changed")])
def test_the_person_is_told_who_changed_it(app, as_, name, by):
    assert change(as_(name), name).status_code == 303
    with app.app_context():
        letter = db.session.query(Letter).filter_by(kind="password_changed").one()
        assert letter.address == "sol@school.test"
        assert by in letter.text
        assert NEW not in letter.text


def change(browser, name):
    """Sol's own, or by Ada."""
    if name == "sol":
        typed = {"current": "backline", "password": NEW}
        return browser.post("/me/password", data=typed)
    return browser.post("/people/2/password", data={"password": NEW})


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"current": "wrong"}, "This is not your current password"),
        ({"current": ""}, "Fill this in"),
        ({"password": "short"}, "At least 15 characters"),
    ],
)
def test_without_proof_nothing_changes(as_, may_sign_in, typed, words):
    here, there = as_("sol"), as_("sol")
    no = here.post("/me/password", data={"current": "backline", "password": NEW} | typed)
    assert no.status_code == 422
    assert words in no.text
    assert NEW not in no.text
    assert there.get("/checkouts").status_code == 200
    assert may_sign_in("backline")


def guess(browser, current="guess"):
    return browser.post("/me/password", data={"current": current, "password": NEW})


def test_who_guesses_the_current_one_is_slowed_down_as_at_the_door(
    as_, may_sign_in, stopped
):
    thief, sol = as_("sol"), as_("sol")
    assert [guess(thief).status_code for _ in range(6)] == [422] * 5 + [429]
    no = guess(thief, "backline")
    assert (no.status_code, no.headers["Retry-After"]) == (429, "2")
    assert "try again in 2 seconds" in no.text
    assert not may_sign_in("backline")  # nor at the door, from there
    sol.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    assert guess(sol, "backline").status_code == 303


def test_the_right_one_starts_the_count_again(as_, stopped):
    sol = as_("sol")
    for _ in range(3):
        assert [guess(sol).status_code for _ in range(4)] == [422] * 4
        unfit = sol.post("/me/password", data={"current": "backline", "password": "short"})
        assert unfit.status_code == 422
        assert "At least 15 characters" in unfit.text


@pytest.mark.parametrize("door", ["sign in", "change"])
def test_guesses_made_at_once_are_all_counted(app, as_, stopped, door):
    browsers = [as_("sol") if door == "change" else as_() for _ in range(8)]
    assert [sign_in(as_(), password="guess").status_code for _ in range(4)] == [422] * 4
    begin = Barrier(len(browsers))

    def attempt(browser):
        begin.wait()
        return guess(browser) if door == "change" else sign_in(browser, password="guess")

    with ThreadPoolExecutor(len(browsers)) as pool:
        answers = sorted(answer.status_code for answer in pool.map(attempt, browsers))
    assert answers == [422] + [429] * 7


def test_an_admin_gives_a_new_one(as_, may_sign_in):
    ada, sol = as_("ada"), as_("sol")
    assert ada.get("/people/2/password").status_code == 200
    assert ada.post("/people/2/password", data={"password": NEW}).status_code == 303
    assert sol.get("/checkouts").status_code == 303
    assert may_sign_in(NEW)
    assert ada.post("/people/5/password", data={"password": NEW}).status_code == 422


@pytest.mark.parametrize(("who", "status"), [("tess", 403), ("dora", 403), ("nia", 404)])
def test_nobody_else_may_and_strangers_see_nothing(as_, who, status):
    path = "/people/2/password"
    assert (
        as_(who).get(path).status_code
        == as_(who).post(path, data={"password": NEW}).status_code
        == status
    )


def test_strangers_and_other_sites_cost_no_hashing(as_, monkeypatch):
    monkeypatch.setattr("webapp.people.passwords.hashed", lambda _: 1 / 0)
    sol = as_("sol")
    del sol.environ_base["HTTP_X_CSRFTOKEN"]
    assert (
        sol.post("/me/password", data={"current": "backline", "password": NEW}).status_code
        == 400
    )
    stranger = as_()
    assert stranger.post("/me/password", data={"password": NEW}).status_code == 303
