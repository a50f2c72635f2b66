"""What nobody fetches goes to others after the school's days, and may be promised again."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import update

from tests.support import opening
from tests.support.days import ahead
from webapp.core import clock
from webapp.core.db import db, transaction
from webapp.lending.availability import availability
from webapp.lending.decisions import missed_pickups
from webapp.lending.models import Checkout, CheckoutEvent
from webapp.people import system_user
from webapp.school import settings
from webapp.stock.ledger import verify

from ..ahead_acts import promise
from ..conftest import API
from ..daily_acts import run_the_day, waiting_since
from ..desk_acts import act


@pytest.fixture
def waits(app, as_, harp):
    return partial(waiting_since, app, as_, harp)


def now(as_, id):
    return as_("tess").get(f"{API}{id}/").json["status"]


@pytest.mark.parametrize(("days", "status"), [(3, "approved"), (4, "missed")])
def test_d23_it_waits_for_the_schools_days(app, as_, waits, days, status):
    id = waits(days)
    run_the_day(app)
    assert now(as_, id) == status
    with app.app_context():
        assert availability.shelf(1).lendable
        assert list(verify.problems()) == []


def test_what_is_released_is_free_for_others(app, as_, harp, waits):
    id = waits(3)
    run_the_day(app)
    assert act(as_("dora"), id, "set_aside").status_code == 200
    later = clock.now() + timedelta(days=4)
    with app.app_context(), clock.at(later):
        run_the_day(app)
    with app.app_context():
        loan = db.session.get(Checkout, id)
        assert (loan.status, loan.aside) == ("missed", [])
        assert availability.shelf(harp).free(ahead(0), ahead(20)) == 1
        assert list(verify.problems()) == []


def test_what_was_set_aside_late_waits_as_long_from_then_on(app, as_, waits):
    id = waits(4)
    act(as_("dora"), id, "set_aside")
    run_the_day(app)
    assert now(as_, id) == "approved"


def test_the_school_may_keep_things_for_ever(app, as_, waits):
    id = waits(15)
    with app.app_context(), transaction():
        settings.change("missed_days", 0)
    run_the_day(app)
    assert now(as_, id) == "approved"


def test_the_borrower_is_told_once_and_it_is_kept_as_an_event(app, as_, waits, letters):
    id = waits(4)
    run_the_day(app)
    run_the_day(app)
    assert letters().count(("missed", "sol")) == 1
    with app.app_context():
        events = db.session.query(CheckoutEvent).filter_by(checkout_id=id)
        event = events.order_by(CheckoutEvent.id.desc()).first()
        assert (event.kind, event.by) == ("missed", system_user.ID)
    page = as_("tess").get(f"/checkouts/{id}").text
    assert "Not picked up, so released" in page
    assert "Undo: promise it again" in page


DOORS = pytest.mark.parametrize(
    "path", [API + "{}/undo_missed/", "/checkouts/{}/undo_missed"]
)


@pytest.fixture
def missed(app, waits):
    id = waits(4)
    run_the_day(app)
    return id


@DOORS
def test_undone_it_is_promised_from_today_and_waits_again(app, as_, missed, path, letters):
    assert as_("dora").post(path.format(missed)).status_code in (200, 303)
    run_the_day(app)
    loan = as_("dora").get(f"{API}{missed}/").json
    assert (loan["status"], loan["checkout_date"]) == ("approved", str(ahead(0)))
    assert ("missed", "sol") not in letters()
    page = as_("tess").get(f"/checkouts/{missed}").text
    assert page.index("Not picked up, so released") < page.index("Promised again")


def test_who_was_told_is_told_that_it_is_theirs_again(app, as_, missed, letters):
    with app.app_context(), transaction():
        db.session.execute(db.text("UPDATE letters SET sent_at = written_at"))
    as_("dora").post(f"{API}{missed}/undo_missed/")
    assert letters()[-1] == ("promised_again", "sol")


def test_undoing_a_hand_out_after_it_keeps_the_new_day(app, as_, missed, last):
    dora = as_("dora")
    dora.post(f"{API}{missed}/undo_missed/")
    act(dora, missed, "hand_out")
    dora.post(f"/api/inventory/operations/{last('hand out')}/undo/", json={})
    assert dora.get(f"{API}{missed}/").json["checkout_date"] == str(ahead(0))


@DOORS
def test_it_cannot_be_promised_twice(as_, harp, missed, path):
    promise(as_, harp, 5, 9, who="nia")
    assert as_("dora").post(path.format(missed)).status_code == 409
    assert now(as_, missed) == "missed"


@DOORS
def test_nor_once_its_last_day_is_over(app, as_, missed, path):
    with app.app_context(), transaction():
        gone = {"due_on": ahead(-1)}
        db.session.execute(update(Checkout).where(Checkout.id == missed).values(**gone))
    no = as_("dora").post(path.format(missed))
    assert no.status_code == 409
    assert "Its last day was" in no.text


@DOORS
@pytest.mark.parametrize(("who", "status"), [("nia", 404), ("sol", 403)])
def test_whose_it_is_not(as_, missed, path, who, status):
    assert as_(who).post(path.format(missed)).status_code == status
    assert now(as_, missed) == "missed"


@DOORS
def test_only_what_was_missed(as_, waits, path):
    assert as_("dora").post(path.format(waits(1))).status_code == 409


def test_two_at_once_release_it_once(app, as_, waits, letters):
    id = waits(4)

    def release(_):
        with app.app_context():
            try:
                with transaction():
                    return missed_pickups.release(id)
            except Exception as no:
                return str(no)

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(release, range(4)))
    assert answers.count(True) == 1
    assert letters().count(("missed", "sol")) == 1


def test_d23_only_open_days_count(app, as_, waits):
    with app.app_context(), transaction():
        opening.shut(ahead(-2), ahead(-1))
    id = waits(5)
    run_the_day(app)
    assert now(as_, id) == "approved"
    later = clock.now() + timedelta(days=1)
    with app.app_context(), clock.at(later):
        run_the_day(app)
    assert now(as_, id) == "missed"
