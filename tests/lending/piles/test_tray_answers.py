"""What answers a red line of the tray: all the same, back first, this person, and what they leave behind."""

import re

import pytest

from webapp.core.db import db, transaction
from webapp.people.models import User

from ..ahead_acts import promise
from ..conftest import API, HAND_OVERS, TAGS
from ..desk_acts import act
from .test_hand_overs import kinds, words
from .test_tray import LINES, Desk


@pytest.fixture
def desk(as_):
    return Desk(as_("dora"))


@pytest.fixture
def nias(as_, violas):
    """VLA-1 lies ready for Nia; her promise's id."""
    id = promise(as_, violas, 0, 4, who="nia")
    act(as_("dora"), id, "set_aside", units=TAGS[:1])
    return id


def test_what_is_set_aside_for_another_goes_all_the_same_if_somebody_says_so(
    desk, nias, rows, loan
):
    desk.scan("Sol")
    desk.scan("VLA-1")
    assert desk.told[0] == "Set aside for somebody else:"
    desk.scan(**{"anyway-0": "1"})
    assert "It was set aside for Nia, whose promise stays" in desk.page.text
    assert desk.scan().status_code == 303
    assert rows(nias + 1) == [("VLA-1", 1, "out")]
    assert (loan(nias).status, loan(nias).aside, loan(nias).ready_at) == (
        "approved",
        [],
        None,
    )


def test_all_the_same_by_the_api_and_never_beyond_what_there_is(
    as_, nias, violas, give, loan
):
    said = {"code": "VLA-1", "anyway": True}
    assert kinds(give([said], dry=True)) == ["new"]
    promise(as_, violas, 0, 4, who="nia", quantity=2)
    no = give([said])
    assert no.status_code == 409
    assert loan(nias).unit_ids != []


def test_what_is_out_to_another_comes_back_first_by_one_press(desk, brought, rows, loan):
    desk.scan("Sol")
    desk.scan("VLA-1", add="1")
    desk.browser.get(LINES)
    assert (
        "Taking back" in desk.page.text
    )  # it is out, so it is a pile back until somebody says otherwise
    desk.scan(kind="hand_over")
    assert desk.told[0] == "Still out to Nia,"
    fields = desk.fields | {"back_first": ["0"], "idempotency_key": ["k-1"]}
    answer = desk.browser.post("/desk/tray/back-first", data=fields)
    assert answer.status_code == 303
    desk.page = desk.browser.get(answer.location)
    assert "It is back: now it can go on." in desk.page.text
    assert desk.told[0] == "Not asked for."
    assert loan(brought[0]).status == "returned"
    assert desk.scan().status_code == 303
    assert loan(brought[2] + 1).student_id == 2


def test_a_key_of_one_page_is_not_kept_in_the_address(desk, brought):
    for code in ("Sol", "VLA-1"):
        desk.scan(code)
    fields = desk.fields | {"back_first": ["1"], "idempotency_key": ["k-1"]}
    answer = desk.browser.post("/desk/tray/back-first", data=fields)
    assert answer.status_code == 303
    assert "idempotency_key" not in answer.location


def test_a_part_of_a_name_offers_who_it_could_be(app, desk, give):
    with app.app_context(), transaction():
        hash = db.session.get(User, 1).password_hash
        for name in ("Ann Kirk", "Anna Kirk"):
            email = f"{name.split()[0].lower()}@school.test"
            user = User(email=email, name=name, role="student", password_hash=hash)
            db.session.add(user)
    desk.scan("kirk ann")
    buttons = re.findall(r'name="instead-0" value="([^"]+)"', desk.page.text)
    assert buttons == ["ann@school.test", "anna@school.test"]
    desk.scan(**{"instead-0": "anna@school.test"})
    assert ">Anna Kirk</h2>" in desk.page.text
    seen = give(["kirk"], person=None, dry=True).json["lines"][0]
    assert (seen["kind"], seen["instead"]) == ("people", buttons)


def test_who_may_not_come_in_collects_nothing_alone_or_in_a_pile(app, as_, stand, give):
    id = promise(as_, stand, 0, 4)
    sku = as_("dora").get(f"/api/inventory/items/{stand}/").json["sku"]
    with app.app_context(), transaction():
        db.session.get(User, 2).is_active = False
    alone, pile = act(as_("dora"), id, "hand_out"), give([sku], person=2)
    assert (alone.status_code, pile.status_code) == (422, 422)
    assert alone.json["fields"] == pile.json["fields"]


def test_only_the_desk_takes_back_first(as_):
    answer = as_("sol").post("/desk/tray/back-first", data={"line": "VLA-1"})
    assert answer.status_code == 403


def test_what_went_by_mistake_says_so(as_, give, violas, loan):
    done = give([TAGS[0]]).json
    as_("dora").post(f"{HAND_OVERS}{done['id']}/undo/")
    id = done["goods"][0]["checkout"]
    assert (loan(id).status, loan(id).ending) == ("cancelled", "mistake")
    assert "Handed out by mistake" in as_("sol").get(f"/checkouts/{id}").text
    told = as_("sol").get(f"{API}{id}/").json
    assert (told["ending"], told["reason"]) == ("mistake", "")
    assert words(give([TAGS[0]], dry=True))


def test_what_goes_beyond_what_was_approved_is_told_as_that(as_, desk, violas, give):
    promise(as_, violas, 0, 4)
    for code in ("Sol", *TAGS):
        desk.scan(code)
    assert desk.told[:3] == ["2 more than approved."] * 2 + ["Asked for"]
    told = words(give(TAGS, dry=True))
    assert [each.startswith("2 more than approved.") for each in told] == [
        False,
        True,
        True,
    ]
