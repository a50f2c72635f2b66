"""The school's settings with keys alone: a mistake is told where it is, and two admins do not undo each other."""

import pytest
from playwright.sync_api import expect

from tests.browser.keyboard import reach
from tests.browser.looking import nothing_off
from webapp.school import settings


@pytest.fixture
def kept(app_of_site):
    def look(*names):
        with app_of_site.app_context():
            return tuple(settings.get(name) for name in names)

    return look


def type_into(tab, label, words):
    reach(tab, label)
    tab.keyboard.press("ControlOrMeta+a")
    tab.keyboard.type(words, delay=60)


@pytest.mark.parametrize(("width", "theirs", "mine"), [(390, 3, 5), (1280, 12, 14)])
def test_two_admins_decide_at_once(open_as, kept, width, theirs, mine):
    one, other = open_as("ada", width=width), open_as("ada", width=width)
    for tab in (one, other):
        tab.goto("/settings")
    type_into(other, "Days to answer a request", str(theirs))
    type_into(other, "Reminder before (days)", "4")
    other.keyboard.press("Enter")
    other.wait_for_url("**/settings?saved=yes")
    nothing_off(other)
    type_into(one, "Reminders after (days)", "soon")
    one.keyboard.press("Enter")
    one.wait_for_selector("#refusal")
    assert one.locator("#overdue_days-error").inner_text() == "Enter days such as 1, 7, 14"
    nothing_off(one)
    one.get_by_label("Reminders after (days)").fill("2, 9")
    one.get_by_label("Days to answer a request").fill(str(mine))
    one.keyboard.press("Enter")
    one.locator("#pending_days-now").wait_for()
    assert one.locator("#pending_days-now").inner_text() == f"Now: {theirs}"
    nothing_off(one)
    one.get_by_role("button", name="Save").click()
    one.wait_for_url("**/settings?saved=yes")
    expect(one.get_by_text("Saved.", exact=True)).to_be_visible()
    assert kept("pending_days", "overdue_days", "due_soon_days") == (mine, [2, 9], 4)


def test_it_needs_no_javascript(open_as, kept):
    tab = open_as("ada", java_script_enabled=False)
    tab.goto("/people")
    tab.get_by_role("link", name="Settings").last.click()
    tab.get_by_label("Reminders after (days)").fill("400")
    tab.get_by_role("button", name="Save").click()
    assert "from 1 to 365" in tab.locator("#overdue_days-error").inner_text()
    tab.get_by_label("Reminders after (days)").fill("4, 11")
    tab.get_by_role("button", name="Save").click()
    assert "Saved." in tab.locator("main").inner_text()
    assert kept("overdue_days") == ([4, 11],)
