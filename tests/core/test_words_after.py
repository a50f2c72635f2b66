"""After an act, a word: said once, on the page that follows, with who hears of it and Undo."""

import re
from datetime import timedelta

import pytest

from tests.support.days import ahead
from tests.support.loans import lend, tagged
from webapp.core.db import db, transaction
from webapp.lending.models import Checkout

PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}
SOL = 2


@pytest.fixture
def viola(app):
    """A unit on the shelf; its id."""
    with app.app_context(), transaction():
        return tagged("VLA-1")


@pytest.fixture
def out(app, viola):
    """Sol's loan of it."""
    with app.app_context(), transaction():
        return lend(SOL, item=1, unit=viola)


def word(page):
    """The words after an act, without their tags."""
    found = re.search(r'<div class="said".*?</form>|<div class="said".*', page, re.S)
    if not found:
        return ""
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split())


def undo_in(page):
    """Where the word's Undo leads."""
    said = page[page.index('class="said"') :]
    return re.search(r'<form method="post" action="([^"]+)"', said)[1].replace("&amp;", "&")


def follow(browser, answer):
    assert answer.status_code == 303, answer.text
    return browser.get(answer.location).text


def test_a_request_is_sent_to_who_answers_it_and_is_undone(as_):
    sol = as_("sol")
    asked = {"quantity": "1", "checkout_date": str(ahead(1)), "due_date": str(ahead(3))}
    answer = sol.post("/items/2", data=asked)
    page = follow(sol, answer)
    assert word(page).startswith("Sent")
    assert "Tess gets an e-mail." in word(page)
    page = follow(sol, sol.post(undo_in(page)))
    assert word(page).startswith("Cancelled")


def test_it_is_said_once_and_on_no_other_page(as_):
    sol = as_("sol")
    asked = {"quantity": "1", "checkout_date": str(ahead(1)), "due_date": str(ahead(3))}
    answer = sol.post("/items/2", data=asked)
    assert not word(sol.get("/").text)
    assert word(sol.get(answer.location).text)
    assert not word(sol.get(answer.location).text)


def test_an_old_word_is_not_said(as_, monkeypatch):
    sol = as_("sol")
    asked = {"quantity": "1", "checkout_date": str(ahead(1)), "due_date": str(ahead(3))}
    answer = sol.post("/items/2", data=asked)
    with sol.session_transaction() as session:
        session["said"][1] -= timedelta(minutes=3).total_seconds()
        session.modified = True
    assert not word(sol.get(answer.location).text)


def test_a_hand_out_from_the_list_says_who_has_it(app, as_, viola):
    tess = as_("tess")
    said = {"item": 2, "student": SOL, "due_date": str(ahead(3))}
    id = tess.post("/api/inventory/checkouts/", json=said).json["id"]
    tess.post(f"/api/inventory/checkouts/{id}/approve/", json={})
    fragment = as_("dora").post(f"/checkouts/{id}/hand_out", headers=PARTIAL).text
    assert 'id="checkout-' in fragment
    assert "is with Sol until" in word(fragment)
    assert undo_in(fragment).startswith("/operations/")


def test_a_damaged_return_says_that_a_repair_is_to_be_assessed(as_, out):
    dora = as_("dora")
    typed = {"outcome": "damaged", "notes": "The bridge"}
    page = follow(dora, dora.post(f"/checkouts/{out}/return", data=typed))
    assert "is back from Sol, damaged" in word(page)
    assert "a repair to assess" in word(page)
    page = follow(dora, dora.post(undo_in(page)))
    assert word(page).startswith("Undone")


def test_a_booking_says_that_it_is_booked(as_):
    sol = as_("sol")
    day = str(ahead(2))
    typed = {"room": "1", "start_time": f"{day}T10:00", "end_time": f"{day}T11:00"}
    page = follow(sol, sol.post("/reservations/new", data=typed))
    assert word(page).startswith("Booked")
    assert "You get an e-mail." in word(page)


def test_what_was_called_back_says_that_nobody_had_heard(app, as_, out):
    tess = as_("tess")
    follow(tess, tess.post(f"/checkouts/{out}/extend", data={"due_date": str(ahead(20))}))
    page = follow(tess, tess.post(f"/checkouts/{out}/undo_extend"))
    assert "Nobody had been told of it." in word(page)
    with app.app_context():
        assert db.session.get(Checkout, out).status == "out"
