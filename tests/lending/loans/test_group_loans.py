"""Loans of a class or an ensemble: one person answers for it, the others see that it is there."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from tests.support.days import ahead
from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.lending import agenda
from webapp.lending.models import Checkout
from webapp.people import groups
from webapp.people.models import User

from ..ahead_acts import page_says
from ..conftest import API, REQUESTS

ADA = Actor(5, "Ada", "admin", 0)
SOL, NIA, TESS_ID, TIM = 2, 3, 1, 6


@pytest.fixture
def winds(app):
    """A group of Nia alone, which Tim teaches, who is new here; its id."""
    with app.app_context(), transaction():
        about = {"email": "tim@school.test", "name": "Tim", "role": "teacher"}
        hashed = db.session.get(User, TESS_ID).password_hash
        db.session.add(User(password_hash=hashed, **about))
        db.session.flush()
        about = {"name": "Winds", "kind": "ensemble", "teacher_id": TIM}
        return groups.add(ADA, member_ids=[NIA], **about).id


def ask(browser, door, group, **said):
    said = {"due_date": str(ahead(5)), "group": group} | said
    if door == "page":
        return browser.post("/items/1", data={"quantity": 1, "notes": ""} | said)
    return browser.post(API, json={"item": 1} | said)


@pytest.mark.parametrize("door", ["page", "api"])
def test_b13_a_teacher_asks_for_a_class_and_answers_for_it(as_, group, door):
    assert ask(as_("tess"), door, group).status_code in (201, 303)
    request = as_("tess").get(f"{REQUESTS}1/").json
    assert (request["group"], request["student"]) == (group, TESS_ID)
    assert "For Class 3b; Tess answers for it." in page_says(as_("tess"), "/requests/1")


def test_b13_members_see_what_when_and_who_answers(as_, group):
    ask(as_("tess"), "api", group, student=SOL)
    for path in ("/", "/checkouts"):
        page = page_says(as_("nia"), path)
        assert "Student Violin 4/4" in page
        assert "for Class 3b; Sol answers for it" in page
    (loan,) = as_("nia").get(f"{REQUESTS}of_my_groups/").json
    assert (loan["answers"], loan["group_name"]) == ("Sol", "Class 3b")
    assert loan["due_date"] == str(ahead(5))
    assert as_("sol").get(f"{REQUESTS}of_my_groups/").json == []  # it is among her own


def test_b13_members_only_look(as_, group):
    ask(as_("tess"), "api", group, student=SOL)
    for path in ("/checkouts/1", "/requests/1", f"{API}1/", f"{REQUESTS}1/"):
        assert as_("nia").get(path).status_code == 404, path
    assert as_("nia").post(f"{API}1/cancel/", json={}).status_code == 404
    assert as_("nia").get(API).json == []


def test_the_groups_teacher_decides(as_, winds, letters):
    assert ask(as_("ada"), "api", winds, student=NIA).status_code == 201
    assert letters() == [("requested", "tim")]
    assert "Winds" in page_says(as_("tim"), "/approvals")
    assert "Winds" not in page_says(as_("tess"), "/approvals")
    assert as_("tim").post(f"{API}1/approve/", json={}).status_code == 200


def test_each_teacher_has_their_own_of_several_requests(as_, winds):
    """Nia is Tess's student; what is for the winds is Tim's to answer, whatever else waits."""
    nia = {"student": NIA, "due_date": str(ahead(5))}
    own = as_("tess").post(API, json={"item": 1, **nia}).json["id"]
    groups_own = ask(as_("tim"), "api", winds, item=2, student=NIA).json["id"]
    for who, id, other in (("tess", own, groups_own), ("tim", groups_own, own)):
        queue = as_(who).get("/approvals").text
        assert f'id="request-{id}"' in queue
        assert f'id="request-{other}"' not in queue


def test_several_things_for_a_group_are_one_letter(as_, winds, letters, letter):
    lines = [{"item": 1}, {"item": 2}]
    said = {"lines": lines, "group": winds, "student": NIA}
    assert as_("ada").post(REQUESTS, json=said).status_code == 201
    assert letters() == [("requested_several", "tim")]
    assert "It is for Winds, and Nia answers for it." in letter("requested_several")


def test_the_calendar_is_that_of_who_answers(app, as_, group):
    ask(as_("tess"), "api", group, student=SOL)
    as_("tess").post(f"{API}1/approve/", json={"hand_out": True})
    with app.app_context():
        counts = [len(list(agenda.due(id, clock.now()))) for id in (SOL, NIA, TESS_ID)]
    assert counts == [1, 0, 0]


def test_who_may_ask_for_a_group(app, as_, group, winds):
    assert ask(as_("sol"), "api", group).status_code == 403
    assert ask(as_("sol"), "api", 99).status_code == 403
    assert ask(as_("tess"), "api", winds).status_code == 404  # not hers
    assert ask(as_("tess"), "api", 99).status_code == 404
    no = ask(as_("ada"), "api", winds, student=SOL)
    assert (no.status_code, [*no.json["fields"]]) == (422, ["student"])
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Checkout)) == 0


def test_the_same_twice_is_one_and_two_at_once_get_what_there_is(app, as_, group):
    tess, once = as_("tess"), {"Idempotency-Key": "k"}
    body = {"item": 1, "group": group, "quantity": 2}
    for _ in range(2):
        assert tess.post(API, json=body, headers=once).status_code == 201
    tess.post(f"{API}1/cancel/", json={})
    with ThreadPoolExecutor() as pool:
        browsers = [tess, as_("ada")] * 3
        answers = pool.map(lambda one: one.post(API, json=body).status_code, browsers)
    assert sorted(answers) == [201] + [409] * 5


def test_a_group_without_a_teacher_goes_to_who_would_be_asked(app, as_, group, letters):
    with app.app_context(), transaction():
        groups.describe(
            ADA, group, version=1, name="Class 3b", kind="class", member_ids=[SOL]
        )
    ask(as_("ada"), "api", group, student=SOL)
    assert letters() == [("requested", "tess")]


def test_what_a_teacher_asks_for_a_class_waits_in_their_own_queue(as_, group):
    id = ask(as_("tess"), "api", group).json["id"]
    assert f'id="request-{id}"' in as_("tess").get("/approvals").text
    said = {"lines": [{"item": 1}, {"item": 2}], "group": group, "send_anyway": True}
    as_("tess").post(REQUESTS, json=said)
    page = as_("tess").get("/approvals").text
    assert f'id="request-{id}"' in page
    assert 'id="asked-' in page


def test_b13_members_read_the_state_as_everybody_does(as_, group):
    ask(as_("tess"), "api", group, student=SOL)
    as_("tess").post(f"{API}1/approve/", json={})
    assert "Ready to pick up" not in page_says(as_("nia"), "/").partition("<main")[2]
    assert "Approved" in page_says(as_("nia"), "/").partition("With your groups")[2]
    as_("dora").post(f"{API}1/set_aside/", json={})
    assert "Ready to pick up" in page_says(as_("nia"), "/").partition("With your groups")[2]
