"""N12: at the desk's tray, whoever fetches something for another takes that loan, not a new one."""

import pytest

from ..ahead_acts import ask, page_says
from ..conftest import API
from ..piles.test_tray import Desk
from .conftest import NIA, SOL
from .test_contacts_told import mails


@pytest.fixture
def loan(as_, stand):
    """Promised to Sol, to be fetched by Nia today; the loan."""
    id = ask(as_("tess"), stand, 0, 5, student=SOL, contact=NIA).json["id"]
    assert as_("tess").post(f"{API}{id}/approve/", json={}).status_code == 200
    return id


@pytest.fixture
def desk(as_):
    return Desk(as_("dora"))


@pytest.mark.parametrize("card_first", [True, False])
def test_n12_the_tray_finds_the_loan_they_fetch(as_, desk, loan, stand_sku, card_first):
    codes = ["nia@school.test", stand_sku]
    for code in codes if card_first else reversed(codes):
        desk.scan(code)
    assert desk.told[0] == "Asked for"
    assert "Sol answers for it" in desk.page.text.partition('class="pile"')[2]
    assert "Fetches for others" in desk.page.text
    assert desk.press().status_code == 303
    (shown,) = as_("dora").get(API).json
    assert (shown["id"], shown["status"], shown["student"]) == (loan, "out", SOL)


def test_n12_before_anybody_is_named_the_tray_says_who_fetches_it(desk, loan, stand_sku):
    page = desk.scan(stand_sku).text
    assert "to Sol, to be fetched by Nia. Theirs?" in page
    assert f'name="person" value="{NIA}">Nia<' in page


def test_n12_whoever_fetched_it_signs_and_the_borrower_reads_the_receipt(
    app,
    as_,
    loan,
    give,
    stand_sku,
):
    assert give([stand_sku], person="Nia").status_code == 201
    for who in ("dora", "sol"):
        paper = page_says(as_(who), "/receipts/1")
        assert "Handed out to Nia, for Sol" in paper
        assert "for Sol · fetched by Nia" in paper
        assert "Received, Nia" in paper
    assert mails(app, "handed_over") == ["sol"]


def test_n12_whoever_fetched_it_brings_it_as_theirs(as_, loan, give, take, stand_sku):
    give([stand_sku], person="Nia")
    assert give([stand_sku], person="Nia", dry=True).status_code == 200
    back = take([stand_sku], person="Nia")
    assert back.status_code == 201
    assert "Somebody else's" not in back.text
    assert "Brought back, Nia" in page_says(as_("dora"), "/receipts/2")


def test_n12_a_suspended_borrower_gets_nothing_by_another(as_, loan, give, stand_sku):
    said = {"why": "Owes a bow"}
    assert as_("dora").post(f"/people/{SOL}/suspend", data=said).status_code == 303
    no = give([stand_sku], person="Nia")
    assert (no.status_code, no.json["facts"]["reason"]) == (409, "suspended")
