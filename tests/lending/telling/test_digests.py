"""One e-mail a day with all that concerns somebody: once a step, the highest one if a day was missed."""

import pytest
from sqlalchemy import select, update

from tests.lending.conftest import API
from tests.support.days import ahead
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.lending.models import Checkout
from webapp.lending.telling import lines
from webapp.people.models import User
from webapp.school import settings

from .acts import due, forget_today, send, tell, write


def test_i01_before_it_is_due(app, out):
    due(app, 3)
    assert tell(app) == {}
    due(app, 2)
    assert "- Student Violin 4/4: due on" in tell(app)["Sol"]
    forget_today(app)
    assert tell(app) == {}


def test_i02_each_step_is_told_once(app, out):
    for days, words in ((1, "1 day ago"), (7, "7 days ago"), (14, "14 days ago")):
        due(app, -days)
        assert words in tell(app)["Sol"]
        forget_today(app)
        assert tell(app) == {}


def test_i03_all_of_a_persons_things_are_in_one_letter(app, both):
    due(app, -1, both[0])
    due(app, 1, both[1])
    letters = tell(app)
    assert list(letters) == ["Sol"]
    assert "Student Violin 4/4: was due on" in letters["Sol"]
    assert "Cello 3/4: due on" in letters["Sol"]
    assert letters["Sol"].count("See your loans:\nhttp") == 1


def test_one_letter_a_day(app, both):
    due(app, 1, both[0])
    due(app, 20, both[1])
    assert list(tell(app)) == ["Sol"]
    due(app, -1, both[1])
    assert tell(app) == {}
    forget_today(app)
    assert "Cello 3/4: was due on" in tell(app)["Sol"]


def test_i04_a_missed_day_is_made_up_by_the_highest_step_only(app, out):
    due(app, -9)
    assert "9 days ago" in tell(app)["Sol"]
    forget_today(app)
    assert tell(app) == {}


@pytest.mark.parametrize("what", ["returned", "extended"])
def test_i05_nothing_is_told_that_is_over_when_the_letter_leaves(app, as_, out, what):
    due(app, -1)
    assert write(app) == [2]
    if what == "returned":
        as_("dora").post(f"{API}{out}/return_item/", json={})
    else:
        due(app, 20)
    assert send(app) == {}
    with app.app_context():
        letter = db.session.scalars(select(Letter).where(Letter.kind == "digest")).one()
        assert letter.cancelled_at
        assert not letter.sent_at
        assert not letter.text


def test_what_is_over_is_left_out_of_what_is_said(app, as_, both):
    due(app, -1)
    write(app)
    as_("dora").post(f"{API}{both[0]}/return_item/", json={})
    text = send(app)["Sol"]
    assert "Cello" in text
    assert "Violin" not in text


def test_i08_the_loan_says_who_was_told_what(app, as_, out):
    due(app, -1)
    tell(app)
    told = as_("tess").get(f"{API}{out}/tellings/").json
    assert [(each["name"], each["reader"], each["days"]) for each in told] == [
        ("Sol", "borrower", 1)
    ]
    assert told[0]["sent_at"]
    assert "Told that it is 1 day late" in as_("sol").get(f"/checkouts/{out}").text
    assert as_("nia").get(f"{API}{out}/tellings/").status_code == 404


def test_what_was_withdrawn_was_not_told(app, as_, out):
    due(app, -1)
    write(app)
    due(app, 20)
    send(app)
    due(app, -1)
    assert as_("tess").get(f"{API}{out}/tellings/").json == []
    assert "1 day ago" in tell(app)["Sol"]


def test_i06_later_steps_go_to_the_teacher_and_the_office(app, as_, out):
    due(app, -14)
    letters = tell(app)
    assert set(letters) == {"Sol", "Tess"}
    assert "Sol, was due on" in letters["Tess"]
    forget_today(app)
    due(app, -30)
    assert set(tell(app)) == {"Sol", "Tess", "Ada"}
    told = as_("tess").get(f"{API}{out}/tellings/").json
    assert {each["reader"] for each in told} == {"borrower", "teacher", "office"}
    assert {each["reader"] for each in as_("sol").get(f"{API}{out}/tellings/").json} == {
        "borrower"
    }


def test_what_others_have_is_cut_and_all_of_it_was_told(app, both, monkeypatch):
    monkeypatch.setattr(lines, "MOST", 1)
    due(app, -15, both[0])
    due(app, -16, both[1])
    letter = tell(app)["Tess"]
    assert "Sol, was due on" in letter
    assert "Violin" not in letter
    assert "And 1 more loan.\n\nSee who is late:\n" in letter
    forget_today(app)
    assert tell(app) == {}


def test_i11_whom_else_to_tell_is_set(app, out):
    with app.app_context(), transaction():
        settings.change("tell_teacher_days", 0)
        settings.change("tell_office_days", 7)
    due(app, -14)
    assert set(tell(app)) == {"Sol", "Ada"}


def test_every_admin_is_told(app, out):
    with app.app_context(), transaction():
        db.session.execute(update(User).where(User.name == "Dora").values(role="admin"))
    due(app, -30)
    assert set(tell(app)) == {"Sol", "Tess", "Ada", "Dora"}


def test_who_may_not_come_in_gets_none(app, as_, out):
    due(app, -1)
    as_("ada").post("/people/2/disable")
    assert tell(app) == {}


@pytest.mark.parametrize("days", [0, 2, 5])
def test_what_the_letter_calls_soon_the_chip_does(app, as_, out, days):
    with app.app_context(), transaction():
        settings.change("due_soon_days", days)
    sol = as_("sol")
    due(app, days + 1)
    assert tell(app) == {}
    assert "Due soon" not in sol.get("/checkouts").text
    due(app, days)
    assert list(tell(app)) == ["Sol"]
    assert "Due soon" in sol.get("/checkouts").text


def test_two_runs_write_one_letter(app, out):
    due(app, -1)
    assert [write(app), write(app)] == [[2], []]


def test_what_lies_ready_is_in_it_too(app, as_, out):
    id = as_("sol").post(API, json={"item": 2, "due_date": str(ahead(7))}).json["id"]
    as_("tess").post(f"{API}{id}/approve/", json={})
    as_("dora").post(f"{API}{id}/set_aside/", json={})
    due(app, -1)
    assert "Ready to pick up at the desk:\n- Cello 3/4" in tell(app)["Sol"]


def test_overdue_shows_everywhere_when_the_day_turns(app, as_, out):
    due(app, -1)
    assert "Overdue" in as_("sol").get("/").text
    assert "1 day late" in as_("sol").get("/checkouts").text
    assert "Overdue" in as_("dora").get("/desk").text
    found = as_("tess").get("/api/inventory/checkouts/?status=overdue").json
    assert [each["overdue"] for each in found] == [True]


def test_a_sets_parts_are_one_thing(app, as_):
    parts = [{"item": 1}, {"item": 2}]
    as_("tess").post("/api/inventory/sets/", json={"name": "Duo", "parts": parts})
    as_("sol").post(API, json={"set": 1, "due_date": str(ahead(5))})
    with app.app_context():
        ids = list(db.session.scalars(select(Checkout.id)))
    for id in ids:
        as_("tess").post(f"/checkouts/{id}/approve_and_hand_out")
    due(app, -1)
    text = tell(app)["Sol"]
    assert "- Set: Duo: was due on" in text
    assert "\n  - Student Violin 4/4\n  - Cello 3/4\n" in text
