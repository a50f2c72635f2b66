"""The pages of everyday, for everybody who may see them: reachable by all, never too wide, within the policy."""

import pytest

from tests.browser.looking import nothing_off, walk

ROOMS = (
    "/rooms",
    "/rooms/find?equipment=piano&capacity=2",
    "/rooms/1",
    "/reservations",
    "/reservations?past=1",
    "/reservations/new?room=1",
    "/calendars",
    "/waitlist/new?room=1",
    "/series/new?room=1",
)
RATES = ("/rooms/rates", "/rooms/rates/new", "/rooms/rates/charging")
RULES = (
    "/rooms/rules",
    "/rooms/rules/new",
    "/rooms/rules/preview",
    "/rooms/rules/preview?who=sol",
    "/quotas",
)
LOCATIONS = ("/locations", "/locations/new", "/locations/1/edit")
PAGES = {
    None: ("/login", "/styleguide", "/nowhere", "/api/docs"),
    "ada": (
        "/people",
        "/people?q=nobody",
        "/people/1",
        "/people/new",
        "/people/2/edit",
        "/people/2/token",
        "/groups",
    )
    + (
        "/opening-hours",
        "/jobs",
        "/groups/new",
        "/me/password",
        "/rooms/new",
        "/rooms/1",
        "/rooms/1/edit",
        "/rooms/check-in",
        "/rooms/1/door",
        "/settings",
    )
    + (*RATES, *RULES),
    "tess": (
        "/people",
        "/people/2",
        "/groups",
        "/checkouts",
        "/approvals",
        "/reservations/approvals",
    )
    + (
        "/items",
        "/items?family=strings&instrument=violin",
        "/find?q=violin",
        "/items/1",
        "/items/new",
        "/items/import",
        "/items/1/edit",
        "/styleguide",
        *LOCATIONS,
    ),
    "sol": (
        "/",
        "/people/2",
        "/people/2/statement",
        "/checkouts",
        "/items",
        "/items?q=zzz",
        "/items/1",
        *ROOMS,
    ),
    "dora": (
        "/closures",
        "/closures/new",
        "/waitlist",
        "/desk",
        "/desk?code=sol",
        "/desk?code=zzz",
        "/checkouts?status=",
        "/reports/overdue",
        "/reports/unreached",
        "/reports/rooms",
        "/reports/rooms?show=refused",
    )
    + ("/units",),
}


@pytest.mark.parametrize("name", PAGES, ids=str)
def test_pages_can_be_used_by_everybody(open_as, name):
    walk(open_as(name, reduced_motion="reduce"), PAGES[name])


@pytest.mark.parametrize("script", [True, False])
def test_signing_in_and_out_with_and_without_javascript(open_as, script):
    tab = open_as(java_script_enabled=script)
    tab.goto("/")
    tab.get_by_label("E-mail").fill("sol@school.test")
    tab.get_by_label("Password").fill("backline")
    tab.get_by_role("button", name="Sign in").click()
    tab.get_by_role("heading", level=1, name="Good ").wait_for()
    tab.locator(".account summary").click()
    tab.get_by_role("button", name="Sign out").click()
    tab.wait_for_url("**/login")


def test_the_colours_are_a_choice_that_stays(open_as):
    tab = open_as("sol", color_scheme="light")
    tab.locator(".account summary").click()
    tab.get_by_role("button", name="Dark").click()
    tab.wait_for_selector("html[data-theme=dark]")
    tab.goto("/items/1")
    assert tab.locator("html").get_attribute("data-theme") == "dark"
    assert not tab.said


def test_a_refused_form_says_so_where_the_reader_is(open_as):
    tab = open_as()
    tab.goto("/login")
    tab.get_by_label("E-mail").fill("sol@school.test")
    tab.get_by_label("Password").fill("wrong")
    tab.get_by_role("button", name="Sign in").click()
    tab.wait_for_selector("#refusal")
    assert "or the password is wrong" in tab.locator("#refusal").inner_text()
    assert tab.get_by_label("Password").get_attribute("aria-invalid") == "true"
    nothing_off(tab)


def test_signed_in_people_find_their_places(open_as):
    for name, places in (
        ("sol", ["Home", "Borrow", "Rooms", "My loans"]),
        ("tess", ["Inbox", "Rooms"]),
    ):
        tab = open_as(name, width=390)
        links = (
            tab.get_by_role("navigation", name="Main").get_by_role("link").all_inner_texts()
        )
        assert [link for link in links if link in places] == places
