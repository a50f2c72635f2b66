"""What the camera shows is read without the browser's own reader: a video of a printed code is Chromium's camera."""

from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import enter_as, launch
from tests.support import videos
from tests.support.loans import TESS, tagged
from webapp.core.db import transaction
from webapp.stock.items import items

ISMN = "9790230671187"
UPC = "036000291452"
ON_VIDEO = ["--use-fake-device-for-media-stream", "--use-file-for-fake-video-capture={}"]
WITHOUT_READER = "delete window.BarcodeDetector"
CAMERA = "camera"  # of the page, else of the bar


@pytest.fixture(scope="module", autouse=True)
def violin(app_of_site):
    """The unit VLN-1, and a sheet of music with its number."""
    with app_of_site.app_context(), transaction():
        add_score()
        return tagged("VLN-1")


def add_score():
    items.add(
        TESS,
        name="Six Duets",
        sku="DUETS",
        category="sheet_music",
        barcode=ISMN,
    )


@pytest.fixture
def seeing(playwright, site, app_of_site, tmp_path):
    """`seeing(picture, "dora")` is a phone of Dora's whose camera shows a picture, and that reads no codes itself."""
    opened = []

    def open_(picture, name):
        film = tmp_path / "camera.y4m"
        film.write_bytes(videos.of(picture))
        flags = [flag.format(film) for flag in ON_VIDEO]
        opened.append(launch(playwright, flags=flags))
        context = opened[-1].new_context(
            base_url=site,
            viewport={"width": 390, "height": 800},
            permissions=["camera"],
        )
        tab = context.new_page()
        tab.said = []
        tab.on("console", lambda line: tab.said.append(line.text))
        tab.add_init_script(WITHOUT_READER)
        enter_as(name, tab, app_of_site, site)
        return tab

    yield open_
    for browser in opened:
        browser.close()


@pytest.fixture
def label(open_as, violin):
    """A picture of the label of VLN-1, from the sheet that is printed."""
    tab = open_as("dora", device_scale_factor=3)
    tab.goto(f"/units/labels?unit={violin}")
    drawn = tab.locator(".labels > *", has_text="VLN-1").screenshot()
    return Image.open(BytesIO(drawn))


def scan(tab):
    tab.get_by_role("button", name=CAMERA).click()


def test_a_units_label_opens_it_at_the_desk(seeing, label):
    tab = seeing(label, "dora")
    scan(tab)
    tab.wait_for_url("**/desk?code=*")
    expect(tab.locator("#main")).to_contain_text("VLN-1")
    assert not tab.said


def test_a_label_opens_for_a_student_what_it_opens_for_whoever_finds_it(seeing, label):
    tab = seeing(label, "sol")
    scan(tab)
    tab.wait_for_url("**/t/*")
    expect(tab.locator("#main")).to_contain_text("bring it")


def test_the_number_of_sheet_music_opens_its_item(seeing):
    tab = seeing(videos.barcode("EAN13", ISMN), "dora")
    scan(tab)
    tab.wait_for_url("**/desk?code=*")
    expect(tab.locator("#main")).to_contain_text("Six Duets")
    assert not tab.said


@pytest.mark.parametrize(
    ("kind", "tag"),
    [
        ("Code128", "VLN-1"),
        ("Code39", "VLN-1"),
        ("Code39", "VLN004"),  # as Code 32 it would be A925499396
        ("Code39", "KB/A1"),  # in full ASCII it would be KB!1
    ],
)
def test_a_tag_is_read_as_it_stands_in_a_barcode(seeing, kind, tag):
    tab = seeing(videos.barcode(kind, tag), "dora")
    tab.goto("/operations/adjust")
    tab.get_by_role("button", name="Use the camera").click()
    tab.wait_for_url("**/operations/adjust?code=*")
    assert tab.locator("input[name=code]").input_value() == tag
    assert not tab.said


def test_the_reader_is_fetched_once_the_camera_opens_and_from_nowhere_else(seeing, site):
    tab = seeing(Image.new("L", (100, 100), 255), "dora")
    asked = []
    tab.context.on("request", lambda request: asked.append(request.url))
    tab.goto("/desk", wait_until="networkidle")
    assert not [url for url in asked if "zxing" in url or "reading" in url]
    with tab.expect_event("worker"):
        scan(tab)
    tab.get_by_text("Hold the code before the camera").wait_for()
    tab.wait_for_timeout(1000)
    assert all(url.startswith(site) for url in asked)
    assert len(tab.workers) == 1
    tab.get_by_role("button", name="Close").click()
    expect(tab.get_by_role("dialog")).to_have_count(0)
    assert not tab.workers
