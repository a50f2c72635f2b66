"""What the pages say of what a queue offers: to staff at the desk, to whoever it is, and in the history."""

import pytest
from sqlalchemy import update

from tests.support.days import ahead
from webapp.core.db import db, transaction
from webapp.lending.models import Checkout
from webapp.stock.models import Item

from .ahead_acts import page_says
from .queue_acts import bring_back, join, take_out


@pytest.fixture
def place(as_, harp):
    """Sol's, the only one who waits for the one harp, which is offered to him now."""
    loan = take_out(as_, harp, due_date=str(ahead(5)))
    place = join(as_, "sol", harp, days=3)
    bring_back(as_, loan)
    return place


@pytest.fixture
def loan(app, place):
    """The id of the loan that is offered."""
    with app.app_context():
        return db.session.scalar(
            db.select(Checkout.id).where(Checkout.wait_id == place["id"])
        )


@pytest.fixture
def needs_no_approval(app, harp):
    with app.app_context(), transaction():
        db.session.execute(update(Item).where(Item.id == harp).values(needs_approval=False))


def test_the_desk_shows_an_offer_with_no_button_that_cannot_work(as_, harp, place, loan):
    for path in ("/desk", f"/items/{harp}", f"/checkouts/{loan}"):
        page = page_says(as_("dora"), path)
        assert "Offered until" in page, path
        assert f'href="/items/{harp}/waitlist/{place["id"]}"' in page, path
        for verb in ("hand_out", "set_aside", "undo_set_aside", "give", "rearrange"):
            assert f"/checkouts/{loan}/{verb}" not in page, path
        assert "Undo: " not in page, path


def test_its_unit_scanned_at_the_desk_leads_to_the_offer(as_, violas):
    loan = take_out(as_, violas, unit="VLA-1", due_date=str(ahead(5)))
    place = join(as_, "dora", violas, student=2, unit="VLA-1", days=3)
    bring_back(as_, loan)
    page = page_says(as_("dora"), "/desk?code=VLA-1")
    assert "Offered to Sol until" in page
    assert f'href="/items/{violas}/waitlist/{place["id"]}"' in page
    assert "Hand out to Sol" not in page


def test_an_offer_is_not_given_to_somebody_else(as_, place, loan):
    assert "Give it to somebody else" not in page_says(as_("dora"), f"/checkouts/{loan}")
