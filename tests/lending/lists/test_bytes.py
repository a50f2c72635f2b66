"""What a list with faces costs to load: a page with its style and scripts, then only rows; pictures come later."""

import gzip
import re
from urllib.parse import urljoin

import pytest

from webapp.core.db import transaction
from webapp.stock import faces
from webapp.stock.items import items

from ...support.loans import TESS

FIRST, LATER = 130_000, 15_000  # bytes, compressed
ASSET = re.compile(r'(?:href|src)="(/static/[^"]+\.(?:css|js|woff2)[^"]*)"')
FACE = re.compile(r'<img [^>]*src="/pictures/[^"]+/face"[^>]*>')


@pytest.fixture
def shop(app):
    """More things than two pages show, each with a face."""
    with app.app_context(), transaction():
        for number in range(110):
            name = f"Concert Clarinet in B-flat No. {number}"
            item = items.add(TESS, name=name, category="instrument", location="Store")
            faces.set_of_item(item.id, f"{item.id}-{number:012x}")


def size(data):
    return len(gzip.compress(data))


def assets(browser, page):
    """The bytes of all that is loaded with a page, each once; a font is compressed already."""
    return sum(_loaded(browser, path) for path in {*ASSET.findall(page)})


def _loaded(browser, path):
    with browser.get(path) as answer:
        return len(answer.data) if ".woff2" in path else size(answer.data)


@pytest.mark.parametrize("name", ["sol", "dora"])
def test_the_first_view_is_light(as_, shop, name):
    browser = as_(name)
    page = browser.get("/items").text
    assert size(page.encode()) + assets(browser, page) <= FIRST


def test_more_rows_are_lighter_still(as_, shop):
    page = as_("sol").get("/items").text
    older = re.search(r'href="([^"]*after=[^"]*)"', page)[1].replace("&amp;", "&")
    rows = as_("sol", htmx=True).get(urljoin("/items", older)).data
    assert size(rows) <= LATER


def test_faces_are_loaded_as_they_come_into_sight(as_, shop):
    shown = FACE.findall(as_("sol").get("/items").text)
    assert len(shown) >= 20
    assert [each for each in shown if 'loading="lazy"' not in each] == []
