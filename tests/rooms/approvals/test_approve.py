"""Approving a room: by a teacher or an admin, once, through every door; never over a closure or too late."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
import time_machine
from sqlalchemy import update

from tests.rooms.conftest import check_words, person
from webapp.core import clock
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.people.models import User
from webapp.rooms import rooms
from webapp.rooms.models import Reservation

API = "/api/inventory/reservations/"
DOORS = pytest.mark.parametrize("door", ["page", "api"])


def approve(browser, door, id=1, **more):
    if door == "api":
        return browser.post(f"{API}{id}/approve/", **more)
    return browser.post(f"/reservations/{id}/approve", data={"version": "1"})


@pytest.fixture
def link(app, asked):
    """The path of the link in the letter."""
    with app.app_context():
        text = db.session.query(Letter).filter_by(kind="reservation_requested").one().text
    return re.search(r"/r/room/\S+", text)[0]


def delay(app):
    """For how long an e-mail waits at least."""
    return timedelta(seconds=app.config["LETTER_DELAY"] - 5)


@pytest.mark.parametrize("name", ["tess", "ada"])
@DOORS
def test_the_time_is_theirs_and_they_hear_of_it_in_a_moment(
    app, as_, asked, became, written, letter, name, door
):
    answer = approve(as_(name), door)
    assert answer.status_code in (200, 303)
    assert became(asked) == ("confirmed", True, 1 if name == "tess" else 5)
    assert written() == [("asked", "sol"), ("requested", "tess"), ("approved", "sol")]
    sent = letter(kind="reservation_approved")
    assert sent.due_at - sent.written_at > delay(app)
    assert "STATUS:CONFIRMED" in sent.calendar
    check_words(sent.text, f"{name.title()} approved your request")
    shown = as_("sol").get(f"/reservations/{asked}").text
    check_words(shown, f"{name.title()} approved this on", without=["Undo"])


def test_the_program_hears_who_and_when(as_, asked):
    told = approve(as_("tess"), "api").json
    assert (told["status"], told["decided_by"], told["decision_notes"]) == (
        "confirmed",
        1,
        "",
    )
    assert datetime.fromisoformat(told["decided_at"])


@DOORS
@pytest.mark.parametrize(("name", "status"), [("nia", 404), ("sol", 403), ("dora", 403)])
def test_others_may_not(as_, asked, became, name, status, door):
    assert approve(as_(name), door).status_code == status
    assert became(asked) == ("pending", True, None)
    assert "Approve" not in as_("dora").get(f"/reservations/{asked}").text


@DOORS
def test_what_is_not_there_is_not_found(as_, door):
    assert approve(as_("tess"), door, 2**31 - 1).status_code == 404


@DOORS
def test_the_second_hears_who_was_faster(as_, asked, became, door):
    approve(as_("ada"), door)
    no = approve(as_("tess"), door)
    assert no.status_code == 409
    assert "Ada approved this on" in no.text
    assert became(asked)[2] == 5


@DOORS
@pytest.mark.parametrize("act", ["cancel", "move"])
def test_what_its_person_did_meanwhile_counts(as_, asked, became, monday, act, door):
    times = {"start_time": f"{monday}T18:00", "end_time": f"{monday}T19:00", "room": 2}
    as_("sol").post(f"{API}{asked}/{act}/", json=times if act == "move" else None)
    no = approve(as_("tess"), door)
    assert no.status_code == 409
    assert f"already {'cancelled' if act == 'cancel' else 'confirmed'}" in no.text


def test_a_request_that_was_moved_is_looked_at_again(as_, asked, became, monday):
    times = {"start_time": f"{monday}T18:00", "end_time": f"{monday}T19:00"}
    as_("sol").post(f"{API}{asked}/move/", json=times)
    tess = as_("tess")
    no = approve(tess, "page")
    assert no.status_code == 412
    assert "18:00–19:00" in no.text
    assert became(asked)[0] == "pending"
    assert approve(tess, "api", headers={"If-Match": '"v1"'}).status_code == 412
    assert approve(tess, "api", headers={"If-Match": '"v2"'}).status_code == 200


def test_a_room_out_of_use_is_not_given_away(app, as_, asked):
    with app.app_context(), transaction():
        rooms.describe(person("ada"), 1, is_active=False)
    no = approve(as_("tess"), "api")
    assert no.status_code == 409
    assert "no longer in use" in no.json["detail"]


@DOORS
def test_too_late_is_too_late_even_if_nobody_looked(as_, asked, became, door):
    with time_machine.travel(clock.now() + timedelta(hours=73)):
        no = approve(as_("tess"), door)
        assert no.status_code == 409
        assert "nobody answered in time" in no.text
    assert became(asked) == ("pending", True, None)


def test_the_same_tap_twice_is_one(as_, asked, written):
    tess = as_("tess")
    data = {"version": "1", "idempotency_key": "k"}
    codes = [
        tess.post(f"/reservations/{asked}/approve", data=data).status_code for _ in range(2)
    ]
    assert codes == [303, 303]
    assert written().count(("approved", "sol")) == 1


def test_two_at_once_approve_once(as_, asked, written):
    people = [as_(("tess", "ada")[n % 2]) for n in range(6)]
    with ThreadPoolExecutor(6) as pool:
        codes = list(pool.map(lambda browser: approve(browser, "api").status_code, people))
    assert sorted(codes) == [200] + [409] * 5
    assert written().count(("approved", "sol")) == 1


def test_approving_and_giving_back_at_once_ends_in_one_of_them(as_, asked, became):
    tess, sol = as_("tess"), as_("sol")
    with ThreadPoolExecutor(2) as pool:
        yes = pool.submit(approve, tess, "api")
        no = pool.submit(sol.post, f"{API}{asked}/cancel/")
        codes = yes.result().status_code, no.result().status_code
    outcome, live, _ = became(asked)
    assert codes in ((200, 200), (409, 200))
    assert (outcome, live) == ("cancelled", False)


def test_the_letters_link_decides_without_signing_in(app, link, asked, became):
    reader = app.test_client()
    card = reader.get(link)
    assert card.status_code == 200
    assert "for <b>Sol</b>" in card.text
    assert "My recital" in card.text
    token = re.search(r'name="csrf_token" value="([^"]+)"', card.text)[1]
    done = reader.post(f"{link}/approve", data={"csrf_token": token, "version": "1"})
    assert done.status_code == 303
    assert became(asked) == ("confirmed", True, 1)
    assert "Approved by you" in reader.get(done.location).text


def test_a_forged_link_opens_nothing_and_that_of_somebody_who_left_asks_to_sign_in(
    app, link
):
    assert app.test_client().get(f"{link[:-3]}abc").status_code == 404
    with app.app_context(), transaction():
        db.session.execute(update(User).where(User.id == 1).values(is_active=False))
    answer = app.test_client().get(link, follow_redirects=True)
    assert answer.request.path == "/login"


def test_the_letter_stays_in_the_house_if_they_give_the_time_back_first(
    as_, asked, written
):
    approve(as_("tess"), "api")
    as_("sol").post(f"{API}{asked}/cancel/")
    assert written() == [("asked", "sol"), ("requested", "tess"), ("cancelled", "sol")]


def test_a_page_that_was_never_pending_has_no_card(app, as_, book, monday):
    id = book("sol", 2, monday, "14:00", "15:00")
    assert "Your answer" not in as_("tess").get(f"/reservations/{id}").text
    no = approve(as_("tess"), "api", id)
    assert no.status_code == 409
    assert "already confirmed" in no.json["detail"]
    with app.app_context():
        assert db.session.get(Reservation, id).decided_at is None
