"""What a label carries, printed, read by a barcode reader and typed by a scanner into a real window, opens its unit.

Windows have one keyboard between them, so all that needs one is in this file.
"""

import re
from contextlib import suppress
from functools import partial

import pytest
from playwright.sync_api import TimeoutError

from tests.browser.conftest import enter_as, launch
from tests.support import labels
from tests.support.loans import TESS, tagged
from tests.support.login import come_in
from tests.support.windows import screen
from webapp.core.db import db, transaction
from webapp.stock.models import Item
from webapp.stock.operations import operations
from webapp.stock.units import codes

BASE_URL = "https://instruments.academy-of-music.example"
UNITS = 200
TRIES, PATIENCE = 4, 5_000  # milliseconds
LAYOUTS = ("us", "de", "ch", "fr", "be", "es", "it", "tr")


OPENED = re.compile(
    r'<section id="panel".*?<a class="mono hint" href="/units/\d+">([^<]+)</a>', re.DOTALL
)


@pytest.fixture(scope="module")
def operation(app_of_site):
    """Two hundred new units; and things that are called what the codes on their labels are without the address."""
    app_of_site.config["BASE_URL"] = BASE_URL
    with app_of_site.app_context(), transaction():
        received = operations.act(
            TESS, "receive", [{"item": 1, "quantity": UNITS, "tagged": True}]
        )
        for id in range(1, 38):
            code = codes.printed(id)
            tagged(*(code, None) if id % 2 else (f"CEL-{id}", code), item=2)
        db.session.get_one(Item, 2).name = "Cello 55"
        return received.id


@pytest.fixture(scope="module")
def printed(browser, app_of_site, site, operation):
    """The sheets as the browser prints them, by paper."""
    context = browser.new_context(base_url=site)
    tab = context.new_page()
    enter_as("dora", tab, app_of_site, site)
    sheets = {}
    for paper, (format, *_) in labels.LAID.items():
        tab.goto(f"/units/labels?operation={operation}&paper={paper}")
        sheets[paper] = tab.pdf(format=format)
    context.close()
    return sheets


@pytest.fixture(scope="module")
def read(printed):
    """What a reader sees on the two hundred labels, printed coarsely."""
    return list(labels.read(printed["a4-l7160"], "a4-l7160", dpi=203))


@pytest.mark.parametrize("dpi", [203, 300])
@pytest.mark.parametrize("paper", labels.LAID)
def test_every_label_is_read_at_the_resolution_of_label_printers(printed, read, paper, dpi):
    found = list(labels.read(printed[paper], paper, dpi))
    assert len(found) == UNITS
    assert {len(label.codes) for label in found} == {1}
    assert [label.codes for label in found] == [label.codes for label in read]
    assert all(
        re.fullmatch(rf"{re.escape(BASE_URL)}/t/[0-9A-Z]+", label.codes[0])
        for label in found
    )
    assert {codes.read(codes.on_label(label.codes[0])) % 37 for label in found} == set(
        range(37)
    )


def test_each_of_two_hundred_labels_opens_the_unit_whose_tag_is_printed_on_it(
    app_of_site, read
):
    dora, opened = come_in(app_of_site, "dora"), set()
    for label in read:
        tag = OPENED.search(dora.get("/desk", query_string={"code": label.codes[0]}).text)[
            1
        ]
        assert tag in label.words
        opened.add(tag)
    assert len(opened) == UNITS


@pytest.fixture(scope="module")
def desk(playwright, app_of_site, site):
    """`desk(layout)` is the keyboard of a desk where the scan box waits, and its tab."""
    with screen() as seen:
        window = launch(playwright, headless=False, env=seen.env)
        tab = window.new_page(base_url=site, no_viewport=True)
        enter_as("dora", tab, app_of_site, site)
        seen.focus()

        def sit_down(layout):
            seen.lay(layout)
            tab.goto("/desk")
            tab.locator("#scan:focus").wait_for()
            return seen, tab

        yield sit_down
        window.close()


def opened(tab, scan):
    """The tag of the unit that opens; scanned again if the machine was too busy to type as fast as a scanner."""
    for _ in range(TRIES):
        tab.locator("#scan:focus").wait_for()
        with suppress(TimeoutError):
            with tab.expect_navigation(wait_until="load", timeout=PATIENCE):
                scan()
            if "us_keys=" in tab.url:
                break
        tab.goto("/desk")
    return tab.locator("#panel h2 .mono").inner_text()


@pytest.mark.parametrize("scanner", ["us", "host"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_scanner_types_what_it_read_and_the_unit_opens(desk, read, layout, scanner):
    """Labels with each check symbol, and on each keyboard a tag, in both settings of the scanner."""
    keyboard, tab = desk(layout)
    by_check = {codes.read(codes.on_label(label.codes[0])) % 37: label for label in read}
    assert len(by_check) == 37
    for check in range(
        2 * LAYOUTS.index(layout) + (scanner == "host"), 37, 2 * len(LAYOUTS)
    ):
        tag = opened(tab, partial(keyboard.scan, by_check[check].codes[0], scanner))
        assert tag in by_check[check].words
    assert opened(tab, partial(keyboard.scan, tag, scanner)) == tag


@pytest.mark.parametrize("scanner", ["us", "host"])
def test_caps_lock_does_not_matter(desk, read, scanner):
    keyboard, tab = desk("fr")
    keyboard.press("Caps_Lock")
    try:
        assert (
            opened(tab, partial(keyboard.scan, read[9].codes[0], scanner)) in read[9].words
        )
    finally:
        keyboard.press("Caps_Lock")
