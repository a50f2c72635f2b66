"""A set counts, shows and is cancelled as one, with its parts in it: to its borrower, at the desk and in e-mails."""

import pytest

from tests.support.days import ahead
from tests.support.queries import counted
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.lending.models import Checkout

from ..ahead_acts import page_says, states
from ..conftest import API, REQUESTS
from ..desk_acts import act
from ..set_acts import DAYS, lines_of

DOORS = pytest.mark.parametrize("door", ["page", "api"])


@pytest.fixture
def approved(as_, set_asked):
    """The same request, approved; the ids of its lines: harp, stands, violin."""
    as_("tess").post(f"{REQUESTS}{set_asked}/approve/", json={})
    return lines_of(as_, set_asked)


def hand_out(as_, *ids):
    for id in ids:
        assert act(as_("dora"), id, "hand_out").status_code == 200


def cancel(browser, door, request, set=1):
    if door == "page":
        return browser.post(f"/requests/{request}/cancel?set={set}")
    return browser.post(f"{REQUESTS}{request}/cancel/?set={set}", json={})


@pytest.mark.parametrize("path", ["/", "/checkouts"])
def test_its_borrower_sees_one_thing_with_its_parts_in_it(as_, approved, path):
    page = page_says(as_("sol"), path)
    assert page.count("Set: Harp set") == 1
    assert "2 parts" in page
    assert 'href="/requests/1#set-1"' in page
    assert page.count(f'href="/checkouts/{approved[0]}"') == 1
    assert "Part of the set" not in page


def test_a_request_counts_it_once(as_, set_asked):
    assert "2 things," in page_says(as_("sol"), f"/requests/{set_asked}")
    as_("tess").post(f"{REQUESTS}{set_asked}/approve/", json={})
    harp, stands, _violin = lines_of(as_, set_asked)
    assert "2 of 2 approved, 0 out" in page_says(as_("sol"), f"/requests/{set_asked}")
    hand_out(as_, harp, stands)
    assert "2 of 2 approved, 1 out, 0 back" in page_says(as_("sol"), "/requests/1")
    act(as_("dora"), harp, "return_item")
    page = page_says(as_("sol"), "/requests/1")
    assert "2 of 2 approved, 1 out, 0 back" in page
    assert "Harp set: Music Stand still out" in page
    act(as_("dora"), stands, "return_item")
    assert "2 of 2 approved, 0 out, 1 back" in page_says(as_("sol"), "/requests/1")


def test_a_part_says_how_many_things_its_request_has(as_, approved):
    assert "The whole request, 2 things" in page_says(
        as_("sol"), f"/checkouts/{approved[0]}"
    )
    assert "Part of the set Harp set" in page_says(as_("sol"), f"/checkouts/{approved[0]}")


def test_the_queue_and_the_desk_have_it_once_with_its_acts(as_, approved):
    for path in ("/desk", "/checkouts"):
        page = page_says(as_("dora"), path)
        assert page.count("Set: Harp set") == 1
        assert "Hand out the set…" in page
        assert f'id="checkout-{approved[1]}"' in page
    hand_out(as_, *approved)
    assert "Check in the set…" in page_says(as_("dora"), "/checkouts?status=out")


def test_overdue_it_is_one_line(app, as_, approved):
    hand_out(as_, *approved)
    with app.app_context(), transaction():
        for loan in db.session.query(Checkout):
            loan.starts_on, loan.due_on = ahead(-9), ahead(-2)
    for path in ("/desk", "/checkouts?status=overdue"):
        assert page_says(as_("dora"), path).count("Set: Harp set") == 1


def test_by_person_its_parts_stand_below_its_name(as_, duo):
    line = {"lines": [{"set": duo}, {"item": 1}]}
    id = as_("sol").post(REQUESTS, json=line).json["id"]
    as_("tess").post(f"{REQUESTS}{id}/approve/", json={})
    page = page_says(as_("dora"), "/desk/today")
    assert page.count("Set: Harp set") == 1
    assert page.index("Set: Harp set") < page.index("Music Stand") < page.index("Violin")


