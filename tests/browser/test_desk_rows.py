"""At the desk, with a card scanned: what is handed out there stands nowhere any more as if it still waited."""

import pytest
from playwright.sync_api import expect

from tests.support.loans import TESS
from webapp.core.db import transaction
from webapp.lending.asking import asking
from webapp.lending.decisions import decisions

SOL, NIA = 2, 3


@pytest.fixture
def promised(app_of_site):
    """A cello each, for Sol and for Nia; the ids of the loans."""
    with app_of_site.app_context(), transaction():
        ids = [asking.ask_for(TESS, item=2, student=who).id for who in (SOL, NIA)]
        for id in ids:
            decisions.approve(TESS, id)
    return ids


def test_what_is_handed_out_by_card_is_handed_out_everywhere(open_as, promised):
    tab = open_as("dora", width=1280)
    tab.goto("/desk?code=Sol")
    mine, other = promised
    row = tab.locator(f"#checkout-{mine}")
    row.get_by_role("button", name="Hand out").click()
    expect(row.get_by_text("On loan")).to_be_visible()
    main = tab.locator("#main")
    expect(main.locator("li.line")).to_have_count(2)
    expect(main.get_by_role("button", name="Hand out")).to_have_count(1)
    expect(main.get_by_role("button", name="Undo")).to_have_count(1)
    row = tab.locator(f"#checkout-{other}")
    expect(row.get_by_role("button", name="Hand out")).to_be_visible()
