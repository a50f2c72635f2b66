"""A request for several things on a phone: read by all, answered with and without scripts, and undone."""

import pytest

from tests.browser.looking import nothing_off_in_either_scheme
from webapp.core.actor import Actor
from webapp.core.db import transaction
from webapp.lending.asking import asking
from webapp.lending.asking.asking import Wish
from webapp.stock.items import items

ADA, SOL = Actor(4, "Ada", "admin", 0), Actor(2, "Sol", "student", 0)


@pytest.fixture
def three(app_of_site):
    """Sol's request for three things; its id."""
    with app_of_site.app_context(), transaction():
        ids = [
            items.add(ADA, name=name, category="accessory", location="Store", quantity=4).id
            for name in ("Metronome", "Music Stand", "Foot Stool")
        ]
        wishes = [Wish(id, quantity=2) for id in ids]
        return asking.ask_for_several(SOL, wishes, purpose="The concert").id


@pytest.mark.parametrize("script", [True, False])
def test_a_part_is_answered_and_undone_on_a_phone(open_as, three, script):
    tab = open_as("tess", java_script_enabled=script)
    tab.goto(f"/requests/{three}")
    second, third = tab.locator(".lot").nth(1), tab.locator(".lot").nth(2)
    second.get_by_role("radio", name="Other…").check()
    second.get_by_label("How many").fill("1")
    third.get_by_role("radio", name="Decline…").check()
    third.get_by_label("Reason").fill("Broken")
    tab.get_by_role("button", name="Send the answer").click()
    tab.get_by_role("heading", name="2 of 3 approved, 0 out, 0 back").wait_for()
    assert "1 of 2 that were asked for" in second.inner_text()
    assert "Broken" in third.inner_text()
    tab.get_by_role("button", name="Undo").click()
    tab.get_by_role("heading", name="Waiting for an answer").wait_for()


@pytest.mark.parametrize("name", ["tess", "sol"])
def test_the_page_can_be_used_by_everybody(open_as, three, name):
    tab = open_as(name, reduced_motion="reduce")
    tab.goto(f"/requests/{three}")
    nothing_off_in_either_scheme(tab, (320, 390, 1280))


def test_what_is_wrong_is_said_at_its_line(open_as, three):
    tab = open_as("tess", reduced_motion="reduce")
    tab.goto(f"/requests/{three}")
    first = tab.locator(".lot").nth(0)
    first.get_by_role("radio", name="Other…").check()
    first.get_by_label("How many").fill("3")
    tab.get_by_role("button", name="Send the answer").click()
    first.get_by_text("Only 2 were asked for").wait_for()
    assert first.get_by_label("How many").input_value() == "3"
    nothing_off_in_either_scheme(tab, (320, 390))
