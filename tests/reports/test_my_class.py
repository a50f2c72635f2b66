"""A teacher's class for programs: the facts, the order and the access of the page."""

import re

import pytest

from tests.reports.test_my_students import NIA, PAGE, shown
from tests.support.queries import counted
from webapp.core.bounces import Bounce
from webapp.core.db import db, transaction
from webapp.people.models import Group, Membership, User

API = "/api/inventory/class/"


def names(browser, query=""):
    answer = browser.get(f"{API}{query}")
    assert answer.status_code == 200, answer.json
    return [each["name"] for each in answer.json]


def student(browser, name):
    return next(each for each in browser.get(API).json if each["name"] == name)


def test_page_and_api_list_the_same_students_by_each_filter(as_, busy):
    tess = as_("tess")
    assert names(tess) == ["Zoe", "Nia", "Abe", "Kim", "Sol", "Uli"]
    for show in ("", "late", "asking", "no_room"):
        assert names(tess, f"?show={show}") == shown(tess, f"?show={show}")


def test_it_says_what_the_page_says(as_, busy):
    tess = as_("tess")
    zoe, abe, kim = (student(tess, name) for name in ("Zoe", "Abe", "Kim"))
    assert [(loan["item_name"], loan["overdue"]) for loan in zoe["has"]] == [
        ("Cello 3/4", True)
    ]
    assert f"/checkouts/{zoe['to_remind']}/remind" in tess.get(PAGE).text
    assert [loan["item_name"] for loan in abe["asks"]] == ["Student Violin 4/4"]
    assert [booking["room_name"] for booking in abe["bookings"]] == ["Studio A"]
    assert (kim["has"], kim["asks"], kim["bookings"]) == ([], [], [])


def test_it_says_who_is_late_and_who_has_something_due(as_, busy):
    tess = as_("tess")
    standing = {each["name"]: each["standing"] for each in tess.get(API).json}
    expected = dict.fromkeys(standing, "fine") | {"Zoe": "late", "Nia": "due"}
    assert standing == expected


def test_who_was_told_today_is_not_to_be_reminded_again(as_, busy):
    tess = as_("tess")
    id = student(tess, "Zoe")["to_remind"]
    assert tess.post(f"/api/inventory/checkouts/{id}/remind/").status_code == 200
    assert student(tess, "Zoe")["to_remind"] is None


def test_whom_no_e_mail_reaches_is_marked(app, as_, busy):
    with app.app_context(), transaction():
        db.session.add(Bounce(address="zoe@school.test", reason="No such user"))
    assert student(as_("tess"), "Zoe")["is_unreached"]
    assert not student(as_("tess"), "Kim")["is_unreached"]


def test_a_group_is_a_filter_and_one_that_is_not_there_is_404(app, as_, busy):
    with app.app_context(), transaction():
        group = Group(name="Strings", kind="ensemble", teacher_id=1)
        db.session.add(group)
        db.session.flush()
        db.session.add(Membership(group_id=group.id, user_id=busy["Kim"]))
        id = group.id
    assert names(as_("tess"), f"?group={id}") == ["Kim"]
    assert as_("tess").get(f"{API}?group=999").status_code == 404


def test_nobody_else_s_students_are_in_it(app, as_, busy):
    with app.app_context(), transaction():
        db.session.get_one(User, NIA).teacher_id = None
    assert names(as_("tess")) == ["Zoe", "Abe", "Kim", "Sol", "Uli"]
    assert names(as_("ada")) == []


def test_strangers_sign_in_and_students_may_not(app, as_):
    assert app.test_client().get(API).status_code == 401
    for query in ("", "?group=999", "?show=nonsense"):
        assert as_("sol").get(f"{API}{query}").status_code == 403


@pytest.mark.parametrize("query", ["?show=nonsense", "?group=x", "?after=x"])
def test_what_makes_no_sense_is_refused(as_, query):
    assert as_("tess").get(f"{API}{query}").status_code == 422


def test_it_goes_on_where_a_page_ended_and_asks_as_much_for_many_as_for_few(app, as_, busy):
    tess = as_("tess")
    counts = set()
    for size in (2, 5):
        with counted(app) as seen:
            answer = tess.get(f"{API}?limit={size}")
        counts.add(len(seen))
        to_next = re.search(r'<([^>]+)>; rel="next"', answer.headers["Link"])[1]
        found = [each["name"] for each in answer.json + tess.get(to_next).json]
        every = ["Zoe", "Nia", "Abe", "Kim", "Sol", "Uli"]
        assert found == every[: 2 * size]
    assert len(counts) == 1, counts
    assert counts.pop() <= 13
