"""The one box by keys, by scanner, on a phone and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.looking import WIDTHS, nothing_off
from tests.browser.test_scan_box import burst
from tests.support.box import put_harp
from webapp.core.db import transaction
from webapp.stock.units import codes


@pytest.fixture(scope="module", autouse=True)
def hall(app_of_site):
    with app_of_site.app_context(), transaction():
        return put_harp()


def box_of(tab):
    return tab.locator("#box")


def panel_of(tab):
    return tab.locator("#box-panel")


def test_a_slash_focuses_it_typing_finds_arrows_choose_and_enter_opens(open_as):
    tab = open_as("dora")
    tab.goto("/people")
    tab.locator("#main").focus()
    tab.keyboard.press("/")
    expect(box_of(tab)).to_be_focused()
    expect(panel_of(tab).get_by_role("link", name="Receive")).to_be_visible()
    tab.keyboard.type("harp", delay=80)
    expect(panel_of(tab).get_by_role("status")).to_have_text(re.compile("found"))
    harp = panel_of(tab).get_by_role("link", name="Léonie Gala Harp").first
    expect(harp).to_be_visible()
    tab.keyboard.press("ArrowDown")
    expect(harp).to_be_focused()
    tab.keyboard.press("ArrowUp")
    expect(box_of(tab)).to_be_focused()
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", level=1)).to_have_text("Léonie Gala Harp")
    tab.go_back()
    expect(tab.get_by_role("heading", level=1)).to_have_text("People")
    expect(panel_of(tab)).to_be_hidden()
    assert not tab.said


def test_a_slash_focuses_it_from_the_desk_whose_scan_box_is_untouched(open_as):
    tab = open_as("dora")
    tab.goto("/desk")
    expect(tab.locator("#scan")).to_be_focused()
    tab.keyboard.press("/")
    expect(box_of(tab)).to_be_focused()
    expect(tab.locator("#scan")).to_have_value("")
    tab.locator("#scan").focus()
    tab.keyboard.type("a/b", delay=80)
    expect(tab.locator("#scan")).to_have_value("a/b")


def test_the_arrow_to_the_right_reaches_its_button_and_letters_go_on_typing(open_as):
    tab = open_as("dora")
    tab.keyboard.press("Control+k")
    expect(box_of(tab)).to_be_focused()
    tab.keyboard.type("sol", delay=80)
    expect(panel_of(tab).get_by_role("link", name="Sol", exact=True)).to_be_visible()
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("ArrowRight")
    expect(panel_of(tab).get_by_role("link", name="Lend Sol")).to_be_focused()
    tab.keyboard.press("ArrowLeft")
    expect(panel_of(tab).get_by_role("link", name="Sol", exact=True)).to_be_focused()
    tab.keyboard.press("z")
    expect(box_of(tab)).to_be_focused()
    expect(box_of(tab)).to_have_value("solz")
    expect(panel_of(tab)).to_contain_text("Nothing is called “solz”")


def test_escape_empties_then_closes_and_gives_the_focus_back(open_as):
    tab = open_as("dora")
    tab.goto("/people")
    tab.locator("#q").focus()
    tab.keyboard.press("Control+k")
    expect(box_of(tab)).to_be_focused()
    tab.keyboard.type("harp", delay=80)
    expect(panel_of(tab)).to_contain_text("found")
    tab.keyboard.press("Escape")
    expect(box_of(tab)).to_have_value("")
    expect(panel_of(tab)).to_be_visible()
    tab.keyboard.press("Escape")
    expect(panel_of(tab)).to_be_hidden()
    expect(tab.locator("#q")).to_be_focused()


def test_a_slash_that_is_typed_stays_a_slash(open_as):
    tab = open_as("dora")
    tab.goto("/people")
    tab.locator("#q").focus()
    tab.keyboard.type("a/b", delay=80)
    expect(tab.locator("#q")).to_have_value("a/b")
    expect(panel_of(tab)).to_be_hidden()


def test_one_request_at_a_time_while_somebody_types(open_as):
    tab = open_as("dora")
    on_their_way, most = set(), [0]

    def begin(request):
        if "/find?" in request.url:
            on_their_way.add(request)
            most[0] = max(most[0], len(on_their_way))

    tab.on("request", begin)
    tab.on("requestfinished", lambda request: on_their_way.discard(request))
    tab.on("requestfailed", lambda request: on_their_way.discard(request))
    tab.keyboard.press("Control+k")
    expect(box_of(tab)).to_be_focused()
    tab.keyboard.type("leonie gala harp", delay=160)
    expect(tab.locator("#find")).to_have_attribute("data-q", "leonie gala harp")
    assert most[0] == 1


@pytest.mark.parametrize("path", ["/people", "/rooms", "/stocktakes"])
def test_a_scan_from_any_page_does_what_the_desk_does(open_as, path):
    tab = open_as("dora")
    tab.goto(path)
    burst(tab, "hrp7")
    expect(tab).to_have_url(re.compile(r"/find\?q=hrp7"))
    expect(tab.locator("#main")).to_contain_text("Nothing is called “hrp7”")


def test_a_scan_of_a_label_opens_its_unit_at_the_desk(open_as):
    tab = open_as("dora")
    tab.goto("/people")
    tab.locator("#q").focus()
    burst(tab, f"http://school.test/t/{codes.printed(1)}".lower())
    expect(tab).to_have_url(re.compile("/desk"))
    expect(tab.locator("#main")).to_contain_text("HRP-7")


def test_a_page_with_its_own_scan_box_takes_the_scan(open_as):
    tab = open_as("dora")
    tab.goto("/desk")
    burst(tab, "hrp7")
    expect(tab).to_have_url(re.compile(r"/desk\?code=hrp7"))


def test_without_javascript_enter_leads_to_the_same(open_as):
    tab = open_as("dora", java_script_enabled=False)
    box_of(tab).fill("gala")
    box_of(tab).press("Enter")
    main = tab.locator("#main")
    expect(main.get_by_role("link", name="Léonie Gala Harp")).to_be_visible()
    expect(main.get_by_role("link", name="Gala set")).to_be_visible()
    main.get_by_role("link", name="Léonie Gala Harp").first.click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Léonie Gala Harp")


def test_on_a_phone_it_takes_the_whole_screen(open_as):
    tab = open_as("sol", width=390, height=800)
    box_of(tab).click()
    tab.keyboard.type("gala", delay=80)
    expect(panel_of(tab).get_by_role("link", name="Léonie Gala Harp")).to_be_visible()
    expect(tab.locator(".nav")).to_have_attribute("inert", "")
    nothing_off(tab)
    tab.get_by_role("button", name="Close search").click()
    expect(panel_of(tab)).to_be_hidden()
    expect(tab.locator(".nav")).not_to_have_attribute("inert", "")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_off_at_any_width(open_as, scheme):
    tab = open_as("ada", color_scheme=scheme)
    for typed in ("gala", "HRP-7", "leonei", "zzzz"):
        tab.goto(f"/find?q={typed}")
        nothing_off(tab, WIDTHS)
    tab.goto("/people")
    tab.keyboard.press("Control+k")
    expect(box_of(tab)).to_be_focused()
    tab.keyboard.type("gala", delay=80)
    expect(panel_of(tab)).to_contain_text("found")
    nothing_off(tab)
