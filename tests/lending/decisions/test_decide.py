"""Deciding: in the queue, on the request's page, and by the link of the letter."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from tests.support.days import ahead
from tests.support.queries import counted
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.lending.suspensions import borrowing_records
from webapp.people.models import User
from webapp.stock.models import Item

API = "/api/inventory/checkouts/"


@pytest.fixture
def link(app, asked):
    """The path in Tess's letter."""
    with app.app_context():
        text = db.session.scalar(select(Letter.text).where(Letter.kind == "requested"))
    return re.search(r"https?://[^/]+(/r/\S+)", text)[1]


@pytest.fixture
def passer_by(app):
    """A browser in which nobody is signed in."""
    browser = app.test_client()

    def post(path, **said):
        page = browser.get("/login").text
        key = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
        return browser.post(path, data=said | {"csrf_token": key})

    browser.send = post
    return browser


def test_looking_at_the_link_decides_nothing(passer_by, link, status):
    page = passer_by.get(link)
    assert page.status_code == 200
    assert status() == "pending"
    assert all(
        words in page.text
        for words in ("2 of 2 free", "No loans yet", "Approve", "Decline", "as Tess")
    )
    assert passer_by.get(f"{link}/approve").status_code == 405
    assert status() == "pending"


def test_signed_out_a_drawing_stands_for_the_photo(app, as_, passer_by, link):
    with app.app_context(), transaction():
        db.session.get(Item, 1).face = "1-0123456789ab"
    drawn = '/pictures/1-0123456789ab/face"'
    assert drawn not in passer_by.get(link).text
    assert '<span class="pict" data-fam="strings' in passer_by.get(link).text
    assert drawn in as_("tess").get(link).text


def test_one_tap_approves(passer_by, link, status, shelf, letters):
    assert passer_by.send(f"{link}/approve").status_code == 303
    assert (status(), shelf()) == ("approved", (2, 0, 0, 0))
    assert ("approved", "sol") in letters()
    assert "Approved by you" in passer_by.get(link).text
    assert passer_by.send(f"{link}/undo").status_code == 303
    assert status() == "pending"


def test_the_link_declines_with_a_reason_and_changes_dates(passer_by, link, as_, asked):
    later = str(ahead(9))
    assert later[:4] in passer_by.get(f"{link}/change").text
    assert passer_by.send(f"{link}/change", due_date=later).status_code == 303
    assert as_("sol").get(f"{API}{asked}/").json["due_date"] == later
    passer_by.send(f"{link}/undo")
    assert "Bring the other one back first" in passer_by.get(f"{link}/reject").text
    assert passer_by.send(f"{link}/reject", reason="Talk to me first").status_code == 303
    assert as_("sol").get(f"{API}{asked}/").json["reason"] == "Talk to me first"


def test_a_post_without_its_form_is_refused(app, link, status):
    assert app.test_client().post(f"{link}/approve").status_code == 400
    assert status() == "pending"


def test_somebody_faster_is_told_kindly(passer_by, as_, link, asked):
    as_("ada").post(f"/checkouts/{asked}/approve")
    late = passer_by.send(f"{link}/approve")
    assert late.status_code == 409
    assert "Approved by Ada" in late.text
    assert "<h1" in late.text


@pytest.mark.parametrize(
    "spoil",
    [lambda path: path[:-2] + "xx", lambda path: "/r/nonsense", lambda path: "/r/1.2.3"],
)
def test_a_made_up_link_opens_nothing(passer_by, link, spoil):
    assert passer_by.get(spoil(link)).status_code == 404
    assert passer_by.send(f"{spoil(link)}/approve").status_code == 404


def test_a_teacher_who_left_decides_nothing(app, passer_by, link, status):
    with app.app_context(), transaction():
        db.session.get(User, 1).is_active = False
    assert passer_by.send(f"{link}/approve").status_code == 303  # to where one signs in
    with app.app_context(), transaction():
        db.session.get(User, 1).is_active = True
    assert status() == "pending"


def test_a_teacher_who_teaches_no_more_may_not(app, passer_by, link, as_, asked):
    with app.app_context(), transaction():
        db.session.query(User).filter_by(teacher_id=1).update({"teacher_id": None})
        db.session.get(User, 1).role = "desk"
    assert passer_by.send(f"{link}/approve").status_code == 403
    assert as_("ada").get(f"{API}{asked}/").json["status"] == "pending"


