"""Signed out while typing, in a browser without scripts: what was typed is there after signing in."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import update

from tests.browser.looking import WIDTHS, nothing_off_in_either_scheme
from webapp.core import clock
from webapp.core.db import db, transaction
from webapp.people.models import SignIn
from webapp.rooms.models import Reservation

BOOK = "/reservations/new?room=1"


def sign_in(tab):
    tab.get_by_label("E-mail").fill("sol@school.test")
    tab.get_by_label("Password").fill("backline")
    tab.get_by_role("button", name="Sign in").click()
    tab.wait_for_url("**/send-again")


@pytest.fixture
def signed_out(app_of_site):
    def end():
        with app_of_site.app_context(), transaction():
            db.session.execute(update(SignIn).values(ended_at=clock.now()))

    return end


def test_it_is_sent_with_one_more_press(open_as, app_of_site, signed_out):
    tab = open_as("sol", width=390, java_script_enabled=False)
    tab.goto(BOOK)
    tab.get_by_text("Add a note").click()
    tab.locator("[name=notes]").fill("with the trio")
    signed_out()
    tab.get_by_role("button", name="Book room").click()
    sign_in(tab)
    expect(tab.get_by_text("with the trio")).to_be_visible()
    tab.get_by_role("button", name="Send again").click()
    tab.wait_for_url("**/reservations/*")
    with app_of_site.app_context():
        assert db.session.query(Reservation).filter_by(notes="with the trio").count() == 1


def test_the_page_can_be_read_by_everybody(open_as, signed_out):
    tab = open_as("sol")
    tab.goto(BOOK)
    typed = {"room": "1", "notes": "with the trio", "csrf_token": csrf_token(tab)}
    signed_out()
    tab.context.request.post(BOOK, form=typed)  # as a page without scripts sends it
    tab.goto("/login")
    sign_in(tab)
    tab.get_by_text("with the trio").wait_for()
    nothing_off_in_either_scheme(tab, WIDTHS)
    assert not tab.said


def csrf_token(tab):
    return tab.locator("main [name=csrf_token]").first.input_value()
