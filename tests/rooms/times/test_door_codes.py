"""The codes on doors: each room has its own, who guesses waits, and a new one ends the old."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from webapp.core import clock
from webapp.core.db import db, transaction
from webapp.people import throttle
from webapp.people.models import SignInFailure
from webapp.rooms.models import Room


def test_every_room_has_a_code_of_its_own(app, admin):
    with app.app_context():
        codes = db.session.scalars(select(Room.door_code)).all()
    assert len(set(codes)) == 3
    assert all(len(each) == 16 for each in codes)
    assert "door_code" not in admin.get("/api/inventory/practice-rooms/1/").json


def test_a_code_nobody_gave_leads_nowhere(app, as_):
    for path in ("/door/1", "/door/1/display", f"/door/{'a' * 500}"):
        assert app.test_client().get(path).status_code == 404
    assert as_("sol").post("/door/1", data={"until": "2030-01-01T10:00"}).status_code == 404
    assert as_("sol").get("/door/1/in").status_code == 404


def guess(browser, many, path="/door/guess{}"):
    return [browser.get(path.format(n)).status_code for n in range(many)]


@pytest.mark.parametrize("path", ["/door/guess{}", "/door/guess{}/display"])
def test_who_guesses_codes_is_told_to_wait_but_the_right_one_works(app, code, path):
    stranger = app.test_client()
    assert guess(stranger, 30, path) == [404] * 30
    no = stranger.get(path.format("again"))
    assert no.status_code == 429
    assert 0 < int(no.headers["Retry-After"]) <= 900
    assert "try again in" in no.text
    assert stranger.get(path.replace("guess{}", code)).status_code == 200
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    assert stranger.get(path.format("again"), environ_base=elsewhere).status_code == 404
    with time_machine.travel(clock.now() + timedelta(minutes=16)):
        assert stranger.get(path.format("again")).status_code == 404


def test_the_same_holds_for_who_is_signed_in(as_, code):
    sol = as_("sol")
    guess(sol, 29)
    assert sol.get("/door/guess/in").status_code == 404
    assert sol.post("/door/guess", data={"until": "2030-01-01T10:00"}).status_code == 429
    assert sol.get("/door/guess/in").status_code == 429
    assert sol.get(f"/door/{code}/in").status_code == 303


def test_who_never_stops_guessing_is_not_even_told_when_right(app, code, monkeypatch):
    monkeypatch.setattr(throttle, "PER_RIGHT_DOOR", 40)
    stranger = app.test_client()
    assert guess(stranger, 50) == [404] * 30 + [429] * 20
    assert stranger.get(f"/door/{code}").status_code == 429
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(SignInFailure)) == 40


def test_guesses_at_doors_and_passwords_are_counted_apart(app, as_, code):
    nia = as_("nia")
    guess(nia, 60)
    assert as_("sol").get("/").status_code == 200
    with app.app_context(), transaction():
        for n in range(50):
            throttle.count(f"x{n}@school.test", "127.0.0.2")
    assert (
        nia.get("/door/wrong", environ_base={"REMOTE_ADDR": "127.0.0.2"}).status_code == 404
    )


def test_a_new_code_makes_the_old_one_lead_nowhere(app, as_, admin, code):
    assert (
        as_("dora").post("/rooms/1/door/renew").status_code
        == as_("sol").post("/rooms/1/door/renew").status_code
        == 403
    )
    assert app.test_client().get(f"/door/{code}").status_code == 200
    assert admin.post("/rooms/1/door/renew").status_code == 303
    assert admin.post("/rooms/9/door/renew").status_code == 404
    assert app.test_client().get(f"/door/{code}").status_code == 404
