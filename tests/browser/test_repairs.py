"""A violin that comes back damaged, until it is on the shelf again: by keyboard, and the stored rows looked at."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from tests.browser.keyboard import enter, reach
from tests.support.loans import lend, tagged
from webapp.core.db import db, transaction
from webapp.repairs.models import Repair
from webapp.stock.ledger import verify
from webapp.stock.models import Supplier, Unit


@pytest.fixture
def row(app_of_site):
    """Where the violin is, and how far its repair."""

    def told():
        with app_of_site.app_context():
            assert list(verify.problems()) == []
            unit = db.session.scalars(select(Unit).where(Unit.tag == "VLN-7")).one()
            state = next(
                s
                for s in ("available", "on_rent", "damaged", "under_repair")
                if getattr(unit, s)
            )
            return state, db.session.scalar(
                select(Repair.status).where(Repair.unit_id == unit.id)
            )

    return told


def test_from_the_desk_to_the_shelf_without_a_mouse(open_as, app_of_site, row):
    with app_of_site.app_context(), transaction():
        lend(2, item=1, unit=tagged("VLN-7"), days=1)
        db.session.add(Supplier(name="Luthier Huber"))
    dora, tess = open_as("dora"), open_as("tess", width=390)
    dora.locator("#scan:focus").wait_for()
    dora.keyboard.type("VLN-7")
    dora.keyboard.press("Enter")
    dora.get_by_role("button", name="Damaged").wait_for()
    reach(dora, "Notes")
    dora.keyboard.type("The neck is loose", delay=60)  # a scanner is faster
    reach(dora, "Damaged", forward=False)
    dora.keyboard.press("Enter")
    dora.locator(".said", has_text="is back from").wait_for()
    assert row() == ("damaged", "pending")

    dora.goto("/repairs")
    enter(dora, "Student Violin 4/4 VLN-7", r"/repairs/\d+$")
    enter(dora, "Assess the damage", "/assess$")
    reach(dora, "Severity")
    dora.keyboard.type("Mod", delay=60)
    enter(dora, "Save the assessment", r"/repairs/\d+$")
    expect(dora.get_by_text("A teacher or an admin approves it.")).to_have_count(1)

    tess.goto("/repairs?stage=approve")
    enter(tess, "Student Violin 4/4 VLN-7", r"/repairs/\d+$")
    enter(tess, "Approve", "/approve$")
    reach(tess, "Estimate")
    tess.keyboard.type("80", delay=60)
    enter(tess, "Approve", r"/repairs/\d+$")
    assert row() == ("damaged", "approved")

    dora.reload()
    enter(dora, "Send for repair", "/send$")
    reach(dora, "Repaired by")
    dora.keyboard.type("Lut", delay=60)
    enter(dora, "Send", r"/repairs/\d+$")
    assert row() == ("under_repair", "in_progress")
    expect(dora.get_by_text("Luthier Huber")).to_have_count(1)

    enter(dora, "It is back: quality check", "/finish$")
    reach(dora, "Fine: back on the shelf")
    dora.keyboard.press("Space")
    reach(dora, "Cost")
    dora.keyboard.type("75.50", delay=60)
    enter(dora, "Save the check", r"/repairs/\d+$")
    assert row() == ("available", "completed")
    expect(dora.get_by_text("€75.50")).to_have_count(1)
    assert not dora.said
    assert not tess.said
