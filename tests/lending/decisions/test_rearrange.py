"""What is promised becomes another item, or moves to other days, and back again."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.days import ahead
from webapp.core.db import db, transaction
from webapp.lending.models import Checkout, CheckoutEvent

from ..ahead_acts import promise
from ..conftest import API
from ..daily_acts import run_the_day
from ..desk_acts import act

PATHS = {"page": "/checkouts/{}/rearrange", "API": API + "{}/rearrange/"}
DOORS = pytest.mark.parametrize("door", PATHS)


def rearrange(browser, door, id, **told):
    path = PATHS[door].format(id)
    if door == "API":
        return browser.post(path, json=told)
    return browser.post(path, data=told)


def days(browser, id):
    loan = browser.get(f"{API}{id}/").json
    return loan["checkout_date"], loan["due_date"]


@DOORS
def test_it_moves_to_other_days(as_, harp, door, letter):
    id, dora = promise(as_, harp, 0, 4), as_("dora")
    told = {"checkout_date": str(ahead(7)), "due_date": str(ahead(11)), "reason": "Broken"}
    assert rearrange(dora, door, id, **told).status_code in (200, 303)
    assert days(dora, id) == (str(ahead(7)), str(ahead(11)))
    assert "Broken" in letter("rearranged")
    page = dora.get(f"/checkouts/{id}").text
    assert "<b>Changed</b>" in page


@DOORS
def test_it_becomes_another_item(as_, violas, door):
    id = promise(as_, 1, 0, 4)
    dora = as_("dora")
    assert rearrange(dora, door, id, item=violas).status_code in (200, 303)
    loan = dora.get(f"{API}{id}/").json
    assert (loan["item"], loan["item_name"], loan["asked_item"]) == (violas, "Viola", 1)


def test_what_was_set_aside_goes_back(app, as_, harp):
    id, dora = promise(as_, harp, 0, 4), as_("dora")
    act(dora, id, "set_aside")
    moved = {"checkout_date": str(ahead(7)), "due_date": str(ahead(9))}
    assert act(dora, id, "rearrange", **moved).status_code == 200
    with app.app_context():
        loan = db.session.get(Checkout, id)
        assert (loan.aside, loan.ready_at) == ([], None)


def test_its_own_pieces_do_not_stand_in_its_way(as_, harp):
    id, dora = promise(as_, harp, 0, 4), as_("dora")
    assert act(dora, id, "rearrange", due_date=str(ahead(6))).status_code == 200


@DOORS
def test_others_do(as_, harp, door):
    id, dora = promise(as_, harp, 0, 4), as_("dora")
    promise(as_, harp, 6, 9, who="nia")
    assert rearrange(dora, door, id, due_date=str(ahead(7))).status_code == 409
    assert days(dora, id) == (str(ahead(0)), str(ahead(4)))


@DOORS
@pytest.mark.parametrize(
    "told", [{"due_date": str(ahead(-1))}, {"checkout_date": str(ahead(9))}, {"item": "0"}]
)
def test_what_makes_no_sense_is_refused(as_, harp, door, told):
    id, dora = promise(as_, harp, 0, 4), as_("dora")
    assert rearrange(dora, door, id, **told).status_code in (404, 422)
    assert days(dora, id) == (str(ahead(0)), str(ahead(4)))


@DOORS
def test_twice_the_same_is_refused(as_, harp, door):
    id, dora = promise(as_, harp, 0, 4), as_("dora")
    later = {"due_date": str(ahead(5))}
    assert rearrange(dora, door, id, **later).status_code in (200, 303)
    assert rearrange(dora, door, id, **later).status_code == 409


@DOORS
@pytest.mark.parametrize(("who", "status"), [("nia", 404), ("sol", 403)])
def test_whose_it_is_not(as_, harp, door, who, status):
    id = promise(as_, harp, 0, 4)
    no = rearrange(as_(who), door, id, due_date=str(ahead(5)))
    assert no.status_code == status


@DOORS
def test_only_what_is_promised(as_, asked, door):
    assert rearrange(as_("dora"), door, asked, due_date=str(ahead(5))).status_code == 409


@pytest.mark.parametrize(
    "path", ["/checkouts/{}/undo_rearrange", API + "{}/undo_rearrange/"]
)
def test_undone_it_is_as_it_was(app, as_, harp, path, letters):
    id, dora = promise(as_, harp, 0, 4), as_("dora")
    act(dora, id, "rearrange", checkout_date=str(ahead(2)), due_date=str(ahead(6)))
    assert dora.post(path.format(id)).status_code in (200, 303)
    assert days(dora, id) == (str(ahead(0)), str(ahead(4)))
    assert ("rearranged", "sol") not in letters()
    assert dora.post(path.format(id)).status_code == 409
    kinds = [event.kind for event in decisions_about(app, id)]
    assert kinds == ["approve", "change", "undo"]


def decisions_about(app, id):
    with app.app_context():
        query = db.session.query(CheckoutEvent).filter_by(checkout_id=id)
        return query.order_by(CheckoutEvent.id).all()


def test_who_had_read_of_it_reads_of_the_undo(app, as_, harp, letters):
    id, dora = promise(as_, harp, 0, 4), as_("dora")
    act(dora, id, "rearrange", due_date=str(ahead(6)))
    with app.app_context(), transaction():
        db.session.execute(db.text("UPDATE letters SET sent_at = written_at"))
    act(dora, id, "undo_rearrange")
    assert letters().count(("rearranged", "sol")) == 2


def test_two_at_once_for_the_same_days(app, as_, harp):
    ids = [promise(as_, harp, 0, 1), promise(as_, harp, 3, 4, who="nia")]
    browsers = [as_("dora"), as_("tess")]
    moved = {"checkout_date": str(ahead(10)), "due_date": str(ahead(12))}

    def move(at):
        return act(browsers[at], ids[at], "rearrange", **moved).status_code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(move, range(2))) == [200, 409]


def test_the_run_sets_it_aside_once_its_new_day_comes(app, as_, stand):
    id, dora = promise(as_, stand, 0, 4), as_("dora")
    run_the_day(app)
    act(dora, id, "rearrange", checkout_date=str(ahead(3)))
    run_the_day(app)
    with app.app_context():
        assert db.session.get(Checkout, id).aside == []
    act(dora, id, "rearrange", checkout_date=str(ahead(1)))
    run_the_day(app)
    with app.app_context():
        assert db.session.get(Checkout, id).is_all_aside
