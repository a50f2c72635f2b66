"""Signed out while typing, in a browser without scripts: after signing in it is sent again, or it is not."""

import re

import pytest
from sqlalchemy import update

from tests.support.days import ahead
from tests.support.login import sign_in, token
from webapp.core import clock
from webapp.core.db import db, transaction
from webapp.people.models import SignIn
from webapp.rooms.models import Reservation

BOOK = "/reservations/new"


@pytest.fixture
def typed():
    day = ahead(14)
    return {
        "room": "1",
        "start_time": f"{day}T10:00",
        "end_time": f"{day}T11:00",
        "notes": "with the <trio>",
        "idempotency_key": "typed-once",
    }


@pytest.fixture
def end_sign_ins(app):
    """Everybody is signed out, as by "Sign out everywhere" in another browser."""

    def end():
        with app.app_context(), transaction():
            db.session.execute(update(SignIn).values(ended_at=clock.now()))

    return end


def booked(app):
    with app.app_context():
        return [(each.student_name, each.notes) for each in db.session.query(Reservation)]


def hidden(page):
    """The fields that the page sends when its button is pressed."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.text)
    return {name: value.replace("&lt;", "<").replace("&gt;", ">") for name, value in found}


def back_as(browser, name):
    return sign_in(browser, f"{name}@school.test")


def test_what_was_typed_is_sent_after_signing_in(app, as_, typed, end_sign_ins):
    sol = as_("sol")
    end_sign_ins()
    refused = sol.post(BOOK, data=typed)
    assert refused.status_code == 303
    assert refused.location.startswith("/login")
    assert booked(app) == []
    assert back_as(sol, "sol").location == "/send-again"
    page = sol.get("/send-again")
    assert "with the &lt;trio&gt;" in page.text
    assert f'action="{BOOK}"' in page.text
    assert "<dt>Notes</dt>" in page.text
    assert "<dt>Room</dt>" not in page.text
    sol.environ_base["HTTP_X_CSRFTOKEN"] = token(page)
    sent = sol.post(BOOK, data=hidden(page))
    assert sent.status_code == 303
    assert [notes for _, notes in booked(app)] == ["with the <trio>"]


def test_a_mistyped_password_loses_nothing(as_, typed, end_sign_ins):
    sol = as_("sol")
    end_sign_ins()
    sol.post(BOOK, data=typed)
    assert sign_in(sol, password="mistyped").status_code == 422
    assert back_as(sol, "sol").location == "/send-again"


def test_somebody_else_at_the_same_computer_is_not_shown_it(as_, typed, end_sign_ins):
    sol = as_("sol")
    end_sign_ins()
    sol.post(BOOK, data=typed)
    assert back_as(sol, "nia").location == "/"
    assert sol.get("/send-again").location == "/"


def test_it_is_shown_once(as_, typed, end_sign_ins):
    sol = as_("sol")
    end_sign_ins()
    sol.post(BOOK, data=typed)
    back_as(sol, "sol")
    assert sol.get("/send-again").status_code == 200
    assert sol.get("/send-again").location == "/"


def test_what_another_site_made_up_is_not_kept(as_, typed, end_sign_ins):
    sol = as_("sol")
    end_sign_ins()
    del sol.environ_base["HTTP_X_CSRFTOKEN"]
    sol.post(BOOK, data=typed)
    assert back_as(sol, "sol").location == "/"


def test_no_password_is_kept(as_, end_sign_ins):
    sol = as_("sol")
    end_sign_ins()
    sol.post("/me/password", data={"current_password": "old one", "password": "new one"})
    assert back_as(sol, "sol").location == "/"


def test_more_than_a_cookie_holds_is_not_kept(as_, typed, end_sign_ins):
    sol = as_("sol")
    end_sign_ins()
    long = "".join(chr(ord("a") + i * i % 26) + str(i) for i in range(1500))
    sol.post(BOOK, data=typed | {"notes": long})
    assert back_as(sol, "sol").location == "/"


def test_a_program_gets_a_problem_as_before(app, typed):
    answer = app.test_client().post("/api/inventory/reservations/", json=typed)
    assert answer.status_code == 401
    assert answer.content_type == "application/problem+json"
