"""The school's own file, through the page, with a real browser."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.looking import nothing_off

FILE = Path(__file__).parents[1] / "data" / "school-instruments.csv"


def fine(tab):
    nothing_off(tab, (320, 1280))
    assert not tab.said


@pytest.mark.parametrize(("script", "scheme"), [(True, "dark"), (False, "light")])
def test_bring_look_import_open(open_as, script, scheme):
    tab = open_as(
        "tess", java_script_enabled=script, color_scheme=scheme, reduced_motion="reduce"
    )
    check = fine if script else lambda tab: None
    tab.goto("/items")
    tab.get_by_role("link", name="Import a spreadsheet").click()
    check(tab)
    data = FILE.read_bytes() if script else b"name;no.;where\nCor anglais;7;Attic\n"
    tab.set_input_files(
        "#file", {"name": "ours.csv", "mimeType": "text/csv", "buffer": data}
    )
    tab.get_by_role("button", name="Next: the columns").click()
    check(tab)
    tab.get_by_label("Location for rows without one").fill("Music Office")
    tab.get_by_role("button", name="Next: the preview").click()
    assert "cannot be imported" in tab.get_by_label("In short").inner_text()
    check(tab)
    tab.get_by_role("button", name="location").click()
    tab.get_by_role(
        "button", name="Import 316 rows" if script else "Import 1 row", exact=True
    ).click()
    assert tab.get_by_role("heading", level=1).inner_text() == "Imported"
    check(tab)
    tab.get_by_role("link", name="BASSOON" if script else "Cor anglais").click()
    assert tab.get_by_role("heading", level=1).first.inner_text() in (
        "BASSOON",
        "Cor anglais",
    )
    assert "1 of 1 free" in tab.locator("main").inner_text()


def test_letters_that_look_wrong_are_read_in_another_way(open_as):
    """The file does not say how it was saved: each page tells how it is read, and offers what else it may be."""
    tab = open_as("tess", reduced_motion="reduce")
    tab.goto("/items/import")
    data = "name;no.\nHörner;7\nFlöte;8\n".encode("mac_roman")
    tab.set_input_files(
        "#file", {"name": "ours.csv", "mimeType": "text/csv", "buffer": data}
    )
    tab.get_by_role("button", name="Next: the columns").click()
    tab.get_by_label("Location for rows without one").fill("Store")
    assert "Hörner · Flöte" in tab.locator("table").inner_text()
    tab.get_by_label("How the file was saved").select_option("cp1252")
    tab.get_by_role("button", name="Read it this way").click()
    assert "Hšrner · Flšte" in tab.locator("table").inner_text()
    assert tab.get_by_label("Location for rows without one").input_value() == "Store"
    fine(tab)
    tab.get_by_role("button", name="Next: the preview").click()
    assert "Hšrner" in tab.locator("table").inner_text()
    tab.get_by_label("Characters are read as Windows, Western Europe").select_option(
        "mac_roman"
    )
    tab.get_by_role("button", name="Read it this way").click()
    assert "Hörner" in tab.locator("table").inner_text()
    fine(tab)
    tab.get_by_role("button", name="Import 2 rows", exact=True).click()
    expect(tab.get_by_role("link", name="Flöte")).to_be_visible()
