"""A person's card is scanned first or last in the tray, at the desk's box, where a name is typed, and by programs."""

import pytest

from tests.support.days import ahead
from tests.support.loans import lend, tagged
from tests.support.queries import counted
from webapp.core.db import db, transaction
from webapp.people.models import User
from webapp.stock.models import Item

from ..conftest import API, HAND_OVERS
from .test_tray import Desk

CARDS = "/api/inventory/cards/"
SOL, NIA = 2, 3


@pytest.fixture
def card(as_):
    """Sol's; its id."""
    return give_card(as_, SOL, "CARD-0042")


def give_card(as_, person, code):
    said = {"person": person, "code": code}
    return as_("dora").post(CARDS, json=said).json["id"]


def opened(as_, code, **more):
    return as_("dora").get("/desk", query_string={"code": code} | more).text


@pytest.mark.parametrize(
    "code", ["CARD-0042", "card-0042", " Card - 0042 ", "ＣＡＲＤ-0042"]
)
def test_the_desks_box_opens_the_person(as_, card, code):
    page = opened(as_, code)
    assert f'<a href="/people/{SOL}">Sol</a>' in page
    assert "Nothing on loan, nothing waiting." in page


def test_a_scanner_set_to_another_keyboard_is_read_by_its_keys(as_, card):
    assert f'href="/people/{SOL}">Sol' in opened(as_, "CARDß0042", us_keys="CARD-0042")


def test_digits_alone_are_a_card_too(as_):
    give_card(as_, NIA, "0004711")
    assert f'href="/people/{NIA}">Nia' in opened(as_, "0004711")


@pytest.mark.parametrize("order", [("CARD-0042", "VLN-1"), ("VLN-1", "CARD-0042")])
def test_in_the_tray_it_says_whose_pile_it_is_first_or_last(
    as_, card, violins, order, loan
):
    desk = Desk(as_("dora"))
    for code in order:
        desk.scan(code)
    assert ">Sol</h2>" in desk.page.text
    assert desk.scan().status_code == 303
    assert (loan(1).student_id, loan(1).status) == (SOL, "out")


@pytest.mark.parametrize("order", [("CARD-0042", "VLN-1"), ("VLN-1", "CARD-0042")])
def test_programs_scan_it_among_the_codes_or_name_it(as_, card, violins, give, order, loan):
    assert give(list(order), person=None).status_code == 201
    assert loan(1).student_id == SOL


def test_programs_name_the_person_by_it(as_, card, violins, give, loan):
    assert give(["VLN-1"], person="card-0042").status_code == 201
    assert loan(1).student_id == SOL


@pytest.fixture
def stands(app, stand):
    """Nia has one of the music stands."""
    with app.app_context(), transaction():
        return lend(NIA, item=stand)


def test_after_a_card_what_is_only_counted_goes_out(
    as_, card, stands, stand_sku, loan, status
):
    desk = Desk(as_("dora"))
    for code in ("CARD-0042", stand_sku):
        desk.scan(code)
    assert desk.told[:1] == ["Not asked for."]
    assert desk.scan().status_code == 303
    assert status(stands) == "out"
    assert (loan(stands + 1).student_id, loan(stands + 1).status) == (SOL, "out")


def test_after_a_card_it_comes_back_where_none_is_on_the_shelf(app, as_, card, harp):
    with app.app_context(), transaction():
        lend(NIA, item=harp)
        sku = db.session.get_one(Item, harp).sku
    desk = Desk(as_("dora"))
    for code in ("CARD-0042", sku):
        desk.scan(code)
    assert desk.told[:1] == ["Somebody else&#39;s:"]


def test_what_waits_for_its_answer_is_told_and_stays(as_, card, asked, status):
    sku = as_("dora").get("/api/inventory/items/1/").json["sku"]
    desk = Desk(as_("dora"))
    for code in ("CARD-0042", sku):
        desk.scan(code)
    assert desk.told[:1] == ["Asked for, not answered yet."]
    assert "stays and waits, unless it is answered or cancelled" in desk.page.text
    assert f'<a href="/checkouts/{asked}">Their request' in desk.page.text
    receipt = desk.browser.get(desk.scan().location).text
    assert "that request still waits for its answer" in receipt
    assert f'<a href="/checkouts/{asked}">Their request' in receipt
    assert status(asked) == "pending"


