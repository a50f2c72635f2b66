"""A person's page tells staff what they have, what is late, approved and asked for; others see nothing of it."""

import pytest

from tests.support.days import ahead
from tests.support.queries import counted
from webapp.core.db import db, transaction
from webapp.lending.models import Checkout

from ..ahead_acts import ask, page_says, promise
from ..conftest import REQUESTS
from ..desk_acts import act

SOL, NIA = 2, 3


@pytest.fixture
def busy(app, as_, stand, harp):
    """Sol has stands and, late, a violin; the harp is approved and more stands are asked for. The ids of the loans."""
    late, out = (promise(as_, item, 0, 3) for item in (1, stand))
    for id in (late, out):
        assert act(as_("dora"), id, "hand_out").status_code == 200
    with app.app_context(), transaction():
        loan = db.session.get(Checkout, late)
        loan.starts_on, loan.due_on = ahead(-9), ahead(-2)
    approved = promise(as_, harp, 2, 4)
    return late, out, approved, ask(as_("sol"), stand, 2, 5).json["id"]


@pytest.mark.parametrize("who", ["dora", "ada", "tess"])
def test_staff_see_all_that_is_open_what_is_late_first(as_, busy, who):
    page = page_says(as_(who), f"/people/{SOL}").partition("<main")[2]
    places = [page.index(f'id="loan-{id}"') for id in busy]
    assert places == sorted(places)
    headings = [page.index(f">{words}</h2>") for words in ("Has now", "Asked for")]
    assert headings[0] < places[0] < places[1] < headings[1] < places[2]
    assert "2 days late" in page
    assert f'href="/desk/tray?person={SOL}"' in page
    assert "who=sol%40school.test" in page or "who=sol@school.test" in page


def test_the_acts_are_those_of_the_desk(as_, busy):
    page = page_says(as_("dora"), f"/people/{SOL}")
    assert f'href="/checkouts/{busy[0]}/return"' in page
    assert f'action="/checkouts/{busy[0]}/remind?at=person"' in page
    assert f'href="/checkouts/{busy[1]}/extend"' in page
    assert f'href="/checkouts/{busy[2]}"' in page
    assert "Hand out…" in page
    assert f'action="/checkouts/{busy[3]}/cancel"' in page
    assert f'href="/desk/tray?kind=take_back&amp;person={SOL}&amp;line=' in page
    assert "Take both back…" in page


def test_who_may_not_answer_is_not_offered_it(as_, busy):
    assert "Answer…" not in page_says(as_("dora"), f"/people/{SOL}")
    assert "Answer…" in page_says(as_("tess"), f"/people/{SOL}")


def test_a_reminder_comes_back_with_its_time_and_is_not_sent_twice(as_, busy):
    dora = as_("dora")
    answer = dora.post(f"/checkouts/{busy[0]}/remind?at=person")
    assert answer.location == f"/people/{SOL}"
    page = page_says(dora, f"/people/{SOL}")
    assert "Reminded " in page
    assert f'action="/checkouts/{busy[0]}/remind' not in page
    again = dora.post(f"/checkouts/{busy[0]}/remind?at=person")
    assert again.status_code == 409
    assert "was reminded of it today already" in again.text


def test_who_has_nothing_reads_so(as_):
    page = page_says(as_("dora"), f"/people/{NIA}").partition("<main")[2]
    assert "No loans yet." in page
    assert "What Nia borrows, asks for and books shows up here." in page
    assert 'href="#has"' not in page


def test_students_see_nothing_of_it_and_nobody_elses_page(as_, busy):
    assert "Has now" not in as_("sol").get(f"/people/{SOL}").text
    assert as_("nia").get(f"/people/{SOL}").status_code == 404


def test_teachers_see_their_own_students_only(app, as_, busy):
    as_("ada").post(
        f"/people/{SOL}/edit",
        data={
            "version": 1,
            "name": "Sol",
            "email": "sol@school.test",
            "role": "student",
            "teacher_id": "",
        },
    )
    assert as_("tess").get(f"/people/{SOL}").status_code == 404


def test_a_set_counts_as_one(as_, duo):
    id = as_("sol").post(REQUESTS, json={"lines": [{"set": duo}]}).json["id"]
    as_("tess").post(f"{REQUESTS}{id}/approve/", json={})
    for line in as_("tess").get(f"{REQUESTS}{id}/").json["lines"]:
        act(as_("dora"), line["id"], "hand_out")
    page = page_says(as_("dora"), f"/people/{SOL}")
    assert page.count("Set: Harp set") == 1
    assert "1 loan out now" in page


def test_it_takes_as_many_statements_however_much_they_have(app, as_, stand):
    counts = set()
    dora = as_("dora")
    for _each in range(3):
        promise(as_, stand, 0, 4, send_anyway=True)
        with counted(app) as seen:
            dora.get(f"/people/{SOL}")
        counts.add(len(seen))
    assert len(counts) == 1, counts
    assert (
        counts.pop() <= 19
    )  # with figures, card, guardians, groups, notes, e-mails, what they owe, opening hours
