"""The overdue report on paper: real PDFs, a sheet a page, nothing cut off."""

import re
import zlib
from difflib import SequenceMatcher

import pytest

from tests.support.loans import TESS, lend, tagged
from webapp.core.db import db, transaction
from webapp.people.models import User
from webapp.stock.items import items

PAPER = {"A4": (595, 842), "Letter": (612, 792)}
WIDTH = {"A4": 210 - 26, "Letter": 216 - 26}  # millimetres inside the margins

WIDER = """[...document.querySelectorAll(".report *:not(.vh)")].filter(part => part.clientWidth
    && part.scrollWidth > part.clientWidth + 1).map(part => part.outerHTML)"""


@pytest.fixture
def engine():
    return "sqlite"


@pytest.fixture
def report(app, as_, browser):
    """`report(5)` is the report in a tab: five loans of Tess's students, and one of Kim, who has no teacher."""
    tabs = []

    def open_(loans):
        with app.app_context(), transaction():
            items.receive(TESS, items.find(TESS, 2), 1, loans)
            hash = db.session.get(User, 1).password_hash
            address = "a.rather.long.name.of.somebody@a-school-far-away.example"
            db.session.add(
                User(
                    email=address,
                    name="Kim Wolfeschlegelsteinhausen",
                    role="student",
                    password_hash=hash,
                )
            )
            db.session.flush()
            violin = tagged("VLN-0000000000000001", "SERIAL-NUMBER-1234567890")
            lend(6, item=1, unit=violin, notes="In the blue case. " * 6)
            for n in range(loans):
                lend(2 + n % 2, days=n + 1)
        dora = as_("dora")

        def fetch(route):
            answer = dora.get(route.request.url.removeprefix("http://school.test"))
            route.fulfill(
                status=answer.status_code, headers=dict(answer.headers), body=answer.data
            )
            answer.close()

        tabs.append(browser.new_page(base_url="http://school.test"))
        tabs[-1].route("**/*", fetch)
        tabs[-1].goto("/reports/overdue")
        return tabs[-1]

    yield open_
    for tab in tabs:
        tab.close()


def pages(pdf):
    """What is drawn on each page below its number: the glyphs in their order, and how far down each run of them is."""
    objects = {
        int(n): body for n, body in re.findall(rb"(?s)(\d+) 0 obj\n(.*?)\nendobj", pdf)
    }
    for body in objects.values():
        if re.search(rb"/Type /Page\b", body):
            stream = objects[int(re.search(rb"/Contents (\d+)", body)[1])]
            drawn = zlib.decompress(
                re.search(rb"(?s)stream\r?\n(.*)\r?\nendstream", stream)[1]
            ).partition(b"W* n")[2]
            yield (
                re.findall(rb"<([0-9A-F]+)> Tj", drawn),
                [float(y) for y in re.findall(rb"([\d.]+) Tm", drawn)],
            )


@pytest.mark.parametrize("paper", PAPER)
def test_one_page_for_each_teacher(report, paper):
    pdf = report(6).pdf(format=paper)
    size = map(float, re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf).groups())
    assert [*size] == pytest.approx(PAPER[paper], abs=1)
    assert len([*pages(pdf)]) == 2


@pytest.mark.parametrize("paper", PAPER)
def test_a_long_sheet_says_on_every_page_whose_it_is(report, paper):
    tab = report(80)
    pdf = tab.pdf(format=paper)
    tab.emulate_media(media="print")
    head = re.sub(r"\s", "", tab.locator("thead").first.inner_text())
    *mine, _ = pages(pdf)
    assert len(mine) > 3
    assert head.startswith("Tess·Backline,overdueon")
    first = [glyph.decode() for glyph in mine[0][0]]
    for glyphs, _ in mine[1:]:
        same = SequenceMatcher(
            None, first, [glyph.decode() for glyph in glyphs], autojunk=False
        )
        assert same.find_longest_match().size >= len(head)
    _, downs = mine[-1]
    assert downs[-1] == max(downs), "the signature is written over a row"


@pytest.mark.parametrize("paper", PAPER)
def test_nothing_is_cut_off(report, paper):
    tab = report(3)
    tab.emulate_media(media="print")
    tab.set_viewport_size({"width": int(WIDTH[paper] / 25.4 * 96), "height": 1000})
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert tab.evaluate(WIDER) == []
    assert [
        tab.locator(gone).first.is_visible()
        for gone in ("nav", ".topbar", ".pagehead", "main form")
    ] == [False] * 4
    assert (
        tab.locator("thead").first.evaluate("head => getComputedStyle(head).display")
        == "table-header-group"
    )
