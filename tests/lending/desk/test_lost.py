"""Lost while out: it leaves the books at once, its loan says so, and who had it reads what was recorded."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.loans import tagged
from webapp.core.db import db, transaction
from webapp.stock.models import Level, Movement, Unit

from ..conftest import API
from ..desk_acts import act, undo

DOORS = pytest.mark.parametrize("door", ["page", "api"])


@pytest.fixture
def four(as_):
    """Sol has four cellos of five; the loan's id."""
    id = as_("sol").post(API, json={"item": 2, "quantity": 4}).json["id"]
    as_("tess").post(f"{API}{id}/approve/", json={"hand_out": True})
    return id


def end(browser, door, id, **said):
    if door == "api":
        return act(browser, id, "return_item", **said)
    return browser.post(f"/checkouts/{id}/return", data=said)


def told(browser, id):
    shown = browser.get(f"{API}{id}/").json
    names = ("status", "granted", "out", "returned", "lost", "used_up")
    return tuple(shown[name] for name in names)


@DOORS
def test_e06_lost_while_out(as_, approved, shelf, letters, door):
    dora = as_("dora")
    act(dora, approved, "hand_out")
    assert end(dora, door, approved, outcome="lost").status_code in (200, 303)
    assert shelf() == (1, 0, 0, 0)
    assert told(as_("sol"), approved) == ("lost", 1, 0, 0, 1, 0)
    assert letters()[-1] == ("lost", "sol")
    page = as_("sol").get(f"/checkouts/{approved}").text
    assert "Recorded as lost" in page


def test_the_movement_takes_what_it_was_worth_off_the_books(app, as_, four):
    with app.app_context():
        level = db.session.get(Level, 2)
        before, pieces = level.value_minor, level.on_hand
    act(as_("dora"), four, "return_item", outcome="lost", quantity=1)
    with app.app_context():
        moved = db.session.query(Movement).filter_by(type="DAMAGE_LOSS").one()
        assert (moved.from_state, moved.to_state) == ("on_rent", "outside")
        assert moved.value_delta_minor == -before // pieces
        level = db.session.get(Level, 2)
        assert (level.value_minor, level.on_hand) == (
            before + moved.value_delta_minor,
            pieces - 1,
        )


@DOORS
def test_one_of_four_lost_the_rest_stays_out(as_, four, door):
    dora = as_("dora")
    assert end(dora, door, four, outcome="lost", quantity=1).status_code in (200, 303)
    assert told(dora, four) == ("out", 4, 3, 0, 1, 0)
    assert "3 of 4 still out, 1 lost" in dora.get(f"/checkouts/{four}").text
    act(dora, four, "return_item", quantity=2)
    end(dora, door, four, outcome="used_up")
    assert told(dora, four) == ("returned", 4, 0, 2, 1, 1)
    assert "2 of 4 back, 1 lost, 1 used up" in dora.get(f"/checkouts/{four}").text


@pytest.mark.parametrize("door", ["page", "api"])
def test_more_than_is_out_is_refused_with_what_is(as_, four, door):
    dora = as_("dora")
    no = end(dora, door, four, outcome="lost", quantity=5)
    assert no.status_code == 409
    assert "Only 4 are out" in no.text
    assert "Record 4" in no.text


def test_lost_twice(as_, four, letters):
    dora = as_("dora")
    assert act(dora, four, "return_item", outcome="lost").status_code == 200
    no = act(dora, four, "return_item", outcome="lost")
    assert no.status_code == 409
    assert "choose Found on its page" in no.json["detail"]
    assert letters().count(("lost", "sol")) == 1


def test_two_at_once(app, as_, approved):
    act(as_("dora"), approved, "hand_out")
    people = [as_("dora"), as_("tess")]
    with ThreadPoolExecutor(2) as pool:
        answers = list(
            pool.map(lambda who: act(who, approved, "return_item", outcome="lost"), people)
        )
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    with app.app_context():
        assert db.session.query(Movement).filter_by(type="DAMAGE_LOSS").count() == 1


@pytest.mark.parametrize("state", ["asked", "approved"])
def test_what_is_not_out_cannot_be_lost(as_, request, state):
    id = request.getfixturevalue(state)
    assert act(as_("dora"), id, "return_item", outcome="lost").status_code == 409


@pytest.mark.parametrize(
    ("who", "status", "page"), [("sol", 403, 403), ("nia", 404, 404), (None, 401, 303)]
)
def test_only_staff_record_it(as_, four, who, status, page):
    browser = as_(who)
    answers = (
        act(browser, four, "return_item", outcome="lost").status_code,
        browser.post(f"/checkouts/{four}/return", data={"outcome": "lost"}).status_code,
    )
    assert answers == (status, page)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"outcome": "lost", "condition": "good"}, "condition"),
        ({"outcome": "lost", "returned_on": "2026-01-01"}, "returned_on"),
        ({"outcome": "damaged", "condition": "good"}, "condition"),
        ({"outcome": "stolen"}, "outcome"),
    ],
)
def test_what_contradicts_itself_says_so_at_its_field(as_, four, said, field):
    no = act(as_("dora"), four, "return_item", **said)
    assert no.status_code == 422
    assert list(no.json["fields"]) == [field]


def test_damaged_is_an_outcome_of_its_own(as_, approved, shelf):
    dora = as_("dora")
    act(dora, approved, "hand_out")
    assert act(dora, approved, "return_item", outcome="damaged").status_code == 200
    assert shelf() == (1, 0, 0, 1)


@pytest.fixture
def unit_out(app, as_, approved):
    with app.app_context(), transaction():
        unit = tagged("VLN-1")
    act(as_("dora"), approved, "hand_out", unit=unit)
    return unit


def test_a_lost_unit_is_not_here(app, as_, approved, unit_out):
    act(as_("dora"), approved, "return_item", outcome="lost")
    with app.app_context():
        assert db.session.get(Unit, unit_out).state == "outside"


def test_a_tagged_unit_is_not_used_up(as_, approved, unit_out):
    no = act(as_("dora"), approved, "return_item", outcome="used_up")
    assert no.status_code == 409
    assert "VLN-1 is a single thing with a tag" in no.json["detail"]
    assert [offer["change"] for offer in no.json["offers"]] == [
        {"outcome": "lost"},
        {"outcome": "damaged"},
    ]


def test_undone_before_its_letter_left(as_, approved, shelf, last, letters, loan):
    dora = as_("dora")
    act(dora, approved, "hand_out")
    act(dora, approved, "return_item", outcome="lost", notes="In the tram")
    assert undo(dora, last("lost")).status_code == 201
    assert shelf() == (1, 0, 1, 0)
    assert ("lost", "sol") not in letters()
    assert ("found", "sol") not in letters()
    assert (loan().status, loan().return_notes, loan().closed_at) == ("out", "", None)
