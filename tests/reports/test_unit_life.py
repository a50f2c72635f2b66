"""A unit's page for staff: what it is now, and its whole life in words, newest first."""

import re

import pytest

from tests.support.loans import TESS, lend, tagged
from tests.support.queries import counted
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.lending.desk import handovers
from webapp.lending.models import Checkout, FaultReport
from webapp.people import forgotten
from webapp.repairs import mending, opening
from webapp.stock import locations
from webapp.stock.stocktakes import counting, stocktakes
from webapp.stock.transfers import transfers, transit
from webapp.stock.transfers.cargo import Wanted

DORA, SOL = Actor(4, "Dora", "desk", 0), 2
ROW = re.compile(r'<ol role="list" class="life">(.*?)</ol>', re.DOTALL)


@pytest.fixture
def unit(app):
    with app.app_context(), transaction():
        return tagged("VLN-1")


def rows(page):
    """The words of each row, without what is linked from them."""
    life = ROW.search(page).group(1)
    each = re.findall(r"<li.*?</li>", life, re.DOTALL)
    return [" ".join(re.sub("<[^>]+>", "", row).split()) for row in each]


def all_rows(browser, path):
    """Of every page, as somebody goes on to the older ones."""
    found = []
    while path:
        page = browser.get(path).text
        found += rows(page)
        older = re.search(r'href="([^"]+)" rel="next"', page)
        path = older and older.group(1).replace("&amp;", "&")
    return found


def starts(found, words):
    assert len(found) == len(words), found
    for row, expected in zip(found, words, strict=True):
        assert row.startswith(expected), row


def mend(unit):
    repair = opening.open(DORA, unit=unit, description="An open seam").id
    mending.assess(DORA, repair, damage_type="physical", severity="minor")
    mending.approve(TESS, repair)
    mending.send(DORA, repair)


def move(unit):
    locations.home(TESS, "Annexe", is_new=True)
    transfer = transfers.draft(DORA, from_location=1, to_location=2).id
    transfers.add(DORA, transfer, [Wanted(unit=unit)])
    transit.send(DORA, transfer)


def test_loans_stand_in_words_newest_first(app, as_, unit):
    with app.app_context(), transaction():
        loan = lend(SOL, item=1, unit=unit)
        handovers.return_item(TESS, loan)
    words = ["Came back from Sol", "Out to Sol", "Came in"]
    starts(rows(as_("dora").get(f"/units/{unit}").text), words)


def test_repairs_and_transfers_are_told(app, as_, unit):
    with app.app_context(), transaction():
        other = tagged("VLN-2")
        mend(unit)
        move(other)
    dora = as_("dora")
    mended = rows(dora.get(f"/units/{unit}").text)
    starts(
        mended,
        [
            "Sent to repair",
            "Repair approved",
            "Damage assessed",
            "Damage reported",
            "Came in",
        ],
    )
    assert "“An open seam”" in mended[3]
    starts(rows(dora.get(f"/units/{other}").text), ["On its way", "Came in"])


def test_a_count_is_told_unless_it_was_cancelled(app, as_, unit):
    with app.app_context(), transaction():
        count = stocktakes.begin(DORA, location=1).id
        counting.count(DORA, count, code="VLN-1")
    dora = as_("dora")
    starts(rows(dora.get(f"/units/{unit}").text), ["Counted: Store", "Came in"])
    with app.app_context(), transaction():
        stocktakes.cancel(DORA, count)
    starts(rows(dora.get(f"/units/{unit}").text), ["Came in"])


def test_a_fault_stands_in_the_life_and_with_what_it_is_now(app, as_, unit):
    with app.app_context(), transaction():
        loan = lend(SOL, item=1, unit=unit)
        db.session.add(FaultReport(checkout_id=loan, unit_id=unit, words="Buzzes", by=SOL))
    page = as_("dora").get(f"/units/{unit}").text
    fault = rows(page)[0]
    assert fault.startswith("A fault was reported")
    assert "“Buzzes” · it cannot be played · by Sol" in fault
    assert page.partition('id="now"')[2].partition("</section>")[0].count("Buzzes") == 2


def test_a_forgotten_loan_names_nobody(app, as_, unit):
    with app.app_context(), transaction():
        id = lend(SOL, item=1, unit=unit)
        handovers.return_item(TESS, id)
        loan = db.session.get(Checkout, id)
        loan.student_id, loan.student_name = forgotten.ID, forgotten.NAME
        loan.forgotten_at = loan.closed_at
    words = ["Came back Mon", "Handed out Mon", "Came in"]
    found = [
        re.sub(r"\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b", "Mon", row)
        for row in rows(as_("dora").get(f"/units/{unit}").text)
    ]
    starts(found, words)
    assert forgotten.NAME not in " ".join(found)


def test_it_is_checked_in_from_its_page_and_stays_there(app, as_, unit):
    with app.app_context(), transaction():
        loan = lend(SOL, item=1, unit=unit)
    dora = as_("dora")
    now = (
        dora.get(f"/units/{unit}").text.partition('id="now"')[2].partition("</section>")[0]
    )
    assert f'action="/checkouts/{loan}/return?at=unit"' in now
    said = {"units": unit, "condition": "good"}
    answer = dora.post(f"/checkouts/{loan}/return?at=unit", data=said)
    assert answer.location == f"/units/{unit}"
    page = dora.get(answer.location).text
    assert "is back from Sol" in page
    assert "Lend…" in page


def test_what_is_lost_is_found_from_its_page(app, as_, unit):
    with app.app_context(), transaction():
        loan = lend(SOL, item=1, unit=unit)
        handovers.return_item(TESS, loan, outcome="lost")
    dora = as_("dora")
    assert f'action="/checkouts/{loan}/found?at=unit"' in dora.get(f"/units/{unit}").text
    answer = dora.post(f"/checkouts/{loan}/found?at=unit", data={"units": unit})
    assert answer.location == f"/units/{unit}"


def test_pages_of_all_kinds_hold_each_row_once(app, as_, unit, monkeypatch):
    monkeypatch.setattr("webapp.reports.pages.unit.PAGE", 2)
    with app.app_context(), transaction():
        for _ in range(3):
            loan = lend(SOL, item=1, unit=unit)
            report = FaultReport(checkout_id=loan, unit_id=unit, words="Buzzes", by=SOL)
            db.session.add(report)
            handovers.return_item(TESS, loan)
    found = all_rows(as_("dora"), f"/units/{unit}")
    kinds = [row.partition(" ")[0] for row in found]
    assert sorted(kinds) == ["A"] * 3 + ["Came"] * 4 + ["Out"] * 3
    assert kinds[-1] == "Came"


def test_a_longer_life_asks_no_more(app, as_, unit):
    def again():
        with app.app_context(), transaction():
            loan = lend(SOL, item=1, unit=unit)
            report = FaultReport(checkout_id=loan, unit_id=unit, words="Buzzes", by=SOL)
            db.session.add(report)
            handovers.return_item(TESS, loan)

    again()
    dora = as_("dora")
    dora.get(f"/units/{unit}")
    with counted(app) as few:
        dora.get(f"/units/{unit}")
    for _ in range(5):
        again()
    with counted(app) as many:
        page = dora.get(f"/units/{unit}").text
    assert len(rows(page)) == 19
    assert len(few) == len(many)


@pytest.mark.parametrize("after", ["x", "WzFd", "WyIyMDI2IiwxLDFd"])
def test_a_cursor_that_is_none_of_ours_is_refused(as_, unit, after):
    assert as_("dora").get(f"/units/{unit}?after={after}").status_code == 422
