"""A roll-over is taken back until its e-mails leave, one loan or all of it; many are for the worker."""

import pytest
from sqlalchemy import update

from tests.support.days import ahead
from webapp.core import clock
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.lending.renewals import roll_overs, roll_steps
from webapp.people.models import User

from ..desk_acts import act
from .acts import decide, due, move
from .roll_acts import DAY, ROLL, roll, sent_of, work


def test_all_of_it_is_undone_until_the_e_mails_leave(app, as_, group, out, stands):
    tess = as_("tess")
    id = roll(tess, group).json["id"]
    assert tess.get(f"{ROLL}{id}/").json["undoable"]
    assert "Undo all of it" in tess.get(f"/roll-overs/{id}").text
    assert tess.post(f"/roll-overs/{id}/undo").status_code == 303
    assert [due(as_, each) for each in (out, *stands)] == [
        str(ahead(4)),
        str(ahead(4)),
        str(ahead(6)),
    ]
    assert sent_of(app) == {}
    assert tess.post(f"{ROLL}{id}/undo/").status_code == 409
    assert "As before" in tess.get(f"/roll-overs/{id}").text


def test_what_cannot_be_due_as_before_says_so(as_, group, out, stands, shut):
    tess = as_("tess")
    id = roll(tess, group).json["id"]
    shut(4, 5)
    tess.post(f"{ROLL}{id}/undo/")
    page = tess.get(f"/roll-overs/{id}").text
    assert page.count(f"Not as before: {ahead(6):%a %-d %b}") == 2
    assert (
        page.count(f"The school is closed on {ahead(4):%a} {ahead(4).day} {ahead(4):%b}")
        == 2
    )
    assert page.count("As before") == 1
    assert "Rolled over" not in page


def test_the_way_back_is_to_the_group(as_, group, out):
    page = as_("tess").get(f"/roll-overs?whose=group-{group}&due_date={DAY}").text
    assert page.count(f'href="/groups/{group}"') == 2
    assert 'href="/queue"' not in main_of(page)


def main_of(page):
    return page.partition("<main")[2].partition("</main>")[0]


def test_who_was_told_keeps_it_and_who_was_not_does_not(app, as_, group, stands):
    id = roll(as_("tess"), group).json["id"]
    with app.app_context(), transaction():
        left = update(Letter).where(Letter.address.like("sol%")).values(sent_at=clock.now())
        db.session.execute(left)
    undone = as_("tess").post(f"{ROLL}{id}/undo/")
    assert undone.status_code == 200
    became = {each["checkout"]: each["became"] for each in undone.json["loans"]}
    assert became == {stands[0]: "moved", stands[1]: "undone"}


def test_one_is_undone_from_its_own_page_and_the_e_mail_is_about_the_rest(
    app, as_, group, out, stands, letters
):
    roll(as_("tess"), group)
    assert act(as_("dora"), out, "undo_extend").status_code == 200
    assert due(as_, out) == str(ahead(4))
    assert ("not_extended", "sol") not in letters()
    subject, text = sent_of(app)["sol"]
    assert "Music Stand" in subject
    assert "Harp" not in text


@pytest.fixture
def begun(as_, group, out, stands, monkeypatch):
    """A roll-over that the worker is to carry out, person by person; its id."""
    monkeypatch.setattr(roll_overs, "AT_ONCE", 1)
    monkeypatch.setattr(roll_steps, "BATCH", 1)
    answer = roll(as_("tess"), group)
    said = answer.status_code, answer.json["state"], answer.json["people_done"]
    assert said == (201, "waiting", 0)
    return answer.json["id"]


def test_many_are_for_the_worker(app, as_, begun, out, stands):
    tess = as_("tess")
    assert "0 of 2 people" in tess.get(f"/roll-overs/{begun}").text
    assert tess.post(f"{ROLL}{begun}/undo/").status_code == 409
    act(as_("dora"), stands[1], "return_item")
    work(app)
    done = tess.get(f"{ROLL}{begun}/").json
    assert (done["state"], done["people_done"]) == ("done", 2)
    became = {each["checkout"]: each["became"] for each in done["loans"]}
    assert became == {out: "moved", stands[0]: "moved", stands[1]: "refused"}


def test_so_is_taking_it_back(app, as_, begun, out):
    work(app)
    assert as_("tess").post(f"{ROLL}{begun}/undo/").status_code == 200
    assert due(as_, out) == DAY
    work(app)
    assert due(as_, out) == str(ahead(4))
    assert "Roll-over taken back" in as_("ada").get("/jobs").text


def test_who_began_it_may_not_say_so_any_more(app, as_, begun, out):
    with app.app_context(), transaction():
        db.session.execute(update(User).where(User.id == 1).values(is_active=False))
    work(app)
    seen = as_("ada").get(f"{ROLL}{begun}/").json
    assert {each["reason"] for each in seen["loans"]} == {"left"}
    assert due(as_, out) == str(ahead(4))


def test_it_is_no_look_at_the_thing(app, as_, group, out):
    decide(app, unseen_renewals=1)
    assert act(as_("sol"), out, "renew").status_code == 200
    roll(as_("tess"), group, due_date=str(ahead(61)))
    move(app, out, 0, 2)
    assert act(as_("sol"), out, "renew").json["facts"]["reason"] == "must_be_seen"


def test_what_was_moved_once_more_since_stays_and_is_told(app, as_, group, out, stands):
    """The later one is taken back after it: then the first day holds, and its borrower hears of that."""
    first = roll(as_("tess"), group, due_date=str(ahead(60))).json["id"]
    second = roll(as_("tess"), group, due_date=str(ahead(80))).json["id"]
    assert as_("tess").post(f"{ROLL}{first}/undo/").status_code == 200
    assert as_("tess").post(f"{ROLL}{second}/undo/").status_code == 200
    assert due(as_, out) == str(ahead(60))
    assert sent_of(app)


def test_taken_back_once_it_says_so(as_, group, out):
    id = roll(as_("tess"), group).json["id"]
    assert as_("tess").post(f"{ROLL}{id}/undo/").status_code == 200
    no = as_("tess").post(f"{ROLL}{id}/undo/")
    assert (no.status_code, no.json["detail"]) == (409, "It was taken back already")
