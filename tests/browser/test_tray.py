"""An evening after a concert at the desk: piles out and back, by scans and one Enter, and the stored rows looked at."""

import pytest
from sqlalchemy import func, select

from tests.browser.looking import WIDTHS, nothing_off
from tests.browser.test_scan_box import burst
from tests.support.loans import TESS, lend, tagged
from webapp.core.db import db, transaction
from webapp.lending.models import Checkout, Pile
from webapp.stock.items import items
from webapp.stock.models import Item

NIA, SOL = 3, 2
STANDS, MICROPHONES = 40, 12


@pytest.fixture(scope="module", autouse=True)
def concert(app_of_site):
    """Nia has forty stands and twelve microphones of the concert; ten more with a tag are on the shelf."""
    with app_of_site.app_context(), transaction():
        stand, microphone = (_item(name) for name in ("Music Stand", "Microphone"))
        for at in range(MICROPHONES + 10):
            tagged(f"MIC-{at:03}", item=microphone)
        lend(NIA, item=stand, quantity=STANDS, days=-5)
        for at in range(MICROPHONES):
            lend(NIA, item=microphone, unit=f"MIC-{at:03}", days=-5)


def _item(name):
    about = {"category": "equipment", "location": "Store", "max_checkout_days": 30}
    quantity = STANDS if "Stand" in name else 0
    return items.add(TESS, name=name, quantity=quantity, **about).id


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


def test_forty_stands_and_twelve_microphones_come_back(app_of_site, desk):
    with app_of_site.app_context():
        sku = db.session.scalars(select(Item.sku).where(Item.name == "Music Stand")).one()
    scan(desk, sku, 1)
    desk.get_by_role("textbox", name="How many").fill(str(STANDS))
    for at in range(MICROPHONES):
        scan(desk, f"MIC-{at:03}", at + 2)
    desk.get_by_text(f"{STANDS + MICROPHONES} things back", exact=True).wait_for()
    desk.locator("#scan").press("Enter")
    desk.get_by_role("button", name=f"Undo all {STANDS + MICROPHONES}").wait_for()
    nothing_off(desk)
    with app_of_site.app_context():
        out = select(func.count()).where(Checkout.stored_status == "out")
        assert db.session.scalar(out.where(Checkout.student_id == NIA)) == 0


def test_a_pile_of_ten_goes_out_by_ten_scans_and_one_enter(app_of_site, desk):
    desk.locator("#scan").fill("sol@school.test")
    desk.locator("#scan").press("Enter")
    desk.get_by_role("heading", name="Sol").wait_for()
    for at in range(10):
        scan(desk, f"MIC-{MICROPHONES + at:03}", at + 1)
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
