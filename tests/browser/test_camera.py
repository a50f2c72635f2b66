"""The scan box and the one box take codes from the camera, wherever there is one that a page may ask for."""

import pytest
from playwright.sync_api import expect

from tests.browser.looking import WIDTHS, nothing_off
from tests.support.loans import tagged
from webapp.core.db import transaction
from webapp.stock.units import codes

READS = """window.codes = [];
window.BarcodeDetector = class {
  static async getSupportedFormats() { return ["qr_code", "code_128", "code_39", "ean_13", "upc_a"]; }
  async detect() { return window.codes.splice(0).map(rawValue => ({ rawValue })); }
};"""
SEES = """const drawn = document.createElement("canvas");
drawn.getContext("2d");
navigator.mediaDevices.getUserMedia = async () => window.seen = drawn.captureStream(30);
setInterval(() => drawn.getContext("2d").fillRect(0, 0, 9, 9), 30);"""
LIGHT = """window.lights = [];
MediaStreamTrack.prototype.getCapabilities = () => ({ torch: true });
MediaStreamTrack.prototype.applyConstraints = async wish => { lights.push(wish.advanced[0].torch); };"""
NONE = "Object.defineProperty(navigator, 'mediaDevices', { value: undefined });"
CAMERA = "Use the camera"
HOLD = "Hold the code before the camera"
ENDED = "() => seen.getTracks().every(track => track.readyState === 'ended')"
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


def refusing(name):
    return f"navigator.mediaDevices.getUserMedia = async () => {{ throw new DOMException('', '{name}'); }};"


@pytest.fixture
def looking(phone):
    """Its camera is open at the desk."""

    def open_(*scripts):
        tab = phone(SEES, *scripts)
        tab.goto("/desk")
        tab.get_by_role("button", name=CAMERA).click()
        tab.get_by_text(HOLD).wait_for()
        return tab

    return open_


def test_no_button_where_a_page_may_ask_for_no_camera(open_as):
    tab = open_as("dora", width=390)
    tab.add_init_script(NONE)
    for path in BOXES[:2]:
        tab.goto(path, wait_until="load")
        expect(tab.locator("#scan")).to_have_count(1)
        expect(tab.get_by_role("button", name="camera")).to_have_count(0)
    assert not tab.said


def test_no_button_without_javascript(open_as):
    tab = open_as("dora", width=390, java_script_enabled=False)
    tab.goto("/desk")
    expect(tab.get_by_role("button", name="camera")).to_have_count(0)


def test_a_page_with_a_scan_box_of_its_own_has_one_button(phone):
    tab = phone(SEES)
    tab.goto("/desk")
    expect(tab.get_by_role("button", name="camera")).to_have_count(1)
    expect(tab.locator("#main").get_by_role("button", name="camera")).to_be_visible()


def test_the_one_box_has_it_for_everybody(phone, open_as):
    tab = phone(SEES)
    tab.goto("/people")
    tab.get_by_role("button", name="Scan with the camera").click()
    tab.get_by_text(HOLD).wait_for()
    tab.evaluate("codes.push('VLN-1')")
    tab.wait_for_url("**/desk?code=*")
    student = open_as("sol", width=390)
    student.add_init_script(READS)
    student.add_init_script(SEES)
    student.goto("/items")
    nothing_off(student, WIDTHS)
    student.get_by_role("button", name="Scan with the camera").click()
    student.get_by_text(HOLD).wait_for()
    student.evaluate("codes.push('violin')")
    student.wait_for_url("**/find?q=violin")
    assert not tab.said + student.said


@pytest.mark.parametrize("name", ["sol", "dora"])
def test_the_code_on_a_door_opens_that_door(open_as, name):
    tab = open_as(name, width=390)
    tab.add_init_script(READS + SEES)
    tab.goto("/items")
    tab.get_by_role("button", name="Scan with the camera").click()
    tab.get_by_text(HOLD).wait_for()
    tab.evaluate("codes.push('https://old-name.test/door/ABC123')")
    tab.wait_for_url("**/door/ABC123")


