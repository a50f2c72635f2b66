"""A morning at the desk, without a mouse: what comes in, moves, is lost, counted, broken, mended and taken back."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from tests.browser.keyboard import enter, reach
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.stock import locations
from webapp.stock.ledger import verify
from webapp.stock.models import Level, Unit

SERIALS = ("A 101", "A 102", "A 103")


@pytest.fixture
def stock(app_of_site):
    """Where the violins with a tag are: by serial number, location and state; and the ledger holds, every time."""

    def told():
        with app_of_site.app_context():
            assert list(verify.problems()) == []
            states = ("available", "on_rent", "damaged", "under_repair", "in_transit")
            return {
                unit.serial_number[-3:]: (
                    unit.location_id,
                    next((s for s in states if getattr(unit, s)), "gone"),
                )
                for unit in db.session.scalars(select(Unit).order_by(Unit.id))
            }

    return told


def cellos(app):
    with app.app_context():
        return db.session.scalars(
            select(Level.available).where(Level.item_id == 2, Level.location_id == 1)
        ).one()


def choose(tab, field, said):
    """As somebody types the beginning of what they want into a closed list."""
    reach(tab, field)
    tab.keyboard.type(said, delay=60)  # a scanner is faster


def write(tab, field, said):
    reach(tab, field)
    tab.keyboard.press("Control+A")
    for n, line in enumerate(said.split("\n")):
        if n:
            tab.keyboard.press("Enter")
        tab.keyboard.type(line, delay=60)  # a scanner is faster


def scan(tab, code, words):
    tab.locator("#scan:focus").wait_for()
    tab.keyboard.type(code)
    tab.keyboard.press("Enter")
    tab.get_by_text(words).first.wait_for()


def test_a_morning(open_as, app_of_site, stock):
    with app_of_site.app_context(), transaction():
        locations.home(Actor(1, "Tess", "teacher", 0), "Annexe", is_new=True)
    tab = open_as("dora")

    tab.goto("/stock")
    enter(tab, "Receive", "/operations/receive$")
    scan(tab, "INS-00001", "Serial numbers")
    write(tab, "Serial numbers", "\n".join(SERIALS))
    write(tab, "Delivery note", "LS 4711")
    enter(tab, "Receive", "/operations/receive")
    tab.get_by_text("Receive: 3 pieces").wait_for()
    assert stock() == dict.fromkeys(("101", "102", "103"), (1, "available"))

    enter(tab, "Print labels", "/units/labels")
    expect(tab.locator("svg[role=img], .label svg").nth(2)).to_be_visible()

    tab.goto("/stock")
    enter(tab, "Transfers", "/transfers$")
    enter(tab, "Move things", "/transfers/new$")
    choose(tab, "From", "Store")
    choose(tab, "To", "Annexe")
    enter(tab, "Start packing", r"/transfers/\d+$")
    for serial in SERIALS[:2]:
        scan(tab, serial, serial)
    enter(tab, "Send it", r"/transfers/\d+$")
    assert stock() == {
        "101": (2, "in_transit"),
        "102": (2, "in_transit"),
        "103": (1, "available"),
    }
    scan(tab, "A 101", "1 of 2 arrived")
    enter(tab, "Lost on the way", "/lose$")
    write(tab, "What happened", "It fell off the trolley")
    enter(tab, "Mark as lost", r"/transfers/\d+$")
    assert stock() == {"101": (2, "available"), "102": (2, "gone"), "103": (1, "available")}

    tab.goto("/stock")
    enter(tab, "Stocktakes", "/stocktakes$")
    enter(tab, "Count a location", "/stocktakes/new$")
    choose(tab, "Location", "Store")
    enter(tab, "Start counting", r"/stocktakes/\d+$")
    scan(tab, "A 103", "As expected")
    scan(tab, "A 101", "Belongs elsewhere: Annexe")
    scan(tab, "???", "Unknown code")
    write(tab, "Without a tag, Cello 3/4", "4")
    tab.keyboard.press("Enter")
    tab.get_by_text("4 of 5").wait_for()
    enter(tab, "Review", "/review$")
    tab.get_by_role("heading", name="3 surprises").wait_for()
    enter(tab, "See what will change", "/apply")
    enter(tab, "Apply and finish", r"/stocktakes/\d+$")
    assert stock()["101"] == (2, "available")
    assert cellos(app_of_site) == 4

    tab.goto("/desk")
    scan(tab, "A 103", "On the shelf")
    enter(tab, "INS-00001-003", r"/units/\d+$")
    enter(tab, "Report damage", "/repairs/new")
    write(tab, "What is wrong", "An open seam")
    choose(tab, "Kind of damage", "Bro")
    choose(tab, "Severity", "Mod")
    enter(tab, "Report damage", r"/repairs/\d+$")
    assert stock()["103"] == (1, "damaged")
    tess = open_as("tess", width=390)
    tess.goto("/repairs?stage=approve")
    enter(tess, "Student Violin 4/4", r"/repairs/\d+$")
    enter(tess, "Approve", "/approve$")
    enter(tess, "Approve", r"/repairs/\d+$")
    tab.reload()
    enter(tab, "Send for repair", "/send$")
    enter(tab, "Send", r"/repairs/\d+$")
    assert stock()["103"] == (1, "under_repair")
    enter(tab, "It is back: quality check", "/finish$")
    reach(tab, "Fine: back on the shelf")
    tab.keyboard.press("Space")
    enter(tab, "Save the check", r"/repairs/\d+$")
    assert stock()["103"] == (1, "available")

    tab.goto("/stock")
    enter(tab, "History", "/history$")
    enter(tab, "Finish repair", r"/operations/\d+$")
    enter(tab, "Undo", "/undo$")
    enter(tab, "Undo it", r"/operations/\d+$")
    assert stock()["103"] == (1, "under_repair")
    assert not tab.said
    assert not tess.said
