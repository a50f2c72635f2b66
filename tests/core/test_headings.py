"""Every page has one heading of the first rank: it is what a page is called."""

import re

import pytest

from tests.support.loans import tagged
from webapp.core.db import transaction

NO_PAGE = re.compile("^/api/|/door/|export|feed|logout|static")


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_every_page_has_exactly_one_first_heading(app, as_, wish):
    with app.app_context(), transaction():
        tagged("VLN-1")
    for item in (1, 2):
        as_("sol").post("/api/inventory/checkouts/", json=wish | {"item": item})
    as_("tess").post("/api/inventory/checkouts/2/approve/", json={"hand_out": True})
    wrong, seen, ada = {}, 0, as_("ada")
    for path in sorted(_pages(app)):
        page = ada.get(path, buffered=True)
        if page.status_code == 200 and page.mimetype == "text/html":
            seen += 1
            if (count := len(re.findall(r"<h1\b", page.text))) != 1:
                wrong[path] = count
    assert not wrong
    assert seen > 100


def _pages(app):
    """The address of every page, for ids 1 and 2; the API has no headings."""
    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods and not NO_PAGE.search(rule.rule):
            for id in ("1", "2"):
                yield re.sub(
                    r"<int[^>]*:\w+>", id, re.sub(r"<any\(([^,)]+)[^>]*>", r"\1", rule.rule)
                )
