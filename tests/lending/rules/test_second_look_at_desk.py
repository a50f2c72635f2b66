"""The desk that scans what needs a second look: what it says, and where it leads."""

import pytest

from tests.support.loans import tagged
from webapp.core.db import db, transaction
from webapp.stock.models import Item

from ..ahead_acts import page_says, promise

ITEMS = "/api/inventory/items/"


@pytest.fixture
def rare(as_, harp):
    """The harp, which somebody else than who approves it must look at; its id."""
    answer = as_("tess").patch(f"{ITEMS}{harp}/", json={"needs_second_look": True})
    assert answer.status_code == 200
    return harp


def test_at_the_desk_a_refusal_leads_to_the_item_for_there_is_no_loan(app, as_, rare):
    with app.app_context(), transaction():
        unit = tagged("HRP-9", item=rare)
    no = as_("dora").post(f"/desk/lend/{unit}", data={"student": "Sol", "due_date": ""})
    assert no.status_code == 409
    assert f'href="/items/{rare}">See the item' in no.text
    assert "See the loan" not in no.text


def test_the_desk_that_scans_it_says_what_it_waits_for(app, as_):
    with app.app_context(), transaction():
        tagged("VLN-1")
        db.session.get(Item, 1).needs_second_look = True
    id, scanned = promise(as_, 1, 0, 4), "/desk?code=VLN-1"
    look_here = f'action="/checkouts/{id}/look_at?at=desk"'
    page = page_says(as_("dora"), scanned)
    assert "Approved for Sol. Somebody else must look at it" in page
    assert look_here in page
    assert "Hand out to Sol" not in page
    assert look_here not in page_says(as_("tess"), scanned)  # who approved it
    as_("dora").post(f"/checkouts/{id}/look_at?at=desk")
    assert "Hand out to Sol" in page_says(as_("dora"), scanned)