def test_what_is_over_is_one_line_too_and_only_once_all_of_it_is(as_, approved):
    hand_out(as_, *approved)
    act(as_("dora"), approved[0], "return_item")
    page = page_says(as_("sol"), "/checkouts")
    assert "Earlier" not in page
    act(as_("dora"), approved[1], "return_item")
    page = page_says(as_("sol"), "/checkouts")
    assert page.index("On loan to you") < page.index("Earlier") < page.index("Set: Harp")
    assert page.count("Set: Harp set") == 1


def test_more_sets_ask_no_more_of_the_database(app, as_, stand):
    said = {"name": "Duo", "parts": [{"item": stand}, {"item": 1}]}
    duo = as_("tess").post("/api/inventory/sets/", json=said).json["id"]
    counts = set()
    for _each in range(2):
        as_("sol").post(API, json={"set": duo, "due_date": str(ahead(3))})
        for who, path in (
            ("sol", "/"),
            ("sol", "/checkouts"),
            ("dora", "/checkouts?status=pending"),
        ):
            browser = as_(who)
            with counted(app) as seen:
                assert browser.get(path).text.count("Set: Duo") >= 1
            counts.add((path, len(seen)))
    assert len(counts) == 3, counts


@DOORS
def test_it_is_cancelled_as_one_and_the_rest_is_kept(as_, set_asked, door):
    assert cancel(as_("sol"), door, set_asked).status_code in (200, 303)
    assert states(as_, set_asked) == ["cancelled", "cancelled", "pending"]
    assert cancel(as_("sol"), door, set_asked).status_code == 409


@DOORS
def test_only_a_set_of_the_request_by_whom_it_is_for(as_, set_asked, door):
    assert cancel(as_("sol"), door, set_asked, set=9).status_code == 404
    assert cancel(as_("nia"), door, set_asked).status_code == 404
    assert states(as_, set_asked) == ["pending"] * 3


def test_before_it_is_cancelled_a_page_names_its_parts_and_no_more(as_, set_asked):
    page = page_says(as_("sol"), f"/requests/{set_asked}/cancel?set=1")
    assert "Cancel the set Harp set" in page
    assert "Music Stand" in page
    assert "Violin" not in page
    assert 'action="/requests/1/cancel?set=1"' in page


def test_what_is_out_of_it_stays_out(as_, approved):
    hand_out(as_, approved[0])
    assert cancel(as_("dora"), "api", 1).status_code == 200
    assert states(as_, 1) == ["out", "cancelled", "approved"]


def test_e_mails_name_it_once(as_, set_asked, letter):
    as_("tess").post(f"{REQUESTS}{set_asked}/approve/", json={})
    assert letter("answered").count("Set: Harp set") == 1
    cancel(as_("dora"), "api", set_asked)
    told = letter("cancelled_several")
    assert "- Set: Harp set\n  - Harp\n  - Music Stand × 2" in told


def test_subjects_count_it_once(app, as_, set_asked):
    as_("tess").post(f"{REQUESTS}{set_asked}/approve/", json={})
    cancel(as_("dora"), "api", set_asked)
    with app.app_context():
        subjects = [letter.subject for letter in db.session.query(Letter)]
    assert "Answered: 2 of 2 approved" in subjects
    assert "Cancelled: Harp set" in subjects


def test_a_set_given_away_is_one_thing_to_who_has_it_now(as_, duo, letter):
    id = as_("sol").post(API, json=DAYS | {"set": duo}).json["request"]
    as_("dora").post(f"{REQUESTS}{id}/give/", json={"borrower": 3})
    assert letter("given").count("Set: Harp set") == 1
    assert "- Set: Harp set" in letter("given_away")
