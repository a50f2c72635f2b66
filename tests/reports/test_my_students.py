"""A teacher's class: what each of their students has, what is late, when they practise and what they ask for."""

import re

from tests.support.days import ahead
from tests.support.loans import lend
from tests.support.queries import counted
from webapp.core.actor import Actor
from webapp.core.bounces import Bounce
from webapp.core.db import db, transaction
from webapp.people.models import Group, Membership, User
from webapp.rooms.rules import rules

SOL, NIA = 2, 3
ADA = Actor(5, "Ada", "admin", 0)
PAGE = "/class"


def shown(browser, query=""):
    page = browser.get(f"{PAGE}{query}").text
    return re.findall(r"<b>(\w+)</b>", page.partition("<tbody")[2])


def row(browser, name):
    page = " ".join(browser.get(PAGE).text.split())
    return next(each for each in page.split("<tr")[1:] if f"<b>{name}</b>" in each)


def test_late_ones_come_first_then_what_is_due_then_by_name(as_, busy):
    assert shown(as_("tess")) == ["Zoe", "Nia", "Abe", "Kim", "Sol", "Uli"]


def test_each_says_what_they_have_and_when_they_practise(as_, busy):
    tess = as_("tess")
    assert "2 days late" in row(tess, "Zoe")
    assert "Cello 3/4" in row(tess, "Sol")
    assert "late" not in row(tess, "Sol")
    assert "10:00, Studio A" in row(tess, "Abe")
    assert "Student Violin 4/4" in row(tess, "Abe")
    for words in ("Nothing", "No room booked"):
        assert words in row(tess, "Kim")


def test_the_filters_show_as_many_as_they_say(as_, busy):
    tess = as_("tess")
    page = " ".join(tess.get(PAGE).text.split())
    assert "6 students · 1 has something late · 1 practises this week" in page
    for words, count, query in (
        ("All", 6, ""),
        ("Late", 1, "?show=late"),
        ("Asking", 1, "?show=asking"),
        ("No room this week", 5, "?show=no_room"),
    ):
        assert f"{words} <span>{count}</span>" in page
        assert len(shown(tess, query)) == count


def test_what_is_partly_back_says_how_much_is_out(app, as_):
    with app.app_context(), transaction():
        id = lend(SOL, item=2, quantity=2)
    said = {"quantity": 1}
    back = as_("dora").post(f"/api/inventory/checkouts/{id}/return_item/", json=said)
    assert back.status_code == 200, back.json
    assert "Cello 3/4 1 of 2 still out" in row(as_("tess"), "Sol")


def test_a_room_that_is_asked_for_is_among_what_they_ask(app, as_, people):
    with app.app_context(), transaction():
        rules.add(ADA, name="Ask first", role="student", room=1, needs_approval=True)
    start = f"{ahead(9)}T10:00"
    times = {"start_time": start, "end_time": f"{ahead(9)}T11:00"}
    asked = as_("abe").post("/api/inventory/reservations/", json={"room": 1} | times).json
    tess = as_("tess")
    assert shown(tess, "?show=asking") == ["Abe"]
    link = f'<a href="/reservations/{asked["id"]}">'
    assert link in row(tess, "Abe")
    tess.post(f"/api/inventory/reservations/{asked['id']}/approve/", json={})
    assert link not in row(tess, "Abe").partition("Asks")[2]
    assert shown(tess, "?show=asking") == []


def test_a_group_is_a_filter_of_ones_own_students(app, as_, busy):
    with app.app_context(), transaction():
        group = Group(name="Strings", kind="ensemble", teacher_id=1)
        db.session.add(group)
        db.session.flush()
        for id in (busy["Zoe"], busy["Kim"], 5):
            db.session.add(Membership(group_id=group.id, user_id=id))
        id = group.id
    tess = as_("tess")
    assert shown(tess, f"?group={id}") == ["Zoe", "Kim"]
    assert shown(tess, f"?group={id}&show=late") == ["Zoe"]
    assert tess.get(f"{PAGE}?group=999").status_code == 404


def test_a_reminder_from_the_class_comes_back_to_it(as_, busy):
    tess = as_("tess")
    path = re.search(r'action="(/checkouts/\d+/remind\?at=class)"', row(tess, "Zoe"))[1]
    answer = tess.post(path)
    assert answer.location == PAGE
    assert "Reminded today" in row(tess, "Zoe")
    assert "/remind" not in tess.get(PAGE).text


def test_whom_no_e_mail_reaches_is_called_instead(app, as_, busy):
    with app.app_context(), transaction():
        db.session.get_one(User, busy["Zoe"]).phone = "030 12 34"
        db.session.add(Bounce(address="zoe@school.test", reason="No such user"))
    for path in (PAGE, f"/people/{busy['Zoe']}"):
        page = as_("tess").get(path).text
        assert '<a class="btn" href="tel:0301234">Call…' in page
        assert "/remind?" not in page


def test_nobody_else_s_students_are_in_it(app, as_, busy):
    with app.app_context(), transaction():
        db.session.get(User, NIA).teacher_id = None
        db.session.get(User, busy["Uli"]).is_active = False
    assert shown(as_("tess")) == ["Zoe", "Abe", "Kim", "Sol"]
    page = as_("ada").get(PAGE).text
    assert "No students yet" in page


def test_students_see_none_of_it(as_):
    assert as_("sol").get(PAGE).status_code == 403


def test_it_goes_on_where_a_page_ended_and_asks_as_much_for_many_as_for_few(
    app, as_, busy, monkeypatch
):
    tess = as_("tess")
    counts = set()
    for size in (2, 5):
        monkeypatch.setattr("webapp.reports.pages.my_students.PAGE", size)
        with counted(app) as seen:
            page = tess.get(PAGE).text
        counts.add(len(seen))
        later = re.search(r'href="/class(\?after=[^"]+)" rel="next"', page)[1]
        names = shown(tess) + shown(tess, later)
        assert names[: size + 1] == ["Zoe", "Nia", "Abe", "Kim", "Sol", "Uli"][: size + 1]
    assert len(counts) == 1, counts
    assert counts.pop() <= 13
