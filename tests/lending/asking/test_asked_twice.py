"""What is checked again when a request is sent, answered or given: reasons, doubles, second persons, and the item."""

import re

import pytest

from tests.support.loans import tagged
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.lending.models import Checkout
from webapp.people import tokens
from webapp.people.models import User
from webapp.school import settings
from webapp.stock.models import Item

API = "/api/inventory/checkouts/"
DOORS = pytest.mark.parametrize("door", ["page", "api"])


@DOORS
@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_declining_needs_a_reason(as_, asked, status, door, reason):
    tess = as_("tess")
    if door == "page":
        no = tess.post(f"/checkouts/{asked}/reject", data={"reason": reason})
        assert 'id="reason-error">Fill this in' in no.text
    else:
        no = tess.post(f"{API}{asked}/reject/", json={"reason": reason})
        assert no.json["fields"] == {"reason": ["Fill this in"]}
    assert no.status_code == 422
    assert status() == "pending"


def test_the_same_request_twice_is_told_and_sent_only_if_that_is_meant(as_, asked, wish):
    sol = as_("sol")
    no = sol.post(API, json=wish)
    assert no.status_code == 409
    assert no.json["facts"]["checkout"] == asked
    assert no.json["offers"] == [
        {"label": "Send this one too", "change": {"send_anyway": True}}
    ]
    assert sol.post(API, json=wish | no.json["offers"][0]["change"]).status_code == 201
    assert as_("nia").post(API, json=wish | {"item": 2}).status_code == 201


def test_on_the_page_one_tap_sends_it_all_the_same(app, as_, asked, typed):
    sol = as_("sol")
    page = sol.post("/items/1", data=typed | {"notes": "for Friday"})
    assert page.status_code == 409
    assert "is already waiting for an answer" in page.text
    assert "for Friday" in page.text
    instead = re.search(r'name="instead" value="(.+?)">Send this one too<', page.text)[1]
    assert sol.post("/items/1", data=typed | {"instead": instead}).status_code == 303
    with app.app_context():
        assert db.session.query(Checkout).count() == 2


def test_what_is_answered_or_expired_may_be_asked_for_again(as_, asked, wish):
    as_("tess").post(f"{API}{asked}/reject/", json={"reason": "Next week"})
    assert as_("sol").post(API, json=wish).status_code == 201


def test_a_walk_in_is_told_by_e_mail_what_they_have(app, as_, letters):
    with app.app_context(), transaction():
        unit = tagged("VLN-1")
    as_("dora").post(f"/desk/lend/{unit}", data={"student": "Nia"})
    assert letters() == [("lent", "nia")]
    with app.app_context():
        assert "is yours until" in db.session.query(Letter).one().text


@DOORS
def test_where_the_school_wants_it_another_approves_what_staff_ask_for_themselves(
    app, as_, wish, status, door
):
    with app.app_context(), transaction():
        settings.change("second_person_loans", True)
    tess, ada = as_("tess"), as_("ada")
    id = tess.post(API, json=wish).json["id"]
    path = f"/checkouts/{id}/approve" if door == "page" else f"{API}{id}/approve/"
    sent = {} if door == "page" else {"json": {}}
    assert tess.post(path, **sent).status_code == 403
    assert status(id) == "pending"
    assert ada.post(path, **sent).status_code in (200, 303)
    assert status(id) == "approved"


@pytest.fixture
def approve(app):
    """`approve(token, id)`: a program does."""

    def post(token, id):
        key = {"Authorization": f"Bearer {token}"}
        return app.test_client().post(f"{API}{id}/approve/", json={}, headers=key)

    return post


def issued(app, **by):
    """A token in Tess's name, where loans of staff take a second person."""
    with app.app_context(), transaction():
        settings.change("second_person_loans", True)
        return tokens.issue(db.session.get(User, 1), **by)


def test_a_token_that_another_issued_is_not_the_second_person(
    app, as_, wish, status, approve
):
    """Ada asks for herself and approves by a token in Tess's name; for a student's loan it takes no second."""
    token = issued(app, by=Actor(5, "Ada", "admin", 0))
    adas, sols = (as_(who).post(API, json=wish).json["id"] for who in ("ada", "sol"))
    no = approve(token, adas)
    assert no.status_code == 403
    assert "somebody else issued" in no.text
    assert status(adas) == "pending"
    assert approve(token, sols).status_code == 200


