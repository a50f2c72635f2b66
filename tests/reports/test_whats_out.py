"""What is out, on paper: of one person, of a class, or of a teacher's students."""

import csv
import io

import pytest

from tests.lending.ahead_acts import page_says
from tests.support.days import ahead
from tests.support.loans import TESS, lend, tagged
from tests.support.queries import counted
from webapp.core.db import db, transaction
from webapp.lending.asking import asking
from webapp.lending.decisions import decisions
from webapp.lending.models import Checkout, Request
from webapp.people.models import Group, Membership
from webapp.stock.models import Accessory, Item

PAGE = "/reports/out"
SOL, NIA, TESS_ID = 2, 3, 1


@pytest.fixture
def out(app):
    """Sol has a violin with its bow and without its case, three cellos too late, and is to fetch a cello."""
    with app.app_context(), transaction():
        db.session.get(Item, 1).value_minor = 120_000
        db.session.get(Item, 2).value_minor = 10_000
        unit = tagged("VLN-1", "S 77")
        db.session.add(Accessory(unit_id=unit, name="Bow"))
        db.session.add(Accessory(unit_id=unit, name="Case", is_missing=True))
        lend(SOL, item=1, unit=unit, days=-5)
        lend(SOL, quantity=2, days=2)
        id = asking.ask_for(TESS, item=2, quantity=1, student=SOL, send_anyway=True).id
        decisions.approve(TESS, id)
        lend(NIA, days=-3)


@pytest.fixture
def strings(app):
    """An ensemble in which Sol and Nia play, with a loan of its own that Tess answers for; its id."""
    with app.app_context(), transaction():
        group = Group(name="Strings", kind="ensemble", teacher_id=TESS_ID)
        db.session.add(group)
        db.session.flush()
        for person in (SOL, NIA):
            db.session.add(Membership(group_id=group.id, user_id=person))
        loan = db.session.get(Checkout, lend(TESS_ID, days=-9))
        request = db.session.get(Request, loan.request_id)
        request.group_id, request.group_name = group.id, group.name
        return group.id


def rows(answer):
    text = answer.get_data(as_text=True).removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("who", ["tess", "dora", "ada", "sol"])
def test_n05_everything_a_person_has_to_print_and_to_sign(as_, out, who):
    page = page_says(as_(who), f"{PAGE}?person={SOL}").partition("<main")[2]
    for words in ("VLN-1", "S 77", "Bow", "without Case", "× 2", "Overdue", "Due",
                  "3 pieces out, worth €1,400.00", "To be fetched", "Signature, Sol"):  # fmt: skip
        assert words in page, words
    assert "Nia" not in page


def test_n05_a_class_is_a_sheet_each_or_one_list(as_, out, strings):
    sheets = page_says(as_("tess"), f"{PAGE}?group={strings}")
    assert sheets.count('class="sheet') == 3
    assert sheets.index("Signature, Nia") < sheets.index("Signature, Sol")
    assert "for Strings" in sheets
    one = page_says(as_("dora"), f"{PAGE}?group={strings}&layout=list")
    assert one.count('class="sheet') == 1
    assert one.count("<tr>") == 1 + 5
    assert f"{PAGE}?group={strings}" in page_says(as_("tess"), f"/groups/{strings}")


def test_the_students_of_a_teacher(as_, out):
    page = page_says(as_("tess"), f"{PAGE}?teacher={TESS_ID}")
    assert "Signature, Sol" in page
    assert as_("tess").get(f"{PAGE}?teacher=5").status_code == 404
    assert "Signature, Sol" in page_says(as_("ada"), f"{PAGE}?teacher={TESS_ID}")


def test_the_file_says_the_same(as_, out, strings):
    dora = as_("dora")
    file = rows(dora.get(f"{PAGE}/export.csv?group={strings}"))
    found = [(row["Person"], row["Pieces"], row["Status"], row["Value"]) for row in file]
    assert found == [
        ("Nia", "1", "out", "100.00"),
        ("Sol", "2", "out", "200.00"),
        ("Sol", "1", "out", "1200.00"),
        ("Sol", "1", "approved", "100.00"),
        ("Tess", "1", "out", "100.00"),
    ]
    assert file[2]["Missing accessories"] == "Case"
    assert file[2]["Due"] == str(ahead(5))
    assert dora.get(f"{PAGE}/export.xlsx?person={SOL}").data.startswith(b"PK")


def test_nobody_sees_what_others_have(app, as_, out, strings):
    for end in ("", "/export.csv"):
        assert as_("sol").get(f"{PAGE}{end}?person={NIA}").status_code == 404
        assert as_("sol").get(f"{PAGE}{end}?group={strings}").status_code == 403
        assert as_("sol").get(f"{PAGE}{end}?teacher={TESS_ID}").status_code == 403
        assert as_("dora").get(f"{PAGE}{end}?group=99").status_code == 404
    assert app.test_client().get(PAGE).location.startswith("/login")


def test_who_has_nothing_and_who_is_not_named_yet(as_):
    assert "has nothing on loan" in page_says(as_("dora"), f"{PAGE}?person={SOL}")
    assert "Choose a class or a teacher" in page_says(as_("dora"), PAGE)


def test_it_takes_as_many_statements_however_much_is_out(app, as_, out, strings):
    counts = set()
    for round in range(2):
        with counted(app) as seen:
            as_("dora").get(f"{PAGE}?group={strings}")
        counts.add(len(seen))
        with app.app_context(), transaction():
            for n in range(4):
                lend(SOL, item=1, unit=tagged(f"VLA-{round}-{n}"), days=-4)
                lend(NIA, item=1, unit=tagged(f"VLB-{round}-{n}"), days=-4)
    assert len(counts) == 1, counts
    assert counts.pop() <= 15
