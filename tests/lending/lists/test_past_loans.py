"""What somebody had and has no more: from when until when, how it came back, and how late."""

import csv
import io

import pytest

from tests.support.days import ahead
from tests.support.loans import TESS, lend, tagged
from tests.support.queries import counted
from webapp.core.db import db, transaction
from webapp.lending.desk import handovers
from webapp.lending.models import Checkout
from webapp.people.models import User

from ..ahead_acts import page_says

PAGE = "/checkouts/past"
PAST = "/api/inventory/past-loans/"
SOL, NIA = 2, 3


@pytest.fixture
def past(app):
    """Sol brought a violin back 3 days late, two cellos one of them damaged, in time, and has a cello; Nia lost one."""
    with app.app_context(), transaction():
        violin = lend(SOL, item=1, unit=tagged("VLN-1"), days=3)
        handovers.return_item(TESS, violin)
        cellos = lend(SOL, quantity=2, days=-2)
        handovers.return_item(TESS, cellos, quantity=1, condition="damaged")
        handovers.return_item(TESS, cellos)
        lost = lend(NIA, days=-4)
        handovers.return_item(TESS, lost, outcome="lost")
        lend(SOL, days=-5)
    return violin, cellos, lost


def ids(answer):
    assert answer.status_code == 200, answer.text
    return [row["id"] for row in answer.json]


def file_of(browser, address):
    text = browser.get(address).get_data(as_text=True).removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("who", ["tess", "dora", "ada"])
def test_n02_staff_read_what_a_person_had_and_how_it_came_back(as_, past, who):
    violin, cellos, _lost = past
    page = page_says(as_(who), f"{PAGE}?student={SOL}")
    assert page.index(f'href="/checkouts/{cellos}"') < page.index(
        f'href="/checkouts/{violin}"'
    )
    assert "3 days late" in page
    assert "1 returned, 1 damaged" in page
    assert "VLN-1" in page
    assert "Past loans of Sol" in page
    assert page.count("<tr>") == 3
    link = f'href="{PAGE}?student={SOL}"'
    assert link in page_says(as_(who), f"/people/{SOL}")


def test_n02_people_read_their_own_earlier_ones(as_, past):
    page = page_says(as_("sol"), PAGE)
    assert page.count("<tr>") == 3
    assert "3 days late" in page
    assert f'href="{PAGE}"' in page_says(as_("sol"), "/checkouts")


def test_the_api_says_the_same(as_, past):
    violin, cellos, lost = past
    rows = as_("sol").get(PAST).json
    assert [(row["id"], row["outcome"], row["days_late"], row["tags"]) for row in rows] == [
        (cellos, "1 returned, 1 damaged", 0, []),
        (violin, "Returned", 3, ["VLN-1"]),
    ]
    assert rows[1]["due_date"] == str(ahead(-3))
    assert rows[1]["ended_on"] == str(ahead(0))
    assert ids(as_("dora").get(PAST)) == [lost, cellos, violin]


def test_the_file_is_the_list(as_, past):
    for browser, query in ((as_("sol"), ""), (as_("dora"), f"?student={SOL}")):
        rows = file_of(browser, f"{PAGE}/export.csv{query}")
        listed = browser.get(f"{PAST}{query}").json
        assert [int(row["Loan"]) for row in rows] == [row["id"] for row in listed]
        assert [row["Days late"] for row in rows] == ["0", "3"]
    answer = as_("dora").get(f"{PAGE}/export.xlsx")
    assert answer.get_data()[:2] == b"PK"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("outcome=late", [0]),
        ("outcome=damaged", [1]),
        ("outcome=lost", [2]),
        ("outcome=used_up", []),
        ("since=2020-01-01", [2, 1, 0]),
        ("until=2020-01-01", []),
    ],
)
def test_each_filter_holds_for_page_api_and_file(as_, past, query, found):
    dora, expected = as_("dora"), [past[n] for n in found]
    assert ids(dora.get(f"{PAST}?{query}")) == expected
    rows = file_of(dora, f"{PAGE}/export.csv?{query}")
    assert [int(row["Loan"]) for row in rows] == expected
    assert shown(dora, query, past) == set(expected)


def shown(browser, query, loans):
    page = page_says(browser, f"{PAGE}?{query}")
    return {id for id in loans if f'href="/checkouts/{id}"' in page}


def test_nobody_reads_what_others_had(app, as_, past):
    for path in (PAGE, PAST, f"{PAGE}/export.csv"):
        assert as_("sol").get(f"{path}?student={NIA}").status_code == 404, path
    with app.app_context(), transaction():
        db.session.get(User, SOL).teacher_id = None
    for path in (PAGE, PAST, f"{PAGE}/export.csv"):
        assert as_("tess").get(f"{path}?student={SOL}").status_code == 404, path


def test_strangers_sign_in(app):
    assert app.test_client().get(PAGE).location.startswith("/login")
    assert app.test_client().get(PAST).status_code == 401


def test_nonsense_is_refused(as_, past):
    for query in ("outcome=eaten", "student=0", "since=yesterday", "colour=red"):
        assert as_("dora").get(f"{PAST}?{query}").status_code == 422, query


def test_who_had_nothing_reads_so(as_):
    assert "No past loans" in page_says(as_("sol"), PAGE)
    assert "Nothing found" in page_says(as_("sol"), f"{PAGE}?outcome=late")


def test_what_is_out_again_by_undo_is_no_past_loan(app, as_, past):
    dora = as_("dora")
    undone = dora.get(f"/api/inventory/operations/?checkout={past[0]}")
    [last, *_others] = undone.json
    assert dora.post(
        f"/api/inventory/operations/{last['id']}/undo/", json={}
    ).status_code in (
        200,
        201,
    )
    assert past[0] not in ids(dora.get(PAST))


def test_it_goes_on_where_a_page_ended(as_, past):
    dora, found, path = as_("dora"), [], f"{PAST}?limit=1"
    while path:
        answer = dora.get(path)
        found += ids(answer)
        path = answer.headers.get("Link", "").partition("<")[2].partition(">")[0]
    assert found == [past[2], past[1], past[0]]


def test_it_takes_as_many_statements_however_many_there_are(app, as_, past):
    dora, counts = as_("dora"), {}
    for _each in range(2):
        for path in (f"{PAGE}?student={SOL}", f"{PAST}?student={SOL}"):
            with counted(app) as seen:
                dora.get(path)
            counts.setdefault(path, set()).add(len(seen))
        with app.app_context(), transaction():
            for _loan in range(3):
                handovers.return_item(TESS, lend(SOL, item=1, days=-1))
            assert db.session.query(Checkout).count() > 5
    assert [max(each) for each in counts.values()] == [5, 5]
    assert all(len(each) == 1 for each in counts.values()), counts
