"""Every page of the demo school is two taps from the menu, and what is filled in or looked at from a list three."""

import re
from html import unescape
from urllib.parse import urlsplit

import pytest

from tests.support.every_page import browser_of
from webapp.navigation import MENUS

OTHER_WAYS = {  # by which one comes there instead
    "/approvals/number": "a part of every page",
    "/closures/choose": "a part of the form",
    "/desk/tray/lines": "a scan",
    "/find": "the top of every page",
    "/healthz": "who watches the server",
    "/login": "signed out",
    "/me/language": "one's own page",
    "/me/password": "one's own page",
    "/people/cards": "a person or a group",
    "/people/suggest": "a field for somebody",
    "/readyz": "who watches the server",
    "/search": "what was bookmarked before",
    "/styleguide": "who builds pages",
    "/units/labels": "units that were chosen",
}


NOT_FOR = {  # what opens for a role that has no use for it
    "student": {"/people", "/checkouts/mine", "/reservations/mine"},  # as the lists
    "teacher": {"/basket", "/quotas"},
    "desk": {"/class", "/basket", "/quotas", "/checkouts/mine", "/reservations/mine"},
    "admin": {"/class", "/basket", "/quotas", "/checkouts/mine", "/reservations/mine"},
}


@pytest.mark.parametrize("role", MENUS)
def test_every_page_is_within_reach(demo, role):
    browser = browser_of(demo, role)
    sought = set(pages(demo)) - NOT_FOR[role]
    theirs = {path for path in sought if browser.get(path).status_code == 200}
    places = {place.href for group in MENUS[role] for place in group.places}
    near = places | followed(browser, places)
    forms = {path for path in theirs if path.endswith(("/new", "/preview", ".csv"))}
    assert theirs - forms - near == set()
    assert theirs - near - followed(browser, near & theirs) == set()


def pages(app):
    """All that have an address of their own, whatever there is in the school."""
    for rule in app.url_map.iter_rules():
        path = rule.rule
        is_page = "<" not in path and not path.startswith(("/api/", "/static", "/demo"))
        if "GET" in rule.methods and is_page and path not in OTHER_WAYS:
            yield path


def followed(browser, paths):
    """Where the links of these pages lead."""
    found = set()
    for path in paths:
        hrefs = re.findall(r'href="(/[^"]*)"', browser.get(path).text)
        found |= {urlsplit(unescape(href)).path for href in hrefs}
    return found
