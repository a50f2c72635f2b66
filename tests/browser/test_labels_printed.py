"""Labels on paper: as many pages as sheets, each label where the sheet has one."""

import re
import secrets

import pytest

from tests.support.labels import LAID
from tests.support.loans import tagged
from webapp.core.db import transaction

MM = 96 / 25.4


@pytest.fixture
def sheet(app_of_site, open_as):
    with app_of_site.app_context(), transaction():
        made = [
            tagged(f"LABEL-OF-A-LONG-NAME-{n:03}-{secrets.token_hex(7)}") for n in range(31)
        ]
    tab = open_as("dora")

    def lay(paper, start=1):
        tab.goto(
            f"/units/labels?paper={paper}&start={start}&"
            + "&".join(f"unit={id}" for id in made)
        )
        return tab

    return lay


@pytest.mark.parametrize("paper", LAID)
def test_labels_lie_where_the_sheet_has_them(sheet, paper):
    format, each, width, height, left, top, step = LAID[paper]
    tab = sheet(paper, start=each - 1)
    pdf = tab.pdf(format=format)
    assert len(re.findall(rb"/Type /Page\b", pdf)) == (each - 2 + 31 - 1) // each + 1
    tab.emulate_media(media="print")
    tab.set_viewport_size(
        {"width": round({"A4": 210, "Letter": 215.9}[format] * MM), "height": 1000}
    )
    boxes = tab.evaluate(
        """[...document.querySelectorAll(".labels")].map(sheet => { const s = sheet.getBoundingClientRect();
        return [...sheet.children].map(each => { const b = each.getBoundingClientRect();
        return [b.x, b.y - s.y, b.width, b.height, each.scrollHeight > each.clientHeight + 1] }) })"""
    )
    for page in boxes:
        assert page[0][:4] == pytest.approx(
            [left * MM, top * MM, width * MM, height * MM], abs=1
        )
        assert not any(label[4] for label in page)
    assert boxes[0][1][0] - boxes[0][0][0] == pytest.approx(step * MM, abs=1)