@pytest.mark.parametrize("due", ["", "2020-01-01", "9999-12-31", "soon"])
def test_another_day_must_make_sense(as_, asked, status, due):
    answer = as_("tess").post(f"/checkouts/{asked}/change", data={"due_date": due})
    assert answer.status_code == (303 if due == "" else 422)
    assert status() == ("approved" if due == "" else "pending")


def test_page_and_api_approve_until_another_day_alike(as_, asked):
    later = str(ahead(40))
    answer = as_("tess").post(f"{API}{asked}/approve/", json={"due_date": later})
    assert (answer.json["due_date"], answer.json["status"]) == (later, "approved")


@pytest.mark.parametrize("door", ["page", "api"])
def test_approved_and_handed_out_is_one_act(as_, asked, shelf, door):
    tess = as_("tess")
    if door == "page":
        tess.post(
            f"/checkouts/{asked}/change", data={"due_date": str(ahead(0)), "hand_out": "y"}
        )
    else:
        assert (
            tess.post(f"{API}{asked}/approve/", json={"hand_out": True}).json["status"]
            == "out"
        )
    assert shelf() == (1, 0, 1, 0)
    assert tess.post(f"{API}{asked}/undo/").json["status"] == "pending"
    assert shelf() == (2, 0, 0, 0)


def test_teachers_see_their_students_and_on_request_everyones(app, as_, asked):
    with app.app_context(), transaction():
        db.session.get(User, 3).teacher_id = None
    as_("nia").post(API, json={"item": 2, "quantity": 1})
    seen = {
        (who, of): set(
            re.findall(r'id="request-(\d+)"', as_(who).get(f"/approvals?of={of}").text)
        )
        for who in ("tess", "ada")
        for of in ("", "everyone")
    }
    assert seen[("tess", "")] == {"1"}
    assert seen[("ada", "")] == {"2"}
    assert seen[("tess", "everyone")] == seen[("ada", "everyone")] == {"1", "2"}


def test_without_a_teacher_the_admins_are_asked(app, as_, letters):
    with app.app_context(), transaction():
        db.session.get(User, 2).teacher_id = None
    as_("sol").post(API, json={"item": 1, "quantity": 1})
    assert letters() == [("requested", "ada")]


def test_the_judgement_knows_the_record(as_, wish):
    tess, sol = as_("tess"), as_("sol")
    for _ in range(2):
        id = sol.post(API, json=wish).json["id"]
        tess.post(f"{API}{id}/approve/", json={})
        tess.post(f"{API}{id}/return_item/", json={})
    sol.post(API, json=wish)
    as_("nia").post(API, json=wish | {"quantity": 1})
    page = tess.get("/approvals").text
    assert "2 loans returned, all on time." in page
    assert "2 of 2 free" in page
    assert as_("nia").get("/approvals").text.count("request-") == 0


@pytest.mark.parametrize(
    ("on_time", "late", "out", "words"),
    [
        (0, 0, 0, ("No loans yet.", "Nothing out now")),
        (0, 0, 2, ("Nothing returned yet.", "2 loans out now")),
        (1, 0, 2, ("1 loan returned, on time.", "2 loans out now")),
        (2, 1, 1, ("3 loans returned, 1 late.", "1 loan out now")),
    ],
)
def test_the_record_tells_what_came_back_from_what_is_out(on_time, late, out, words):
    record = borrowing_records.Record(on_time, late, out)
    assert (record.returned, record.out_now) == words


def test_the_queue_asks_the_database_as_often_for_twenty_as_for_two(app, as_):
    def queries(count):
        for _ in range(count):
            as_("sol").post(API, json={"item": 2, "quantity": 1, "due_date": str(ahead(0))})
        browser = as_("tess")
        with counted(app) as seen:
            assert browser.get("/approvals").status_code == 200
        return len(seen)

    assert queries(1) == queries(4)


def test_ten_teachers_at_once_approve_once(as_, asked, shelf, letters):
    browsers = [as_("tess") for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        codes = list(
            pool.map(lambda b: b.post(f"/checkouts/{asked}/approve").status_code, browsers)
        )
    assert sorted(codes) == [303] + [409] * 7
    assert shelf() == (2, 0, 0, 0)
    assert letters().count(("approved", "sol")) == 1