def test_a_token_of_ones_own_is(app, as_, wish, approve):
    token = issued(app)
    id = as_("ada").post(API, json=wish).json["id"]
    assert approve(token, id).status_code == 200


def test_the_setting_is_the_schools_and_off_by_default(as_, wish):
    ada, path = as_("ada"), "/api/inventory/settings/"
    assert ada.get(path).json["second_person_loans"] is False
    assert "Two people for staff" in ada.get("/settings").text
    id = as_("tess").post(API, json=wish).json["id"]
    assert as_("tess").post(f"{API}{id}/approve/", json={}).status_code == 200
    assert (
        ada.patch(path, json={"second_person_loans": True}).json["second_person_loans"]
        is True
    )


@pytest.fixture
def change(app):
    def now(**changes):
        with app.app_context(), transaction():
            for name, value in changes.items():
                setattr(db.session.get(Item, 1), name, value)

    return now


@pytest.mark.parametrize("gone", ["archived", "not borrowable"])
@pytest.mark.parametrize("hand_out", [False, True])
def test_approval_asks_again_whether_the_item_is_lent(
    app, as_, asked, status, change, gone, hand_out
):
    if gone == "archived":
        assert as_("tess").delete("/api/inventory/items/1/").status_code == 204
    else:
        change(is_borrowable=False)
    no = as_("tess").post(f"{API}{asked}/approve/", json={"hand_out": hand_out})
    assert no.status_code == 409
    assert ("archived" if gone == "archived" else "not lent out") in no.json["detail"]
    assert status() == "pending"


def test_not_even_staff_ask_for_what_is_archived(as_, wish):
    tess = as_("tess")
    tess.delete("/api/inventory/items/1/")
    assert tess.post(API, json=wish | {"student": 2}).status_code == 409
    assert 'name="quantity"' not in tess.get("/items/1").text
    assert "The next five weeks" not in tess.get("/items/1").text


def test_requests_of_a_disabled_teachers_students_wait_for_the_admins(app, as_, asked):
    assert "request-1" not in as_("ada").get("/approvals").text
    with app.app_context(), transaction():
        db.session.get(User, 1).is_active = False
    assert 'id="request-1"' in as_("ada").get("/approvals").text


def test_an_admin_who_teaches_answers_those_they_teach_too(app, as_, asked):
    with app.app_context(), transaction():
        db.session.get(User, 2).teacher_id = 5
    assert 'id="request-1"' in as_("ada").get("/approvals").text


def test_the_count_of_the_queue_goes_down_with_each_answer(as_, asked, wish):
    as_("nia").post(API, json=wish)
    assert "2 wait for you" in as_("tess").get("/approvals").text
    queue = {"HX-Current-URL": "http://localhost/approvals"}
    card = as_("tess", htmx=True).post(f"/checkouts/{asked}/approve", headers=queue).text
    assert (
        '<hx-partial hx-target="#waiting" hx-swap="innerHTML">1 waits for you</hx-partial>'
        in card
    )
    elsewhere = {"HX-Current-URL": f"http://localhost/checkouts/{asked}"}
    assert (
        "#waiting"
        not in as_("tess", htmx=True)
        .post(f"/checkouts/{asked}/undo", headers=elsewhere)
        .text
    )
    assert "hx-partial" not in as_("tess").get(f"/checkouts/{asked}").text


def test_the_desk_says_lend_where_nobody_waits(app, as_, wish):
    with app.app_context(), transaction():
        tagged("VLN-1")
    dora = as_("dora")
    assert "Lend…" in dora.get("/desk?code=VLN-1").text
    id = as_("sol").post(API, json=wish).json["id"]
    as_("tess").post(f"{API}{id}/approve/", json={})
    assert "Lend to somebody else…" in dora.get("/desk?code=VLN-1").text


def test_values_are_told_with_their_currency(as_, asked):
    for path in ("/items/1", f"/checkouts/{asked}"):
        assert re.search(r"<dt>Value</dt><dd>(EUR|€)\s*300", as_("tess").get(path).text), (
            path
        )
