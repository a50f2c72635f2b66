"""What is said of one line of the tray: another unit instead, a reason, a first name; and whose receipt it is."""

import re
from html import unescape

import pytest

from tests.support.loans import tagged
from webapp.core.db import db, transaction
from webapp.people.models import User
from webapp.stock.models import Accessory

from ..conftest import HAND_OVERS, TAKE_BACKS
from .test_tray import FIELD, LINES, Desk


@pytest.fixture
def desk(as_):
    return Desk(as_("dora"))


@pytest.fixture
def leo(app):
    with app.app_context(), transaction():
        hash = db.session.get(User, 1).password_hash
        email = "student@school.test"
        leo = User(email=email, name="Leo Marchetti", role="student", password_hash=hash)
        db.session.add(leo)


def boxes(desk):
    """Whether each of what goes along is ticked."""
    ticks = re.findall(r'<input type="checkbox" name="accessories-[^>]*>', desk.page.text)
    return [" checked" in tick for tick in ticks]


def test_another_unit_instead_has_its_own_things_along(app, desk, violins):
    with app.app_context(), transaction():
        db.session.add(Accessory(unit_id=tagged("VLN-3"), name="Rosin"))
    desk.scan("VLN-2")
    assert boxes(desk) == [True, True]
    desk.scan(**{"instead-0": "VLN-3", "condition-0": "fair"})
    assert "VLN-3" in desk.page.text
    assert boxes(desk) == [True]


def test_what_is_not_settled_says_why_and_can_be_pressed_at_once(desk, brought, loan):
    desk.scan("VLA-1")
    assert 'name="notes-0"' in desk.page.text  # whoever ticks the box can say why
    desk.scan(**{"not_settled-0": "1", "condition-0": "good"})
    assert "Say what is missing, or what is to be looked into" in desk.page.text
    assert 'formaction="/desk/tray" disabled' not in desk.page.text
    assert desk.press().status_code == 409
    assert "Nothing of this is out" not in desk.page.text
    desk.scan(**{"notes-0": "No mute", "not_settled-0": "1"})
    assert desk.press().status_code == 303
    assert loan(brought[0]).unsettled_at


@pytest.mark.parametrize("typed", ["leo", "MARCH", "marchetti leo"])
def test_a_first_name_in_the_empty_tray_offers_people(desk, leo, typed):
    desk.scan(typed)
    assert "Who?" in desk.page.text
    assert 'value="student@school.test"' in desk.page.text
    assert "Nothing has this code" not in desk.page.text
    assert 'data-tone="alert"' not in desk.page.text.partition("<main")[2]


def test_a_part_of_a_name_is_answered_once_it_is_known_whose_pile_it_is(desk, leo):
    desk.scan("leo")
    desk.scan("student@school.test")
    assert ">Leo Marchetti</h2>" in desk.page.text
    assert "Who?" not in desk.page.text


def test_the_receipt_of_what_one_person_had_names_them(app, as_, take, brought):
    done = take(["VLA-1"]).json
    assert (done["person"], done["person_name"]) == (3, "Nia")
    assert "Taken back from Nia" in as_("dora").get(f"/receipts/{done['id']}").text
    assert as_("nia").get(f"{TAKE_BACKS}{done['id']}/").json["person"] == 3
    both = take(["VLA-2"], person="Nia").json  # who brings it is named
    assert both["person"] == 3


def test_the_receipt_of_what_two_people_had_names_nobody(as_, take, brought, stand_sku):
    done = take(["VLA-1", "VLA-2"]).json
    assert done["person"] is None
    assert "several people" in as_("dora").get(f"/receipts/{done['id']}").text


def test_the_receipt_says_what_is_not_settled_and_undone_is_not_printed(as_, take, brought):
    said = {"code": "VLA-1", "condition": "good", "notes": "No mute", "not_settled": True}
    back = take([said]).json["id"]
    page = as_("dora").get(f"/receipts/{back}").text
    assert "not settled yet: No mute" in page
    assert "data-print" in page
    as_("dora").post(f"{TAKE_BACKS}{back}/undo/")
    assert "data-print" not in as_("dora").get(f"/receipts/{back}").text


def test_the_receipt_of_what_went_says_the_year(as_, give, violins):
    out = give(["VLN-1"]).json
    year = out["goods"][0]["due_date"][:4]
    page = as_("dora").get(f"/receipts/{out['id']}").text
    assert f" {year}, desk open " in page


def put_again(desk, pile):
    """Press the button on the receipt of what was undone; what it sends."""
    receipt = desk.browser.get(f"/receipts/{pile}")
    form = receipt.text.partition(f'action="{LINES}"')[2].partition("</form>")[0]
    sent = {}
    for match in FIELD.finditer(form):
        sent.setdefault(match[1], []).append(unescape(match[2]))
    desk.page = desk.browser.get(desk.browser.post(LINES, data=sent).location)
    return sent


def test_what_was_undone_is_in_the_tray_again_as_it_was(as_, desk, take, brought, loan):
    """Without what was recorded as lost, which nobody scans."""
    said = {"code": "VLA-1", "condition": "good", "notes": "No mute", "not_settled": True}
    pile = take([said, {"code": "VLA-2", "outcome": "lost"}]).json["id"]
    as_("dora").post(f"{TAKE_BACKS}{pile}/undo/")
    sent = put_again(desk, pile)
    assert sent["line"] == ["VLA-1"]
    assert "1 thing back" in desk.page.text
    assert desk.press().status_code == 303
    assert loan(brought[0]).unsettled_at
    assert loan(brought[1]).status == "out"


def test_what_is_counted_is_in_the_tray_again_with_how_many(as_, desk, give, stand_sku):
    pile = give([{"code": stand_sku, "quantity": 3}], person="Sol").json["id"]
    assert "tray again" not in as_("dora").get(f"/receipts/{pile}").text
    as_("dora").post(f"{HAND_OVERS}{pile}/undo/")
    put_again(desk, pile)
    assert "3 things to Sol" in desk.page.text
    assert desk.press().status_code == 303
    assert "tray again" not in as_("sol").get(f"/receipts/{pile}").text
