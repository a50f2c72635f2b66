"""A card is given, printed, read by a barcode reader, and scanned in the tray: it says whose pile it is."""

import pypdfium2
import pytest
from playwright.sync_api import expect

from tests.browser.looking import WIDTHS, nothing_off
from tests.browser.test_scan_box import burst
from tests.support import labels
from tests.support.loans import tagged
from webapp.core.db import transaction


@pytest.fixture(scope="module", autouse=True)
def violin(app_of_site):
    with app_of_site.app_context(), transaction():
        tagged("VLN-1")


@pytest.mark.parametrize("format", ["A4", "Letter"])
def test_a_printed_card_is_read_and_opens_its_persons_tray(open_as, format):
    tab = open_as("dora")
    tab.goto("/people/2")
    tab.get_by_role("link", name="card…").click()
    tab.get_by_role("button", name="Give card").click()
    expect(tab.get_by_role("link", name="Print the card")).to_be_visible()
    nothing_off(tab, WIDTHS)
    code = tab.locator("section[aria-labelledby=card] .mono").inner_text()
    tab.get_by_role("link", name="Print the card").click()
    expect(tab.get_by_role("heading", name="Cards")).to_be_visible()
    nothing_off(tab, WIDTHS)
    pages = pypdfium2.PdfDocument(tab.pdf(format=format))
    assert len(pages) == 1
    drawn = pages[0].render(scale=203 / 72, grayscale=True)
    assert labels.codes_in(drawn) == (code,)
    tab.goto("/desk/tray")
    tab.locator("#scan:focus").wait_for()
    burst(tab, code.lower())
    expect(tab.get_by_role("heading", name="Sol")).to_be_visible()
    burst(tab, "VLN-1")
    expect(tab.get_by_role("button", name="Hand out 1")).to_be_enabled()
