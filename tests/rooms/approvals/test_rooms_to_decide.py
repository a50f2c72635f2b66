"""The queue of rooms to decide: whose it is, in which order, with the facts, in a fixed number of queries."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine

from tests.rooms.conftest import person
from tests.support.queries import counted
from webapp.core import clock
from webapp.core.db import db, transaction
from webapp.people.models import User
from webapp.rooms.models import Reservation
from webapp.rooms.pages import approvals as approval_pages
from webapp.rooms.reservations import booking
from webapp.school import calendar

QUEUE = "/reservations/approvals"


@pytest.fixture
def many(app, must_ask, monday):
    """`many(3)`: Sol asks for so many times of different days."""

    def ask(count, who="sol"):
        for number in range(count):
            on = datetime.fromisoformat(f"{monday}T09:00") + timedelta(days=number)
            with app.app_context(), transaction():
                booking.book(
                    person(who), room=1, start_time=on, end_time=on + timedelta(hours=1)
                )

    return ask


def cards(page):
    return [int(id) for id in re.findall(r'<article id="decision-(\d+)"', page.text)]


def test_a_teacher_sees_their_students_and_an_admin_those_without(app, as_, many, asked):
    for name, mine in (("tess", [1]), ("ada", [])):
        browser = as_(name)
        assert cards(browser.get(QUEUE)) == mine
        assert cards(browser.get(f"{QUEUE}?of=everyone")) == [1]
    assert "Nothing is waiting for you" in as_("ada").get(QUEUE).text
    with app.app_context(), transaction():
        db.session.get(User, 2).teacher_id = None
    assert cards(as_("tess").get(QUEUE)) == []
    assert cards(as_("ada").get(QUEUE)) == [1]


@pytest.mark.parametrize(("name", "status"), [("sol", 403), ("dora", 403)])
def test_others_have_no_queue(as_, name, status):
    assert as_(name).get(QUEUE).status_code == status
    assert "room request" not in as_(name).get("/").text


def test_a_line_leads_there_from_where_they_start(as_, many):
    many(2)
    line = f'href="{QUEUE}"'
    assert line not in within(as_("ada"), "/desk")
    tess = within(as_("tess"), "/approvals")
    assert line in tess
    assert "Rooms <b>2</b>" in tess
    assert line in within(as_("tess"), "/reservations")
    assert line not in as_("sol").get("/reservations").text


def within(browser, path):
    """A page without the menu around it."""
    return browser.get(path).text.partition("<main")[2]


def test_what_is_decided_or_over_waits_no_more(as_, many):
    many(3)
    tess = as_("tess")
    tess.post("/api/inventory/reservations/1/approve/")
    as_("sol").post("/api/inventory/reservations/2/cancel/")
    assert cards(tess.get(QUEUE)) == [3]
    with time_machine.travel(clock.now() + timedelta(hours=73)):
        assert cards(as_("tess").get(QUEUE)) == []


def test_the_facts(app, as_, asked, book, monday):
    book("nia", 1, monday, "15:00", "16:00")
    book("tess", 1, monday, "08:00", "09:00")
    book("sol", 2, monday, "18:00", "19:00")
    with app.app_context(), transaction():
        missed = db.session.get(Reservation, book("sol", 3, monday, "18:00", "19:00"))
        missed.stored_status, missed.starts_at = "no_show", clock.now() - timedelta(days=3)
    card = " ".join(re.sub(r"<[^>]+>", "", as_("tess").get(QUEUE).text).split())
    assert "for Sol" in card
    assert "14:00–15:00" in card
    assert "“My recital”" in card
    assert "1 booking missed in the last 28 days" in card
    assert "1 booking to come besides this one" in card
    assert "15:00–16:00 Nia in Studio A, three hours before and after" in card
    assert "08:00–09:00" not in card


def test_pages_go_on_where_they_ended_and_cost_the_same(app, as_, many, monkeypatch):
    many(1)
    tess = as_("tess")
    tess.get(QUEUE)
    with counted(app) as few:
        assert cards(tess.get(QUEUE)) == [1]
    as_("sol").post("/api/inventory/reservations/1/cancel/")
    many(5)
    with counted(app) as more:
        assert cards(tess.get(QUEUE)) == [2, 3, 4, 5, 6]
    assert len(few) == len(more), more
    monkeypatch.setattr(approval_pages, "PAGE", 2)
    assert page_by_page(tess) == [2, 3, 4, 5, 6]
    assert tess.get(f"{QUEUE}?after=nonsense").status_code == 422


def page_by_page(browser):
    """The cards of the queue, from its first page to its last."""
    seen, path = [], QUEUE
    while path:
        page = browser.get(path)
        seen += cards(page)
        path = next(iter(re.findall(r'href="([^"]+)" rel="next"', page.text)), None)
    return seen


def test_the_most_urgent_is_first(app, as_, many, monday):
    many(2)
    with app.app_context():
        day = calendar.local(clock.now() + timedelta(days=2)).replace(
            hour=12, minute=0, second=0, microsecond=0
        )
        with transaction():
            booking.book(
                person("sol"), room=1, start_time=day, end_time=day + timedelta(hours=1)
            )
    assert cards(as_("tess").get(QUEUE)) == [3, 1, 2]


def test_htmx_gets_the_card_alone(as_, many):
    many(1)
    tess = as_("tess", htmx=True)
    card = tess.post("/reservations/1/approve", data={"version": "1"}).text.strip()
    assert card.startswith('<article id="decision-1"')
    assert "Approved by you" in card
    assert "Undo" in card
    card = tess.post("/reservations/1/undo").text.strip()
    assert card.startswith('<article id="decision-1"')
    assert "Decline…" in card


def test_the_count_of_the_queue_goes_down_with_each_answer(as_, many):
    many(2)
    assert "2 requests waiting" in as_("tess").get(QUEUE).text
    tess, queue = as_("tess", htmx=True), {"HX-Current-URL": f"http://localhost{QUEUE}"}
    heading = '<hx-partial hx-target="#waiting" hx-swap="innerHTML">%s waiting</hx-partial>'
    card = tess.post("/reservations/1/approve", data={"version": "1"}, headers=queue).text
    assert heading % "1 request" in card
    assert heading % "2 requests" in tess.post("/reservations/1/undo", headers=queue).text
    elsewhere = {"HX-Current-URL": "http://localhost/reservations/1"}
    assert "#waiting" not in tess.post("/reservations/1/approve", headers=elsewhere).text
    assert "hx-partial" not in as_("tess").get("/reservations/1").text
