"""A decision about a room can be taken back until its e-mail is sent, if the time is still free."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import update

from webapp.core import clock
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter

API = "/api/inventory/reservations/"
DOORS = pytest.mark.parametrize("door", ["page", "api"])
VERBS = pytest.mark.parametrize("verb", ["approve", "decline"])


@pytest.fixture
def decided(as_, asked):
    """`decided("approve")`: Tess said so; answers the id."""

    def say(verb):
        body = {"reason": "Not then"} if verb == "decline" else None
        assert as_("tess").post(f"{API}{asked}/{verb}/", json=body).status_code == 200
        return asked

    return say


def undo(browser, id, door="api"):
    return browser.post(f"{API}{id}/undo/" if door == "api" else f"/reservations/{id}/undo")


@VERBS
@DOORS
def test_undone_is_as_if_nothing_was_said(as_, decided, became, written, hour, verb, door):
    id = decided(verb)
    assert "Undo" in as_("tess").get(f"/reservations/{id}").text
    assert undo(as_("tess"), id, door).status_code in (200, 303)
    assert became(id) == ("pending", True, None)
    assert written() == [("asked", "sol"), ("requested", "tess")]
    assert as_("nia").post(API, json=hour).status_code == 409
    assert "Approve" in as_("tess").get(f"/reservations/{id}").text


@VERBS
def test_what_was_undone_can_be_decided_again(as_, decided, became, written, verb):
    id = decided(verb)
    undo(as_("tess"), id)
    decided("approve")
    assert became(id)[:2] == ("confirmed", True)
    assert written()[2:] == [("approved", "sol")]


@VERBS
def test_the_letter_that_left_cannot_be_called_back(app, as_, decided, became, verb):
    id = decided(verb)
    with app.app_context(), transaction():
        sent = (
            update(Letter)
            .where(Letter.step.startswith("decided"))
            .values(sent_at=clock.now())
        )
        db.session.execute(sent)
    before = became(id)
    no = undo(as_("tess"), id)
    assert no.status_code == 409
    assert "already been sent" in no.json["detail"]
    assert became(id) == before
    assert "Undo" not in as_("tess").get(f"/reservations/{id}").text


def test_a_slot_that_was_taken_stays_taken(as_, decided, became, hour):
    id = decided("decline")
    assert as_("nia").post(API, json=hour | {"room": 1}).status_code == 201
    for door in ("api", "page"):
        no = undo(as_("tess"), id, door)
        assert no.status_code == 409
        assert "has been taken since" in no.text
    assert became(id) == ("declined", False, 1)


def test_what_they_booked_since_leaves_no_room_in_their_quota(
    as_, decided, became, rule, book, monday
):
    id = decided("decline")
    rule("A day", role="student", day_minutes=90)
    book("sol", 3, monday, "18:00", "19:00")
    for door in ("api", "page"):
        no = undo(as_("tess"), id, door)
        assert no.status_code == 409
        assert "booked other times since. Day quota: 1 h of 1 h 30 min used" in no.text
    assert became(id) == ("declined", False, 1)
    as_("sol").post(f"{API}2/cancel/")
    assert undo(as_("tess"), id).status_code == 200
    assert became(id)[:2] == ("pending", True)


@VERBS
def test_too_late_to_decide_is_too_late_to_undo(as_, asked, became, verb):
    with time_machine.travel(
        clock.now() + timedelta(hours=71, minutes=59, seconds=30), tick=False
    ) as now:
        tess = as_("tess")
        tess.post(
            f"{API}{asked}/{verb}/", json={"reason": "No"} if verb == "decline" else None
        )
        now.shift(50)
        no = undo(tess, asked)
    assert no.status_code == 409
    assert "too late" in no.json["detail"]
    assert became(asked)[2] == 1


@pytest.mark.parametrize(("name", "status"), [("nia", 404), ("sol", 403), ("dora", 403)])
def test_others_may_not(as_, decided, became, name, status):
    id = decided("approve")
    assert undo(as_(name), id).status_code == status
    assert became(id)[0] == "confirmed"


def test_there_must_be_a_decision(as_, asked, became):
    no = undo(as_("tess"), asked)
    assert no.status_code == 409
    assert "no decision" in no.json["detail"]
    assert became(asked) == ("pending", True, None)


def test_what_was_given_back_since_stays(as_, decided, became):
    id = decided("approve")
    as_("sol").post(f"{API}{id}/cancel/")
    assert undo(as_("tess"), id).status_code == 409
    assert became(id)[:2] == ("cancelled", False)


@VERBS
def test_two_undos_at_once_are_one(as_, decided, became, verb):
    id = decided(verb)
    browsers = [as_("tess") for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        codes = list(pool.map(lambda browser: undo(browser, id).status_code, browsers))
    assert sorted(codes) == [200, 409, 409, 409]
    assert became(id) == ("pending", True, None)
