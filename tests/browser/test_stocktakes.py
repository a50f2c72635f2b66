"""A cupboard is counted without a mouse: three surprises, seen, decided, written, and the ledger is whole."""

import pytest
from sqlalchemy import select

from tests.browser.looking import walk
from tests.support.loans import TESS, lend, tagged
from webapp.core.db import db, transaction
from webapp.stock import locations
from webapp.stock.ledger import ledger, verify
from webapp.stock.ledger.ledger import Line
from webapp.stock.models import Operation, Unit
from webapp.stock.stocktakes import counting, stocktakes


@pytest.fixture(scope="module", autouse=True)
def things(app_of_site):
    """Two tagged violins in the store, and a cello that is kept at the annexe but lies here."""
    with app_of_site.app_context(), transaction():
        tagged("VLN-1"), tagged("VLN-2")
        place = locations.home(TESS, "Annexe", is_new=True).id
        unit = Unit(item_id=2, location_id=place, tag="CEL-9")
        db.session.add(unit)
        db.session.flush()
        ledger.record(
            TESS,
            "receive",
            [Line(2, place, "PURCHASE", "outside", "available", 1, unit.id)],
        )


def test_a_count_with_three_surprises(open_as, app_of_site):
    tab = open_as("dora")
    tab.goto("/stocktakes")
    press(tab, tab.get_by_role("link", name="Count a location").first)
    tab.get_by_label("Location").select_option(label="Store")
    press(tab, tab.get_by_role("button", name="Start counting"))
    for code, words in (
        ("VLN-1", "As expected"),
        ("VLN-1", "Already counted"),
        ("CEL-9", "Belongs elsewhere: Annexe"),
        ("???", "Unknown code"),
    ):
        tab.locator("#scan:focus").wait_for()  # the box is ready for the next scan
        tab.keyboard.type(code)
        tab.keyboard.press("Enter")
        tab.locator(".last").get_by_text(words).wait_for()
    tab.locator("#scan").fill(
        "VLN-2"
    )  # typed by hand: slower than a scanner, which would be read as one code
    tab.get_by_label("How many").fill("0")
    tab.keyboard.press("Enter")
    tab.locator(".last").get_by_text("Missing").wait_for()
    tab.get_by_label("Without a tag, Cello 3/4").focus()
    tab.keyboard.type("5")
    tab.keyboard.press("Enter")  # counts the tally
    tab.get_by_text("5 of 5").wait_for()
    press(tab, tab.get_by_role("button", name="Review"))
    tab.get_by_role("heading", name="3 surprises").wait_for()
    tab.get_by_label("Keep CEL-9 here from now on").focus()
    tab.keyboard.press("Space")
    press(tab, tab.get_by_role("button", name="See what will change"))
    tab.get_by_text("Leaves Annexe").wait_for()
    press(tab, tab.get_by_role("button", name="Apply and finish"))
    tab.get_by_role("heading", name="What was changed").wait_for()
    assert not tab.said
    with app_of_site.app_context():
        operation = db.session.scalars(
            select(Operation).where(Operation.kind == "stocktake")
        ).one()
        assert operation.stocktake_id == 1
        assert operation.reason == "counted_fewer"
        units = {
            unit.tag: (unit.location_id, unit.on_hand)
            for unit in db.session.scalars(select(Unit))
        }
        assert units == {"VLN-1": (1, 1), "VLN-2": (1, 0), "CEL-9": (1, 1)}
        assert list(verify.problems()) == []


@pytest.fixture(scope="module")
def pages(app_of_site):
    """A count that goes on and one to review, with something of everything."""
    with app_of_site.app_context(), transaction():
        lend(2, item=1, unit=tagged("VLN-7"))
        going, over = (
            stocktakes.begin(TESS, location=locations.home(TESS, n, is_new=True).id).id
            for n in ("Annexe", "Cellar")
        )
        for code in ("VLN-7", "VLN-1", "What is this?"):
            last = counting.count(TESS, going, code=code).line.id
            counting.count(TESS, over, code=code)
        counting.count(TESS, going, item=2, counted=3)
        counting.count(TESS, over, item=2, counted=1)
        stocktakes.review(TESS, over)
    at = f"/stocktakes/{going}", f"/stocktakes/{over}"
    return (
        at[0],
        f"{at[0]}?last={last}&again=1",
        f"{at[0]}/sheet",
        f"{at[1]}/review",
        f"{at[1]}/apply",
    )


def test_its_pages_can_be_used_by_everybody(open_as, pages):
    walk(
        open_as("dora", reduced_motion="reduce"),
        ("/stocktakes", "/stocktakes/1", *pages),
    )


def press(tab, what):
    """By keyboard, as somebody does whose other hand holds a violin."""
    what.focus()
    tab.keyboard.press("Enter")
