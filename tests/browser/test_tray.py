"""The tray at the desk: a pile out by scans and one Enter, the stored rows looked at, and nothing off in a full one."""

import pytest
from sqlalchemy import select

from tests.browser.looking import WIDTHS, nothing_off
from tests.browser.test_scan_box import burst
from tests.support.loans import TESS, lend, tagged
from webapp.core.db import db, transaction
from webapp.lending.models import Pile
from webapp.stock.items import items

NIA, SOL = 3, 2
LENT, ON_SHELF = 4, 10


@pytest.fixture(scope="module", autouse=True)
def microphones(app_of_site):
    """Nia has four of them, ten are on the shelf; each has a tag."""
    about = {"category": "equipment", "location": "Store", "max_checkout_days": 30}
    with app_of_site.app_context(), transaction():
        microphone = items.add(TESS, name="Microphone", **about).id
        for at in range(LENT + ON_SHELF):
            tagged(f"MIC-{at:03}", item=microphone)
        for at in range(LENT):
            lend(NIA, item=microphone, unit=f"MIC-{at:03}", days=-5)


@pytest.fixture
def desk(open_as):
    tab = open_as("dora")
    tab.goto("/desk")
    tab.get_by_role("link", name="A pile out or back").click()
    tab.locator("#scan:focus").wait_for()
    return tab


def scan(tab, code, count):
    """One code by a scanner; the box has the focus again, and so many codes were read."""
    burst(tab, code)
    tab.get_by_text(f"{count} code", exact=False).first.wait_for()
    tab.locator("#scan:focus").wait_for()


def test_a_pile_of_ten_goes_out_by_ten_scans_and_one_enter(app_of_site, desk):
    desk.locator("#scan").fill("sol@school.test")
    desk.locator("#scan").press("Enter")
    desk.get_by_role("heading", name="Sol").wait_for()
    for at in range(10):
        scan(desk, f"MIC-{LENT + at:03}", at + 1)
    desk.locator("#scan").press("Enter")
    desk.get_by_role("button", name="Undo all 10").wait_for()
    with app_of_site.app_context():
        pile = db.session.scalars(select(Pile).where(Pile.person_id == SOL)).one()
        assert len(pile.goods) == 10


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_off_with_a_full_tray(desk, width):
    desk.set_viewport_size({"width": width, "height": 900})
    for at, code in enumerate(("MIC-003", "MIC-00Z", "MIC-003"), 1):
        scan(desk, code, at)
    nothing_off(desk)
