"""Photos from a browser: made smaller before they are sent, and sent all the same where there are no scripts."""

from secrets import token_hex as new_key
from urllib.parse import urljoin

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.looking import WIDTHS
from tests.support.loans import TESS, lend, tagged
from tests.support.photographs import file_of, opened, picture, with_place
from webapp.core import photo_uploads
from webapp.core.db import transaction
from webapp.stock.items import items

SEND, SAID = "Save the photos", ".said"
FITS = """photos => photos.every(photo => {
  const shown = photo.getBoundingClientRect(), box = photo.parentElement.getBoundingClientRect();
  return shown.top >= box.top - 1 && shown.bottom <= box.bottom + 1;
})"""  # each in its box


@pytest.fixture
def album(open_as, app_of_site):
    """That of an item which is new, in the browser of who is at the desk."""

    def open_(**settings):
        tab = open_as("dora", **settings)
        with app_of_site.app_context(), transaction():
            name, category = f"Item {new_key()}", "instrument"
            item = items.add(TESS, name=name, category=category, location="Store")
            id = item.id
        tab.goto(f"/pictures/item/{id}")
        return tab

    return open_


def choose(tab, *photos):
    files = [
        {"name": f"photo-{number}.jpg", "mimeType": "image/jpeg", "buffer": data}
        for number, data in enumerate(photos)
    ]
    tab.locator("#photo").set_input_files(files)


def large(orientation=1):
    """A phone's, of more than a megabyte, which says how the phone was held."""
    noise = Image.effect_noise((4032, 3024), 40).convert("RGB")
    noise.paste(picture(2000, 1500).resize((4032, 1500)), (0, 0))
    exif = Image.Exif()
    exif[0x0112] = orientation
    return file_of(noise, quality=80, exif=exif.tobytes())


def test_a_large_photo_is_small_before_it_leaves(album):
    tab, data = album(), large(orientation=6)
    assert len(data) > 2_000_000
    choose(tab, data)
    with tab.expect_request(lambda request: request.method == "POST") as sent:
        tab.get_by_role("button", name=SEND).click()
    expect(tab.locator(SAID)).to_contain_text("1 photo is saved")
    assert int(sent.value.header_value("content-length")) < 1_500_000
    photo = tab.locator(".photo img")
    kept = opened(tab.request.get(urljoin(tab.url, photo.get_attribute("src"))).body())
    assert kept.height > kept.width
    red, green, _blue = kept.getpixel((kept.width - 20, 20))
    assert (red > 200, green < 60) == (True, True)


@pytest.mark.parametrize("scripts", [True, False])
def test_several_are_sent_put_in_order_and_taken_away_with_undo(album, scripts):
    tab = album(java_script_enabled=scripts)
    choose(tab, with_place(), file_of(picture(colour="navy")))
    tab.get_by_role("button", name=SEND).click()
    expect(tab.locator(SAID)).to_contain_text("2 photos are saved")
    first = tab.locator(".album > li").first
    second = tab.locator(".album > li").nth(1).get_attribute("id")
    tab.get_by_role("button", name="Make it the first").click()
    expect(first).to_have_id(second)
    first.get_by_role("button", name="Remove").click()
    expect(tab.locator(".album > li")).to_have_count(1)
    tab.locator(SAID).get_by_role("button", name="Undo").click()
    expect(first).to_have_id(second)
    expect(first).to_contain_text("Lists show this one.")


@pytest.fixture
def fault_form(open_as, app_of_site):
    """For something that Sol has."""

    def open_(**settings):
        with app_of_site.app_context(), transaction():
            unit = tagged(f"CAM-{new_key(3)}")
            loan = lend(2, item=1, unit=unit)
        tab = open_as("sol", **settings)
        tab.goto(f"/checkouts/{loan}/fault")
        return tab

    return open_


def test_who_sent_too_much_goes_back_and_has_what_was_typed(fault_form, tmp_path):
    tab, file = fault_form(java_script_enabled=False), tmp_path / "film.jpg"
    with file.open("wb") as whole:
        whole.truncate(photo_uploads.LARGEST)
    tab.locator("#photo").set_input_files(file)
    tab.get_by_label("What is wrong?").fill("A peg slips")
    tab.get_by_role("button", name="Tell the desk").click()
    expect(tab.locator("#main")).to_contain_text("your browser's Back button")
    tab.go_back()
    expect(tab.get_by_label("What is wrong?")).to_have_value("A peg slips")
    tab.locator("#photo").set_input_files([])
    tab.get_by_role("button", name="Tell the desk").click()
    expect(tab.locator(SAID)).to_contain_text("The desk knows")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_report_is_sent_with_its_photo(fault_form, scripts):
    tab = fault_form(java_script_enabled=scripts)
    choose(tab, b"a text named .jpg")
    tab.get_by_label("What is wrong?").fill("A peg slips")
    tab.get_by_role("button", name="Tell the desk").click()
    expect(tab.locator("#photo-error")).to_contain_text("no photo")
    expect(tab.locator("#photo-again")).to_contain_text("Choose the photos again")
    expect(tab.get_by_label("What is wrong?")).to_have_value("A peg slips")
    choose(tab, large() if scripts else file_of(picture()))
    with tab.expect_request(lambda request: request.method == "POST") as sent:
        tab.get_by_role("button", name="Tell the desk").click()
    expect(tab.locator(SAID)).to_contain_text("The desk knows")
    assert int(sent.value.header_value("content-length")) < 1_500_000
    tab.locator(SAID).get_by_role("link", name="Add a photo").click()
    expect(tab.locator(".album > li")).to_have_count(1)


def test_on_its_card_it_covers_no_words(album):
    tab = album()
    choose(tab, file_of(picture(1500, 1500)))
    tab.get_by_role("button", name=SEND).click()
    expect(tab.locator(SAID)).to_contain_text("1 photo is saved")
    tab.goto("/items?q=Item")
    for width in WIDTHS:
        tab.set_viewport_size({"width": width, "height": 800})
        photos = tab.locator(".thing > .pict img")
        expect(photos.first).to_be_visible()
        assert photos.evaluate_all(FITS), width


def test_what_is_no_photo_is_said_at_its_field(album):
    tab = album()
    choose(tab, b"a text named .jpg")
    tab.get_by_role("button", name=SEND).click()
    expect(tab.locator("#photo-error")).to_contain_text("no photo")
    expect(tab.locator("#photo")).to_have_attribute("aria-invalid", "true")
