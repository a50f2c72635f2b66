"""How somebody stands, one tap from anywhere; reminders from there and from the class; who is meant, as one types."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from tests.browser.looking import WIDTHS, nothing_off
from tests.support.loans import lend
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter

SOL, NIA = 2, 3
LINES = """number => {
  const range = document.createRange();
  range.selectNodeContents(number);
  return new Set([...range.getClientRects()].map(line => line.top)).size;
}"""


@pytest.fixture(scope="module", autouse=True)
def late(app_of_site):
    """Sol and Nia each have a cello that is late."""
    with app_of_site.app_context(), transaction():
        lend(SOL, days=2)
        lend(NIA, days=1)


@pytest.fixture
def reminders(app_of_site):
    def count():
        query = select(func.count()).where(Letter.kind == "reminder")
        with app_of_site.app_context():
            return db.session.scalar(query)

    return count


@pytest.mark.parametrize("start", ["/rooms", "/stocktakes"])
def test_how_somebody_stands_is_one_tap_from_anywhere(open_as, start):
    tab = open_as("dora")
    tab.goto(start)
    tab.keyboard.press("Control+k")
    expect(tab.locator("#box")).to_be_focused()
    tab.keyboard.type("sol", delay=80)
    hit = tab.locator("#box-panel").get_by_role("link", name="Sol", exact=True)
    hit.click()  # the one tap
    tab.wait_for_url(f"**/people/{SOL}")
    standing = tab.get_by_role("list", name="In short")
    expect(standing).to_contain_text(re.compile(r"1\s*has now\s*1\s*late"))
    standing.get_by_role("link", name="late").click()
    expect(tab.get_by_role("heading", name="Has now")).to_be_in_viewport()
    nothing_off(tab, WIDTHS)


def test_a_reminder_is_one_tap_and_comes_back_with_its_time(open_as, reminders):
    tab = open_as("dora")
    tab.goto(f"/people/{SOL}")
    tab.get_by_role("button", name="Remind now").click()
    expect(tab.get_by_text(re.compile(r"^Reminded \d"))).to_be_visible()
    expect(tab.get_by_role("button", name="Remind now")).to_have_count(0)
    assert reminders() == 1


def test_the_class_reminds_in_one_tap_too_also_without_scripts(open_as, reminders):
    before = reminders()
    tab = open_as("tess", java_script_enabled=False)
    tab.goto("/class")
    row = tab.get_by_role("row", name=re.compile("Nia"))
    row.get_by_role("button", name="Remind Nia").click()
    expect(row).to_contain_text("Reminded today")
    assert reminders() == before + 1


def test_the_word_after_an_act_is_seen_and_has_the_focus_on_a_long_page(open_as):
    tab = open_as("dora", width=390, height=600)
    tab.goto(f"/people/{SOL}/notes/new")
    tab.get_by_label("Note").fill("Comes with the grandmother on Fridays")
    tab.locator("#main form").get_by_role("button").click()
    word = tab.locator(".said", has_text="Note added")
    expect(word).to_be_focused()
    expect(word).to_be_in_viewport()


def test_what_somebody_owes_fits_among_the_six_numbers(open_as):
    tab = open_as("dora", width=320)
    tab.goto(f"/people/{SOL}")
    number = tab.locator(".standing b").last
    number.evaluate("number => { number.textContent = '€151.25' }")
    for width in WIDTHS:
        tab.set_viewport_size({"width": width, "height": 800})
        assert number.evaluate("number => number.scrollWidth <= number.clientWidth"), width
        assert number.evaluate(LINES) == 1, width


@pytest.mark.parametrize("width", WIDTHS)
def test_the_class_looks_right_at_every_width(open_as, width):
    tab = open_as("tess", width=width)
    tab.goto("/class")
    expect(tab.get_by_role("heading", name="My students")).to_be_visible()
    nothing_off(tab)


def test_who_is_meant_is_suggested_while_one_types(open_as):
    tab = open_as("tess")
    tab.goto("/items/1")
    field = tab.get_by_label("For whom")
    field.focus()
    tab.keyboard.type("ni", delay=80)
    options = tab.locator("#suggested-student option")
    expect(options).to_have_count(1)
    expect(options).to_have_attribute("value", "nia@school.test")
    expect(field).to_be_focused()
    expect(field).to_have_value("ni")
