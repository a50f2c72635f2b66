"""How many taps the desk needs for a thing it has before it: its label, and one more of it."""

import pytest
from sqlalchemy import select

from tests.browser.looking import nothing_off
from tests.support.loans import tagged
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.stock.items import items
from webapp.stock.models import Level

ADA = Actor(5, "Ada", "admin", 0)


@pytest.fixture(scope="module")
def zither(app_of_site):
    """An item of which there is one, tagged."""
    with app_of_site.app_context(), transaction():
        item = items.add(ADA, name="Zither", category="instrument", location="Store")
        unit = tagged("ZIT-1", item=item.id)
        return item.id, unit


@pytest.fixture
def owned(app_of_site, zither):
    def count():
        with app_of_site.app_context():
            here = select(Level.available).where(Level.item_id == zither[0])
            return sum(db.session.scalars(here))

    return count


def test_a_label_is_printed_in_two(open_as, zither):
    tab = open_as("ada")
    tab.add_init_script("window.print = () => (window.printed = (window.printed || 0) + 1)")
    tab.goto(f"/units/{zither[1]}")
    tab.get_by_role("link", name="Label", exact=True).click()
    tab.get_by_role("button", name="Print").click()
    assert tab.evaluate("window.printed") == 1
    nothing_off(tab)


def test_one_more_of_what_is_known_is_received_in_two(open_as, zither, owned):
    before = owned()
    tab = open_as("ada")
    tab.goto(f"/items/{zither[0]}")
    tab.get_by_role("link", name="Receive…").click()
    tab.get_by_role("button", name="Receive", exact=True).click()
    tab.get_by_text("Done", exact=True).wait_for()
    assert owned() == before + 1
    nothing_off(tab)
