"""What the desk prints, on A4 and Letter: receipts, the pick list, and who comes today. Real PDFs, nothing cut off."""

import re

import pytest
from playwright.sync_api import expect

from tests.support.loans import TESS, tagged
from webapp.core.db import transaction
from webapp.lending.asking import asking
from webapp.lending.decisions import decisions
from webapp.lending.desk import handovers
from webapp.lending.piles import giving
from webapp.lending.piles.codes import Code
from webapp.people.people import Named
from webapp.stock.items import items

from .test_printed import PAPER, WIDTH, pages

SOL = Named(2, "Sol", "sol@school.test")
SHEETS = ["/receipts/1", "/desk/pick-list", "/desk/today"]
WIDER = """[...document.querySelectorAll("main *:not(.vh)")].filter(part => part.clientWidth
    && part.scrollWidth > part.clientWidth + 1).map(part => part.outerHTML)"""
ON_SCREEN_ONLY = ("nav", ".topbar", ".noprint", "main form", "main button")
MANY = 44


@pytest.fixture
def engine():
    return "sqlite"


@pytest.fixture
def evening(app):
    """A receipt of a pile, and more promises for today than fit on a page, with one loan that is due today."""
    with app.app_context(), transaction():
        name = "A Concert Stand with a Rather Long Name, Foldable, with Its Bag"
        item = items.add(
            TESS,
            name=name,
            category="equipment",
            location="Behind the Stage",
            quantity=200,
            max_checkout_days=30,
        )
        tags = [f"MIC-{at:03}-OF-THE-CONCERT" for at in range(12)]
        for tag in tags:
            tagged(tag)
        giving.hand_over(TESS, [Code(tag) for tag in tags], person=SOL)
        for at in range(MANY):
            _promise(item.id, 2 + at % 2)
        handovers.hand_out(TESS, _promise(item.id, 3))


def _promise(item, student):
    loan = asking.ask_for(TESS, item=item, student=student, quantity=2, send_anyway=True)
    decisions.approve(TESS, loan.id)
    return loan.id


@pytest.fixture
def sheet(as_, browser, evening):
    """`sheet("/desk/today")` is the page in a tab, without scripts."""
    dora, tabs = as_("dora"), []

    def fetch(route):
        answer = dora.get(route.request.url.removeprefix("http://school.test"))
        route.fulfill(
            status=answer.status_code, headers=dict(answer.headers), body=answer.data
        )
        answer.close()

    def open_(path):
        tabs.append(browser.new_page(base_url="http://school.test"))
        tabs[-1].route("**/*", fetch)
        tabs[-1].goto(path)
        return tabs[-1]

    yield open_
    for tab in tabs:
        tab.close()


@pytest.mark.parametrize("paper", PAPER)
def test_nothing_of_the_desks_sheets_is_cut_off(sheet, paper):
    for path in SHEETS:
        tab = sheet(path)
        tab.emulate_media(media="print")
        tab.set_viewport_size({"width": int(WIDTH[paper] / 25.4 * 96), "height": 1000})
        assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        assert tab.evaluate(WIDER) == [], path
        shown = [gone for gone in ON_SCREEN_ONLY if tab.locator(f"{gone}:visible").count()]
        assert shown == [], path


@pytest.mark.parametrize("paper", PAPER)
def test_a_receipt_is_one_page_of_its_paper_with_two_lines_to_sign(sheet, paper):
    tab = sheet("/receipts/1")
    pdf = tab.pdf(format=paper)
    size = map(float, re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf).groups())
    assert [*size] == pytest.approx(PAPER[paper], abs=1)
    assert len([*pages(pdf)]) == 1
    expect(tab.locator(".receipt .hand p")).to_have_count(2)


@pytest.mark.parametrize("paper", PAPER)
def test_a_long_pick_list_names_its_columns_on_every_page(sheet, paper):
    tab = sheet("/desk/pick-list")
    assert len([*pages(tab.pdf(format=paper))]) > 1
    tab.emulate_media(media="print")
    head = tab.locator("thead").first
    assert head.evaluate("head => getComputedStyle(head).display") == "table-header-group"
