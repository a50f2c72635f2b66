"""Declining a room: with a reason, which its person reads; the time is free at once and costs nothing."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.rooms.conftest import person
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.rooms.rules import rules

API = "/api/inventory/reservations/"
WHY = "The choir rehearses then"
DOORS = pytest.mark.parametrize("door", ["page", "api"])


def decline(browser, door, reason=WHY, id=1, version=1):
    if door == "api":
        return browser.post(f"{API}{id}/decline/", json={"reason": reason})
    return browser.post(
        f"/reservations/{id}/decline", data={"reason": reason, "version": str(version)}
    )


@DOORS
def test_the_time_is_free_and_they_hear_why(app, as_, asked, became, written, hour, door):
    assert decline(as_("tess"), door).status_code in (200, 303)
    assert became(asked) == ("declined", False, 1)
    assert written() == [("asked", "sol"), ("requested", "tess"), ("declined", "sol")]
    with app.app_context():
        letter = db.session.query(Letter).filter_by(kind="reservation_declined").one()
        assert WHY in letter.text
        assert "Tess declined" in letter.text
        assert "METHOD:CANCEL" in letter.calendar
        assert letter.due_at > letter.written_at
    assert as_("nia").post(API, json=hour).status_code == 201


@DOORS
def test_it_costs_nothing_and_shows_as_declined(as_, asked, door):
    decline(as_("tess"), door)
    sol = as_("sol")
    told = sol.get(f"{API}{asked}/").json
    assert (told["status"], told["late"], told["decision_notes"]) == (
        "cancelled",
        False,
        WHY,
    )
    shown, listed = (
        sol.get(f"/reservations/{asked}").text,
        sol.get("/reservations?past=1").text,
    )
    assert "Declined" in shown
    assert "Tess declined this on" in shown
    assert WHY in shown
    assert "Declined" in listed
    assert "Nothing" in listed
    assert (
        "€0.00" in sol.get("/people/2/statement").text
        or "Nothing" in sol.get("/people/2/statement").text
    )


def test_the_quota_comes_back(app, as_, must_ask, hour, monday):
    with app.app_context(), transaction():
        rules.add(person("ada"), name="An hour", role="student", rolling_minutes=60)
    sol, later = (
        as_("sol"),
        hour | {"start_time": f"{monday}T18:00", "end_time": f"{monday}T19:00"},
    )
    sol.post(API, json=hour)
    assert sol.post(API, json=later).status_code == 409
    decline(as_("tess"), "api")
    assert sol.post(API, json=later).status_code == 201


def test_who_waits_for_the_time_hears_of_it(app, as_, asked, monday):
    wish = {
        "room": 1,
        "start_time": f"{monday}T14:00",
        "end_time": f"{monday}T15:00",
        "minutes": 60,
    }
    id = as_("nia").post("/api/inventory/waitlist/", json=wish).json["id"]
    decline(as_("tess"), "api")
    with app.app_context():
        assert (
            db.session.query(Letter).filter_by(kind="wait_offered", subject_id=id).count()
            == 1
        )


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501, "\x00"])
@DOORS
def test_a_reason_is_needed(as_, asked, became, reason, door):
    no = decline(as_("tess"), door, reason)
    assert no.status_code == 422
    assert became(asked) == ("pending", True, None)
    if door == "page" and len(reason) > 9:
        assert reason in no.text


@DOORS
@pytest.mark.parametrize(("name", "status"), [("nia", 404), ("sol", 403), ("dora", 403)])
def test_others_may_not(as_, asked, became, name, status, door):
    assert decline(as_(name), door).status_code == status
    assert became(asked) == ("pending", True, None)


def test_the_page_asks_why_and_changes_nothing(as_, asked, became):
    page = as_("tess").get(f"/reservations/{asked}/decline")
    assert "Decline, because…" in page.text
    assert "Studio A for Sol" in page.text
    assert as_("nia").get(f"/reservations/{asked}/decline").status_code == 404
    assert became(asked) == ("pending", True, None)


@DOORS
def test_the_second_hears_who_was_faster(as_, asked, became, door):
    as_("ada").post(f"{API}{asked}/approve/")
    no = decline(as_("tess"), door)
    assert no.status_code == 409
    assert "Ada approved this on" in no.text
    assert became(asked) == ("confirmed", True, 5)


def test_a_request_that_was_moved_keeps_the_typed_reason(as_, asked, became, monday):
    times = {"start_time": f"{monday}T18:00", "end_time": f"{monday}T19:00"}
    as_("sol").post(f"{API}{asked}/move/", json=times)
    no = decline(as_("tess"), "page")
    assert no.status_code == 412
    assert WHY in no.text
    assert 'name="version" type="hidden" value="2"' in no.text
    assert became(asked)[0] == "pending"
    assert decline(as_("tess"), "page", version=2).status_code == 303


def test_the_same_twice_declines_once(as_, asked, written):
    tess, data = as_("tess"), {"reason": WHY, "version": "1", "idempotency_key": "k"}
    codes = [
        tess.post(f"/reservations/{asked}/decline", data=data).status_code for _ in range(2)
    ]
    assert codes == [303, 303]
    assert written().count(("declined", "sol")) == 1


def test_approving_and_declining_at_once_is_one_of_them(as_, asked, became, written):
    people = [as_(("tess", "ada")[n % 2]) for n in range(6)]

    def answer(n):
        if n % 2:
            return decline(people[n], "api").status_code
        return people[n].post(f"{API}{asked}/approve/").status_code

    with ThreadPoolExecutor(6) as pool:
        codes = list(pool.map(answer, range(6)))
    assert sorted(codes) == [200] + [409] * 5
    assert became(asked)[:2] in (("confirmed", True), ("declined", False))
    assert sum(kind in ("approved", "declined") for kind, _ in written()) == 1