def test_what_a_student_brings_with_their_card_is_theirs(
    as_, card, brought, stand_sku, take
):
    back = take(["CARD-0042", stand_sku])
    assert (back.status_code, back.json["person"]) == (201, SOL)


def test_where_a_name_is_typed_a_card_does(app, as_, card, loan):
    with app.app_context(), transaction():
        unit = tagged("VLN-9")
    said = {"student": "CARD-0042", "due_date": str(ahead(3))}
    assert as_("dora").post(f"/desk/lend/{unit}", data=said).status_code == 303
    assert loan(1).student_id == SOL


def test_somebody_elses_card_does_not_change_whose_pile_it_is(as_, card, violins):
    give_card(as_, NIA, "CARD-0043")
    desk = Desk(as_("dora"))
    for code in ("CARD-0042", "CARD-0043"):
        desk.scan(code)
    assert "Somebody else." in desk.told
    assert ">Sol</h2>" in desk.page.text


@pytest.fixture
def lost(as_, card):
    """Sol lost it and has another one."""
    give_card(as_, SOL, "CARD-0099")
    return "CARD-0042"


def test_the_old_one_opens_nobody_and_says_so(as_, lost, violins, give):
    for page in (opened(as_, lost), Desk(as_("dora")).scan(lost).text):
        assert "not valid any more" in page
        assert ">Sol</h2>" not in page
    assert "Nothing has this code" not in opened(as_, lost)
    no = give(["VLN-1", lost], person=None)
    assert (no.status_code, "Whose is it?" in no.text) == (422, True)
    named = as_("dora").post(HAND_OVERS, json={"codes": ["VLN-1"], "person": lost})
    assert (named.status_code, "not valid any more" in named.text) == (
        422,
        True,
    )
    assert f'href="/people/{SOL}">Sol' in opened(as_, "CARD-0099")


def test_of_who_may_not_come_in_it_opens_no_tray(app, as_, card, violins):
    with app.app_context(), transaction():
        db.session.get(User, SOL).is_active = False
    desk = Desk(as_("dora"))
    desk.scan("CARD-0042")
    assert "Sol may not come in any more" in desk.page.text
    assert ">Sol</h2>" not in desk.page.text
    assert f'href="/people/{SOL}">Sol' in opened(as_, "CARD-0042")


def test_a_teacher_opens_their_own_students_only(app, as_, card):
    with app.app_context(), transaction():
        db.session.get(User, SOL).teacher_id = None
    page = as_("tess").get("/desk?code=CARD-0042").text
    assert f'href="/people/{SOL}"' not in page


def test_students_open_nobody(as_, card):
    assert as_("nia").get("/desk?code=CARD-0042").status_code == 403
    assert as_("nia").post(API, json={"item": 1, "student": SOL}).status_code == 404


def test_many_cards_take_one_query(app, as_, card, give):
    counts = set()
    for codes in (["CARD-0042"], ["CARD-0042", "CARD-0043", "CARD-0044"]):
        with counted(app) as seen:
            give(codes, person=None, dry=True)
        counts.add(sum("FROM cards" in each for each in seen))
    assert counts == {1}


@pytest.fixture
def renamed(app, as_):
    """Sol's card has a code that Nia is called by now, by her name or her e-mail."""

    def rename(field, code):
        give_card(as_, SOL, code)
        with app.app_context(), transaction():
            setattr(db.session.get(User, NIA), field, code)

    return rename


NAMED = pytest.mark.parametrize(
    ("field", "code"), [("name", "Kim Lee"), ("email", "kim@example.org")]
)


@NAMED
def test_a_name_is_looked_for_before_a_card(as_, renamed, violins, give, loan, field, code):
    renamed(field, code)
    assert give([code, "VLN-1"], person=None).status_code == 201
    assert loan(1).student_id == NIA
    assert give(["VLN-2"], person=code.lower()).status_code == 201
    assert loan(2).student_id == NIA


@NAMED
def test_and_in_the_desks_box(as_, renamed, field, code):
    renamed(field, code)
    assert f'<a href="/people/{NIA}">' in opened(as_, code)