def test_every_scan_box_has_it(phone, open_as):
    tab = phone(SEES)
    tab.goto("/stocktakes/new")
    tab.get_by_role("button", name="Start").or_(
        tab.locator("form .btn.primary")
    ).first.click()
    tab.wait_for_url("**/stocktakes/1")
    for path in BOXES:
        tab.goto(path)
        tab.get_by_role("button", name=CAMERA).wait_for()
        nothing_off(tab)


@pytest.mark.parametrize("code", ["VLN-1", f"https://school.test/t/{codes.printed(1)}"])
def test_what_it_reads_opens_that_unit(phone, code):
    tab = phone(SEES)
    tab.goto("/operations/adjust")
    tab.get_by_role("button", name=CAMERA).click()
    tab.get_by_text(HOLD).wait_for()
    nothing_off(tab)
    tab.evaluate("code => codes.push(code)", code)
    tab.wait_for_url("**/operations/adjust?code=*")
    assert tab.locator("input[name=code]").input_value() == "VLN-1"
    assert not tab.said


CLOSED_BY = {
    "button": lambda tab: tab.get_by_role("button", name="Close").click(),
    "Escape": lambda tab: tab.keyboard.press("Escape"),
    "Back": lambda tab: tab.evaluate("history.back()"),
}


@pytest.mark.parametrize("way", CLOSED_BY)
def test_closed_it_looks_no_more(looking, way):
    tab = looking()
    CLOSED_BY[way](tab)
    tab.wait_for_function(ENDED)
    expect(tab.get_by_role("dialog")).to_have_count(0)
    expect(tab.get_by_role("button", name=CAMERA)).to_be_focused()
    tab.evaluate("codes.push('VLN-1')")
    assert tab.evaluate("codes.length") == 1
    assert tab.url.endswith("/desk")
    assert not tab.said


def test_hidden_it_looks_no_more(looking):
    tab = looking()
    tab.evaluate(
        """() => {
        Object.defineProperty(document, "hidden", { value: true });
        document.dispatchEvent(new Event("visibilitychange"));
    }"""
    )
    tab.wait_for_function(ENDED)
    expect(tab.get_by_role("dialog")).to_have_count(0)


def test_it_opens_again_after_it_was_closed(looking):
    tab = looking()
    tab.keyboard.press("Escape")
    expect(tab.get_by_role("dialog")).to_have_count(0)
    tab.get_by_role("button", name=CAMERA).press("Enter")
    tab.get_by_text(HOLD).wait_for()
    expect(tab.get_by_role("button", name="Close")).to_be_focused()


def test_its_light_is_offered_where_it_has_one(looking):
    tab = looking(LIGHT)
    light = tab.get_by_role("button", name="Light", exact=True)
    light.click()
    expect(light).to_have_attribute("aria-pressed", "true")
    nothing_off(tab, WIDTHS)
    light.click()
    expect(light).to_have_attribute("aria-pressed", "false")
    assert tab.evaluate("lights") == [True, False]


def test_no_light_is_offered_where_it_has_none(looking):
    tab = looking()
    expect(tab.get_by_role("button", name="Close")).to_be_visible()
    expect(tab.get_by_role("button", name="Light", exact=True)).to_have_count(0)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("NotAllowedError", "Allow it in the browser, or type the code"),
        ("NotFoundError", "This device has no camera"),
        ("NotReadableError", "The camera gives no picture"),
    ],
)
def test_a_camera_that_cannot_be_used_says_why(phone, name, words):
    tab = phone(refusing(name))
    tab.goto("/desk")
    tab.get_by_role("button", name=CAMERA).click()
    expect(tab.get_by_role("dialog").get_by_role("status")).to_contain_text(words)
    nothing_off(tab)
    tab.keyboard.press("Escape")
    tab.locator("#scan").fill("VLN-1")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/desk?code=VLN-1")


def test_a_browser_that_can_run_no_reader_says_so(phone):
    tab = phone(SEES, "delete window.BarcodeDetector; window.Worker = undefined;")
    tab.goto("/desk")
    tab.get_by_role("button", name=CAMERA).click()
    tab.get_by_text("This browser cannot read codes by camera").wait_for()
    tab.wait_for_function(ENDED)
