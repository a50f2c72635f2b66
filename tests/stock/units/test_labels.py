"""Labels: which units they are for, whose code they carry, and where on the sheet they are."""

import re

import pytest

from tests.support.loans import tagged
from webapp.core.db import db, transaction
from webapp.stock.models import Movement
from webapp.stock.units import codes, labels


@pytest.fixture(autouse=True)
def violins(app):
    with app.app_context(), transaction():
        for n in range(1, 24):
            tagged(f"VLN-{n:02}")
        tagged("CEL-01", item=2)


def on(page):
    return re.findall(r'<div class="label">(?:<svg.*?</svg><p><b>(.*?)</b>)?', page)


def test_some_units_an_items_and_an_operations(app, as_):
    dora = as_("dora")
    assert on(dora.get("/units/labels?unit=24&unit=3&unit=99").text) == ["VLN-03", "CEL-01"]
    assert len(on(dora.get("/units/labels?item=1").text)) == 23
    with app.app_context():
        operation = db.session.get(Movement, 7).operation_id
    assert on(dora.get(f"/units/labels?operation={operation}").text) == ["VLN-05"]
    for nothing in ("", "?unit=99", "?unit=x", "?item=0"):
        assert "No labels to print" in dora.get(f"/units/labels{nothing}").text


def test_sheets_begin_where_labels_are_left(as_):
    page = as_("dora").get("/units/labels?item=1&start=21").text
    assert on(page) == [""] * 20 + [f"VLN-{n:02}" for n in range(1, 24)]
    assert page.count('<section class="labels"') == 3
    letter = as_("dora").get("/units/labels?item=1&paper=us-5160&start=99").text
    assert letter.count('<section class="labels"') == 2
    assert 'data-fmt="us-5160"' in letter
    assert on(letter)[:29] == [""] * 29


def test_the_code_is_the_units_address(app, as_):
    with app.app_context():
        drawn = labels.code(app.config["BASE_URL"], 3)
        assert drawn != labels.code(app.config["BASE_URL"], 4)
        assert "style" not in drawn
    assert drawn in as_("dora").get("/units/labels?unit=3").text
    assert as_("dora").get(f"/t/{codes.printed(3)}").location == "/units/3"


def test_labels_are_for_staff(as_):
    assert as_("sol").get("/units/labels?item=1").status_code == 403


def test_more_than_fit_in_one_go(as_):
    dora = as_("dora")
    dora.post("/api/inventory/units/bulk/", json={"item": 2, "units": [{}] * 302})
    page = dora.get("/units/labels?item=2").text
    older = re.search(r'rel="next" href="([^"]+)"', page)[1].replace("&amp;", "&")
    assert len(on(page)) == 300
    assert on(dora.get(older).text) == ["CEL-301", "CEL-302", "CEL-303"]
