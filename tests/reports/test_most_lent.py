"""Most lent, least lent: items by how often and for how many days of a period they were lent."""

import csv
import io
from datetime import timedelta

import pytest

from tests.lending.ahead_acts import page_says
from tests.support.days import ahead
from tests.support.loans import TESS, lend, tagged
from tests.support.queries import counted
from webapp.core.db import db, transaction
from webapp.lending.desk import handovers
from webapp.lending.models import Checkout
from webapp.stock.items import items

PAGE, API = "/reports/lent", "/api/inventory/most-lent/"
SOL, NIA = 2, 3


@pytest.fixture
def lent(app):
    """Cellos were lent twice for 8 days, a violin is out for 20; a cymbal never was, and a piano is not lent."""
    with app.app_context(), transaction():
        for person in (SOL, NIA):
            loan = lend(person, days=20)
            handovers.return_item(TESS, loan)
            db.session.get(Checkout, loan).returned_on = ahead(-20)
        violin = lend(SOL, item=1, days=10)
        db.session.get(Checkout, violin).starts_on = ahead(-19)
        about = {"category": "instrument", "location": "Store", "quantity": 1}
        items.add(TESS, name="Cymbal", **about)
        items.add(TESS, name="Piano", is_borrowable=False, **about)


def numbers(answer):
    assert answer.status_code == 200, answer.text
    return [(row["item_name"], row["loans"], row["days"]) for row in answer.json]


CELLO, VIOLIN, CYMBAL = (
    ("Cello 3/4", 2, 16),
    ("Student Violin 4/4", 1, 20),
    ("Cymbal", 0, 0),
)


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("most", [CELLO, VIOLIN, CYMBAL]),
        ("least", [CYMBAL, VIOLIN, CELLO]),
        ("longest", [VIOLIN, CELLO, CYMBAL]),
    ],
)
def test_n08_most_lent_least_lent_and_never(as_, lent, order, expected):
    dora = as_("dora")
    assert numbers(dora.get(f"{API}?order={order}")) == expected
    page = page_says(dora, f"{PAGE}?order={order}").partition("<tbody>")[2]
    places = [page.index(name) for name, *_numbers in expected]
    assert places == sorted(places)
    assert "never" in page
    assert "Piano" not in page


def test_n08_only_the_days_of_the_period_count(as_, lent):
    since, until = ahead(-22), ahead(-18)
    rows = numbers(as_("ada").get(f"{API}?since={since}&until={until}"))
    assert rows == [("Cello 3/4", 2, 6), ("Student Violin 4/4", 1, 2), CYMBAL]
    before = ahead(-40)
    rows = numbers(as_("ada").get(f"{API}?since={before}&until={before}"))
    assert {row[1:] for row in rows} == {(0, 0)}


def test_n08_by_family(as_, lent):
    rows = numbers(as_("ada").get(f"{API}?family=percussion"))
    assert rows == [CYMBAL]
    families = page_says(as_("ada"), PAGE).partition("By family")[2]
    assert families.index("Strings") < families.index("Percussion")
    assert ">3<" in families
    assert ">36<" in families
    assert "By family" not in page_says(as_("ada"), f"{PAGE}?family=keys")


def test_what_is_out_counts_until_today_and_what_is_lost_until_it_was_due(app, as_):
    with app.app_context(), transaction():
        lend(SOL, days=-3)
        lost = lend(NIA, item=1, days=1)
        handovers.return_item(TESS, lost, outcome="lost")
    found = {name: days for name, _loans, days in numbers(as_("dora").get(API))}
    assert found == {"Cello 3/4": 5, "Student Violin 4/4": 8}


@pytest.mark.parametrize("order", ["most", "least", "longest"])
def test_it_goes_on_where_a_page_ended_in_each_order(app, as_, lent, order):
    with app.app_context(), transaction():
        for name in ("Drum B", "Drum a", "Bell"):
            items.add(TESS, name=name, category="instrument", location="Store", quantity=1)
    dora, found, path = as_("dora"), [], f"{API}?limit=1&order={order}"
    whole = numbers(dora.get(f"{API}?order={order}"))
    while path:
        answer = dora.get(path)
        found += numbers(answer)
        path = answer.headers.get("Link", "").partition("<")[2].partition(">")[0]
    assert found == whole
    assert len(found) == 6


def test_the_file_is_the_list(as_, lent, monkeypatch):
    monkeypatch.setattr("webapp.core.spreadsheet.PAGE", 1)
    dora = as_("dora")
    for query in ("", "?order=least", "?family=strings"):
        text = dora.get(f"{PAGE}/export.csv{query}").get_data(as_text=True)
        rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
        told = [(row["Item"], int(row["Loans"]), int(row["Days on loan"])) for row in rows]
        assert told == numbers(dora.get(f"{API}{query}"))


def test_its_paper_says_whose_it_is_and_that_there_is_more(as_, lent, monkeypatch):
    dora, whole = as_("dora"), "the files have all of them"
    page = page_says(dora, PAGE)
    assert "<b>Most and least lent</b> · " in page
    assert f", {ahead(0):%-d %b %Y}</td>" in page
    assert whole not in page
    monkeypatch.setattr("webapp.reports.pages.papers.PAGE", 1)
    assert f"· 1 row: {whole}" in page_says(dora, PAGE)


def test_it_is_for_staff(app, as_):
    for path in (PAGE, API, f"{PAGE}/export.csv", f"{API}export/"):
        assert as_("sol").get(path).status_code == 403, path
    assert app.test_client().get(PAGE).location.startswith("/login")


def test_nonsense_is_refused(as_):
    for query in ("order=best", "family=wind", "since=yesterday", "after=nonsense"):
        assert as_("dora").get(f"{API}?{query}").status_code == 422, query


def test_it_takes_as_many_statements_however_much_was_lent(app, as_, lent):
    counts = set()
    for round in range(2):
        with counted(app) as page:
            as_("dora").get(PAGE)
        with counted(app) as api:
            as_("dora").get(API)
        counts.add((len(page), len(api)))
        with app.app_context(), transaction():
            for n in range(3):
                lend(SOL, item=1, unit=tagged(f"NEW-{round}-{n}"), days=n)
    assert len(counts) == 1, counts
    assert counts.pop() <= (6, 5)


def test_days_ahead_are_not_counted(as_, lent):
    rows = numbers(as_("dora").get(f"{API}?until={ahead(0) + timedelta(days=300)}"))
    assert rows[0] == CELLO


def test_days_that_are_none_are_refused(as_):
    no = as_("tess").get(f"{API}?since=2026-11-20&until=2026-11-10")
    assert no.status_code == 422
    assert "until" in no.json["fields"]
