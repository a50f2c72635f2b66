"""Taking back that something lies ready, and what was done about a promise that cannot be kept."""

from datetime import timedelta

import pytest

from tests.support.days import ahead
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.lending.models import Checkout
from webapp.stock.models import Accessory

from ..ahead_acts import promise
from ..conftest import API, TAGS
from ..daily_acts import run_the_day
from ..desk_acts import act
from ..today.test_unkept import loses

DOORS = pytest.mark.parametrize("door", ["api", "page"])


def undo_ready(browser, id, door="api", at=""):
    if door == "api":
        return browser.post(f"{API}{id}/undo_set_aside/", json={})
    return browser.post(f"/checkouts/{id}/undo_set_aside{at}")


@DOORS
def test_undo_takes_back_ones_own_act_and_not_the_daily_runs(
    app, as_, violas, rows, loan, letters, door
):
    id, dora = promise(as_, violas, 0, 4), as_("dora")
    run_the_day(app)
    there = rows(id)
    answer = dora.post(f"/checkouts/{id}/set_aside?at=shelf", data={})
    assert f"/checkouts/{id}/undo_set_aside?at=shelf" in dora.get(answer.location).text
    assert undo_ready(dora, id, door).status_code in (200, 303)
    assert rows(id) == there
    assert loan(id).ready_at is None
    assert ("ready", "sol") not in letters()


def ready_letter(app):
    with app.app_context():
        query = db.select(Letter).where(Letter.kind == "ready")
        return db.session.scalars(query).one()


def test_its_e_mail_waits_a_minute_and_says_from_when_on(app, as_, violas):
    act(as_("dora"), promise(as_, violas, 3, 6), "set_aside")
    letter = ready_letter(app)
    most = timedelta(seconds=app.config["LETTER_DELAY"])
    assert letter.due_at - letter.written_at > most / 2
    assert f"Pick it up from {ahead(3):%A %-d %B} on" in " ".join(letter.text.split())


@pytest.mark.parametrize("at_once", ["loan", "tray"])
def test_who_left_with_it_is_not_told_any_more(as_, violas, give, letters, at_once):
    id, dora = promise(as_, violas, 0, 4), as_("dora")
    act(dora, id, "set_aside")
    assert ("ready", "sol") in letters()
    if at_once == "loan":
        assert act(dora, id, "hand_out").status_code == 200
    else:
        assert give(TAGS[:1]).status_code == 201
    assert ("ready", "sol") not in letters()


def test_what_a_person_took_off_the_shelf_goes_back(as_, violas, rows, loan):
    id, dora = promise(as_, violas, 0, 4), as_("dora")
    act(dora, id, "set_aside", units=TAGS[1:2])
    assert undo_ready(dora, id).status_code == 200
    assert [row for row in rows(id) if row[2] == "aside"] == []
    again = undo_ready(dora, id)
    assert (again.status_code, loan(id).status) == (409, "approved")


def test_who_may_undo_it(as_, violas):
    id = promise(as_, violas, 0, 4)
    act(as_("dora"), id, "set_aside")
    assert [undo_ready(as_(who), id).status_code for who in ("sol", "nia")] == [403, 404]


@pytest.fixture
def unkept(app, as_, harp):
    """The one harp is promised, and is lost."""
    id = promise(as_, harp, 0, 4)
    loses(app, harp)
    return id


def test_a_way_out_says_what_it_did_and_offers_undo(as_, unkept):
    dora = as_("dora")
    page = dora.get("/desk/unkept").text
    card = page.partition(f'id="unkept-{unkept}"')[2].partition("</ul>\n<p>")[0]
    assert "Lost on" in card.partition("<form")[0]  # within the card, above the ways out
    assert "hand_out" not in card
    assert "set_aside" not in card
    sent = {"item": "1", "checkout_date": "", "due_date": ""}
    done = dora.post(f"/checkouts/{unkept}/rearrange?at=unkept", data=sent)
    assert done.location.endswith(f"/desk/unkept?done={unkept}")
    page = dora.get(done.location).text
    assert "Sol is promised Student Violin 4/4" in page
    assert f"/checkouts/{unkept}/undo_rearrange?at=unkept" in page
    cancelled = dora.post(f"/checkouts/{unkept}/cancel?at=unkept", data={})
    assert "Cancelled: Student Violin 4/4" in dora.get(cancelled.location).text


@pytest.fixture
def bows(app, violas_out):
    """To VLA-1 and VLA-2 belongs a bow; the ids of these units and of the bows."""
    with app.app_context(), transaction():
        units = db.session.get(Checkout, violas_out).unit_ids[:2]
        bows = [Accessory(unit_id=unit, name="Bow") for unit in units]
        db.session.add_all(bows)
        db.session.flush()
        return units, [bow.id for bow in bows]


def test_accessories_of_several_units_are_ticked_where_they_come_back(
    app, as_, violas_out, bows
):
    dora, path = as_("dora"), f"/checkouts/{violas_out}/return"
    assert "Bow · VLA-1" in dora.get(path).text
    units, (first, second) = bows
    sent = {"units": str(units[1]), "accessories": [str(first)]}
    assert dora.post(path, data=sent).status_code == 303
    with app.app_context():
        missing = [db.session.get(Accessory, id).is_missing for id in (first, second)]
    assert missing == [False, True]
