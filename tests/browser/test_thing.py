"""The code on a case in the hands of who has it: kept longer in one tap, reported broken in two."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.looking import nothing_off
from tests.support.loans import TESS, lend, tagged
from webapp.core.db import db, transaction
from webapp.lending.models import Checkout, FaultReport
from webapp.school import calendar
from webapp.stock.units import accessories, codes

SOL = 2


@pytest.fixture(scope="module")
def code(app_of_site):
    """Sol has a violin for two more days; what stands on its case."""
    with app_of_site.app_context(), transaction():
        unit = tagged("VLN-77")
        loan = db.session.get(Checkout, lend(SOL, item=1, unit=unit))
        loan.due_on = calendar.after(calendar.today(), 2)
        return codes.printed(unit)


def test_it_is_kept_longer_in_one_tap(app_of_site, open_as, code):
    phone = open_as("sol", width=390)
    phone.goto(f"/t/{code}")
    phone.get_by_role("button", name=re.compile("Keep it until")).click()
    word = phone.locator(".said:focus")
    word.wait_for()
    assert "Yours until" in word.inner_text()
    expect(word.get_by_role("button", name=re.compile("Undo"))).to_have_count(1)
    nothing_off(phone)
    with app_of_site.app_context():
        loan = db.session.query(Checkout).one()
        assert loan.due_on > calendar.after(calendar.today(), 2)


def test_it_is_reported_broken_in_two(app_of_site, open_as, code):
    phone = open_as("sol", width=320)
    phone.goto(f"/t/{code}")
    phone.get_by_text("Something is broken…").click()
    phone.get_by_label("What is wrong?").fill("The bridge is cracked")
    nothing_off(phone)
    phone.get_by_role("button", name="Tell the desk").click()
    phone.locator(".said:focus", has_text="The desk knows").wait_for()
    nothing_off(phone)
    with app_of_site.app_context():
        assert db.session.query(FaultReport).one().words == "The bridge is cracked"


def test_a_stranger_reads_where_to_bring_it(open_as, code):
    tab = open_as(None, width=320)
    tab.goto(f"/t/{code}")
    tab.get_by_role("heading", name="Found? Please bring it to us.").wait_for()
    nothing_off(tab)


def test_its_page_on_paper_has_nothing_to_press(app_of_site, open_as):
    with app_of_site.app_context(), transaction():
        unit = tagged("VLN-78")
        accessories.add(TESS, unit, name="Bow")
    tab = open_as("dora")
    tab.goto(f"/units/{unit}")
    expect(tab.get_by_role("button", name="Mark as missing")).to_be_visible()
    tab.emulate_media(media="print")
    expect(tab.locator("main").get_by_text("Bow").first).to_be_visible()
    expect(tab.locator("main :is(button, .btn):visible")).to_have_count(0)
