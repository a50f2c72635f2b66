"""The scan box takes codes from the camera, exactly where the browser can read them."""

import pytest
from playwright.sync_api import expect

from tests.browser.looking import nothing_off
from tests.support.loans import tagged
from webapp.core.db import transaction
from webapp.stock.units import codes

READS = """window.codes = [];
window.BarcodeDetector = class {
  async detect() { return window.codes.splice(0).map(rawValue => ({ rawValue })); }
};"""
SEES = """const drawn = document.createElement("canvas");
drawn.getContext("2d");
navigator.mediaDevices.getUserMedia = async () => window.seen = drawn.captureStream();"""
BLIND = "navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('', 'NotAllowedError'); };"
BOXES = (
    "/desk",
    "/operations/receive",
    "/operations/adjust",
    "/repairs/new",
    "/stocktakes/1",
)


@pytest.fixture(scope="module", autouse=True)
def violin(app_of_site):
    with app_of_site.app_context(), transaction():
        tagged("VLN-1")


@pytest.fixture
def phone(open_as):
    """A phone that reads barcodes, and sees what `tab.evaluate("codes.push(...)")` shows it."""

    def open_(*scripts):
        tab = open_as("dora", width=390)
        for script in (READS, *scripts):
            tab.add_init_script(script)
        return tab

    return open_


def test_no_button_where_the_browser_reads_no_codes(open_as):
    tab = open_as("dora", width=390)
    tab.add_init_script("delete window.BarcodeDetector")
    for path in BOXES[:2]:
        tab.goto(path, wait_until="load")
        expect(tab.locator("#scan")).to_have_count(1)
        expect(tab.get_by_role("button", name="Use the camera")).to_have_count(0)


def test_every_scan_box_has_it_where_the_browser_does(phone, open_as):
    tab = phone(SEES)
    tab.goto("/stocktakes/new")
    tab.get_by_role("button", name="Start").or_(
        tab.locator("form .btn.primary")
    ).first.click()
    tab.wait_for_url("**/stocktakes/1")
    for path in BOXES:
        tab.goto(path)
        tab.get_by_role("button", name="Use the camera").wait_for()
        nothing_off(tab)
    student = open_as("sol")
    student.add_init_script(READS)
    student.goto("/items", wait_until="load")
    expect(student.get_by_role("button", name="Use the camera")).to_have_count(0)


@pytest.mark.parametrize("code", ["VLN-1", f"https://school.test/t/{codes.printed(1)}"])
def test_what_it_reads_opens_that_unit(phone, code):
    tab = phone(SEES)
    tab.goto("/operations/adjust")
    tab.get_by_role("button", name="Use the camera").click()
    tab.get_by_text("Hold the code before the camera").wait_for()
    nothing_off(tab)
    tab.evaluate("code => codes.push(code)", code)
    tab.wait_for_url("**/operations/adjust?code=*")
    assert tab.locator("input[name=code]").input_value() == "VLN-1"
    assert not tab.said


def test_closed_it_looks_no_more(phone):
    tab = phone(SEES)
    tab.goto("/desk")
    tab.get_by_role("button", name="Use the camera").click()
    tab.get_by_text("Hold the code before the camera").wait_for()
    tab.get_by_role("button", name="Close").click()
    tab.wait_for_function(
        "() => seen.getTracks().every(track => track.readyState === 'ended')"
    )
    tab.evaluate("codes.push('VLN-1')")
    assert tab.evaluate("codes.length") == 1
    assert tab.url.endswith("/desk")


def test_a_camera_that_may_not_be_used_says_so(phone):
    tab = phone(BLIND)
    tab.goto("/desk")
    tab.get_by_role("button", name="Use the camera").click()
    tab.get_by_text("Allow it in the browser, or type the code").wait_for()
    tab.keyboard.press("Escape")
    tab.locator("#scan").fill("VLN-1")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/desk?code=VLN-1")
