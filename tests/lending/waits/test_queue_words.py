"""What the pages say of what a queue offers: to staff at the desk, to whoever it is, and in the history."""

import pytest
from sqlalchemy import update

from tests.support.days import ahead
from tests.support.opening import every_day
from webapp.core.db import db, transaction
from webapp.school import calendar
from webapp.school.models import ClosedDays
from webapp.stock.models import Item

from ..ahead_acts import page_says
from ..conftest import API, REQUESTS
from ..queue_acts import act, bring_back, join, offered_to, take_out


@pytest.fixture
def place(as_, harp):
    """Sol's, the only one who waits for the one harp, which is offered to him now."""
    loan = take_out(as_, harp, due_date=str(ahead(5)))
    place = join(as_, "sol", harp, days=3)
    bring_back(as_, loan)
    return place


@pytest.fixture
def loan(app, place):
    """The id of the loan that is offered."""
    return offered_to(app, place)


@pytest.fixture
def needs_no_approval(app, harp):
    with app.app_context(), transaction():
        db.session.execute(update(Item).where(Item.id == harp).values(needs_approval=False))


def test_the_desk_shows_an_offer_with_no_button_that_cannot_work(as_, harp, place, loan):
    for path in ("/desk", f"/items/{harp}", f"/checkouts/{loan}"):
        page = page_says(as_("dora"), path)
        assert "Offered until" in page, path
        assert f'href="/items/{harp}/waitlist/{place["id"]}"' in page, path
        for verb in ("hand_out", "set_aside", "undo_set_aside", "give", "rearrange"):
            assert f"/checkouts/{loan}/{verb}" not in page, path
        assert "Undo: " not in page, path


def test_its_unit_scanned_at_the_desk_leads_to_the_offer(as_, violas):
    loan = take_out(as_, violas, unit="VLA-1", due_date=str(ahead(5)))
    place = join(as_, "dora", violas, student=2, unit="VLA-1", days=3)
    bring_back(as_, loan)
    page = page_says(as_("dora"), "/desk?code=VLA-1")
    assert "Offered to Sol until" in page
    assert f'href="/items/{violas}/waitlist/{place["id"]}"' in page
    assert "Hand out to Sol" not in page


def test_an_offer_is_not_given_to_somebody_else(as_, place, loan):
    assert "Give it to somebody else" not in page_says(as_("dora"), f"/checkouts/{loan}")


def test_nobody_else_fetches_an_offer_until_it_is_taken(as_, place, loan):
    dora = as_("dora")
    request = dora.get(f"{API}{loan}/").json["request"]
    for act_of, said in (("contact", {"contact": 3}), ("give", {"borrower": 3})):
        no = dora.post(f"{REQUESTS}{request}/{act_of}/", json=said)
        assert no.status_code == 409, act_of
        assert "It is offered to Sol, who has not said yes yet" in no.json["detail"]
    assert "Who fetches it…" not in dora.get(f"/requests/{request}").text
    act(as_, "sol", place, "accept")
    path = f"{REQUESTS}{request}/contact/"
    assert dora.post(path, json={"contact": 3}).status_code == 200


def told(as_, who, loan):
    """The history on the page of a loan."""
    page = page_says(as_(who), f"/checkouts/{loan}")
    return page.split('id="story"')[1].split("</ol>")[0]


def test_who_is_offered_it_reads_that_a_teacher_still_decides(as_, harp, place):
    for path in ("/", f"/items/{harp}/waitlist/{place['id']}"):
        page = page_says(as_("sol"), path)
        assert "After your yes a teacher still decides" in page, path
    act(as_, "sol", place, "accept")
    page = page_says(as_("sol"), f"/items/{harp}/waitlist/{place['id']}")
    assert "A teacher still decides. Until then it is kept." in page


def test_nothing_is_said_of_teachers_where_nobody_has_to_approve(
    as_, place, needs_no_approval
):
    assert "teacher still decides" not in page_says(as_("sol"), "/")


def test_the_history_tells_an_offer_and_a_yes(as_, place, loan):
    assert "Offered from the queue" in told(as_, "sol", loan)
    act(as_, "sol", place, "accept")
    story = told(as_, "sol", loan)
    assert "Said yes</b> by Sol" in story
    for wrong in ("Asked for", "Agreed at once", "Approved"):
        assert wrong not in story


def test_the_history_tells_a_yes_to_what_needs_no_approval(
    as_, place, needs_no_approval, loan
):
    act(as_, "sol", place, "accept")
    story = told(as_, "sol", loan)
    first, yes, agreed = (
        story.index(words) for words in ("Offered from", "Said yes", "Agreed at once")
    )
    assert first < yes < agreed


def test_the_queue_names_nobody_twice(as_, harp, place):
    act(as_, "sol", place, "accept")
    page = page_says(as_("dora"), f"/items/{harp}/waitlist")
    assert "Sol said yes</b> on " in page


def test_staff_read_of_others_and_of_no_place_of_their_own(as_, harp, place):
    page = page_says(as_("dora"), f"/items/{harp}/waitlist/{place['id']}")
    assert "set aside for Sol" in page
    for wrong in ("for you", "You can", "Yes, mine", "your yes"):
        assert wrong not in page


def test_who_waits_reads_of_themselves_and_their_place_once(app, as_, harp):
    take_out(as_, harp, due_date=str(ahead(5)))
    place = join(as_, "sol", harp)
    path = f"/items/{harp}/waitlist/{place['id']}"
    assert "You wait for Harp" in page_says(as_("sol"), f"{path}/pause")
    assert page_says(as_("sol"), "/").count("1st of 1") == 1
    with app.app_context():
        day = calendar.in_words(ahead(6))
    assert f"Likely {day}." in page_says(as_("sol"), path)


def test_who_joins_is_told_a_likely_day_that_is_open(app, as_, harp):
    take_out(as_, harp, due_date=str(ahead(5)))
    with app.app_context(), transaction():
        every_day()
        closed = {"name": "Holidays", "yearly": False}
        db.session.add(ClosedDays(starts_on=ahead(4), ends_on=ahead(8), **closed))
    assert join(as_, "sol", harp)["likely_on"] == str(ahead(9))
