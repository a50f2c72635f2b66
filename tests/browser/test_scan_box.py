"""A scan goes into the scan box, wherever the focus is, and leaves no trace in what had it."""

import time

import pytest
from sqlalchemy import select

from tests.browser.looking import WIDTHS, nothing_off, walk
from tests.support.loans import TESS, lend, tagged
from webapp.core.db import db, transaction
from webapp.lending.models import Checkout
from webapp.stock import locations
from webapp.stock.transfers import transfers, transit
from webapp.stock.transfers.cargo import Wanted
from webapp.stock.units import codes

ADDRESS = "https://school.test/t/{}"


@pytest.fixture(scope="module", autouse=True)
def stock(app_of_site):
    """VLN-1 is out, VLN-2 and VLN-3 are on their way in one transfer; their serial numbers have spaces."""
    with app_of_site.app_context(), transaction():
        out, *sent = (tagged(f"VLN-{n}", f"D 10{n}") for n in (1, 2, 3))
        lend(3, item=1, unit=out)
        locations.home(TESS, "Annexe", is_new=True)
        transfer = transfers.draft(TESS, from_location=1, to_location=2)
        transfers.add(TESS, transfer.id, [Wanted(unit=id) for id in sent])
        transit.send(TESS, transfer.id)
        tagged("TWIN-1", "TWIN"), tagged("TWIN-2", "TWIN", item=2)
        return sent


PLACES = {" ": "Space", "/": "Slash", ":": "Semicolon", ".": "Period", "\r": "Enter"}
PACE = 0.004  # seconds from one key of a scanner to the next, whatever else this machine has to do


def burst(tab, text):
    """As a scanner types it, with Enter."""
    session, start = tab.context.new_cdp_session(tab), time.time()
    for n, sign in enumerate(f"{text}\r"):
        key = "Enter" if sign == "\r" else sign
        code = PLACES.get(sign) or (
            f"Digit{sign}" if sign.isdigit() else f"Key{sign.upper()}"
        )
        about = {"key": key, "code": code, "windowsVirtualKeyCode": ord(sign.upper())}
        for type, after, more in (("keyDown", 0, {"text": sign}), ("keyUp", PACE / 2, {})):
            session.send(
                "Input.dispatchKeyEvent",
                {"type": type, "timestamp": start + n * PACE + after, **about, **more},
            )
    session.detach()


def test_it_presses_no_button(app_of_site, open_as):
    """The space in a serial number would take back what was scanned before, for that button has the focus."""
    tab = open_as("dora")
    tab.goto("/desk?code=VLN-1")
    tab.get_by_role("button", name="Good").and_(tab.locator(":focus")).wait_for()
    burst(tab, "D 102")
    tab.get_by_text("It is on its way from one place to another").wait_for()
    nothing_off(tab, WIDTHS)
    tab.get_by_role("link", name="Its transfer").click()
    tab.wait_for_url("**/transfers/1")
    with app_of_site.app_context():
        assert db.session.scalars(select(Checkout.status)).all() == ["out"]


def test_it_changes_no_field(open_as):
    tab = open_as("dora")
    tab.goto("/transfers/1")
    tab.get_by_label("How many").focus()
    burst(tab, "D 102")
    tab.get_by_text("VLN-2 has arrived").wait_for()
    tab.get_by_label("Condition").focus()  # where a D chooses "Damaged"
    burst(tab, "D 103")
    tab.get_by_text("VLN-3 has arrived").wait_for()
    assert tab.locator(".pagehead [role=status]").inner_text() == "2 of 2 arrived"


def test_it_replaces_what_the_page_left_in_the_box(open_as, stock):
    tab = open_as("dora")
    tab.goto("/desk?code=nobody")
    tab.locator("#scan:focus").wait_for()
    tab.keyboard.press("End")
    burst(tab, ADDRESS.format(codes.printed(stock[0])))
    assert tab.locator("#panel h2 .mono").inner_text() == "VLN-2"


def test_what_is_typed_by_hand_is_sent_as_it_is_typed(open_as):
    tab = open_as("dora")
    tab.goto("/desk")
    tab.locator("#scan:focus").wait_for()
    tab.keyboard.type("ni", delay=60)  # a scanner is faster
    tab.keyboard.type("a", delay=60)
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/desk?code=nia")
    tab.get_by_role("heading", name="Nia").wait_for()


def test_without_scripts_a_label_opens_its_unit(open_as, stock):
    tab = open_as("dora", java_script_enabled=False)
    tab.goto("/desk")
    tab.locator("#scan").fill(ADDRESS.format(codes.printed(stock[1])))
    tab.keyboard.press("Enter")
    assert tab.locator("#panel h2 .mono").inner_text() == "VLN-3"


def test_whatever_a_scan_leads_to_is_for_everybody(open_as):
    misread = f"{ADDRESS.format(codes.printed(1))}0"
    boxes = "/desk", "/operations/sell", "/repairs/new"
    walk(
        open_as("dora"),
        [
            "/desk?code=VLN-1",
            *(f"{box}?code={code}" for box in boxes for code in ("TWIN", misread)),
        ],
    )
