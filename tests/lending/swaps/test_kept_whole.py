"""A swap is for a larger one of the same kind, and one thing for one: undone too, and where loans are late."""

from sqlalchemy import update

from tests.support.days import ahead
from webapp.core.db import db, transaction
from webapp.lending.models import Checkout

from ..cancel_acts import DOORS, is_done
from ..cancel_acts import undo as undo_cancel
from ..change_acts import change
from ..conftest import API
from ..queue_acts import bring_back
from .acts import MINE, add, done, swap

SETTINGS = "/api/inventory/settings/"
LATE = {"starts_on": ahead(-9), "due_on": ahead(-2)}


def allow(as_, **said):
    assert as_("ada").patch(SETTINGS, json=said).status_code == 200


def cancelled(as_, item, old):
    id = swap(as_, item, old)["id"]
    done(as_, "sol", id, "cancel")
    return id


def read(as_, id):
    return as_("tess").get(f"{API}{id}/").json


def test_it_is_only_for_a_larger_one_of_the_same_kind(as_, celli, half):
    quarter, viola = add(as_, "Cello 1/4"), add(as_, "Viola 3/4")
    later = {"checkout_date": str(ahead(40)), "due_date": str(ahead(45))}
    for item in (1, quarter, viola, celli["1/2"]):
        no = swap(as_, item, half, code=409, **later)
        assert "only swapped for a larger one" in no["detail"]
    swap(as_, viola, half, who="tess", student=MINE)


def test_the_page_refuses_it_too(as_, celli, half):
    typed = {"quantity": 1, "due_date": str(ahead(5)), "swap": half}
    page = as_("sol").post("/items/1", data=typed)
    assert (page.status_code, "only swapped for a larger" in page.text) == (409, True)


def test_no_more_pieces_than_come_back(as_, celli, half):
    many = add(as_, "Cello 7/8", quantity=3)
    assert swap(as_, many, half, code=409, quantity=2)["facts"]["quantity"] == 1
    loan = swap(as_, many, half)
    line = {"checkout": loan["id"], "quantity": 2}
    assert change(as_("sol"), "API", loan["request"], line).status_code == 409


@DOORS
def test_undoing_a_cancellation_makes_no_second_swap(as_, celli, half, door):
    first = cancelled(as_, celli["3/4"], half)
    other = swap(as_, celli["4/4"], half)["id"]
    assert undo_cancel(as_("sol"), door, first).status_code == 409
    assert read(as_, first)["status"] == "cancelled"
    done(as_, "sol", other, "cancel")
    assert is_done(undo_cancel(as_("sol"), door, first))


def test_nor_once_the_old_one_is_back(as_, celli, half):
    first = cancelled(as_, celli["3/4"], half)
    bring_back(as_, half)
    no = undo_cancel(as_("sol"), "api", first)
    assert (no.status_code, no.json["facts"]) == (409, {"status": "returned"})


def test_undoing_a_refusal_makes_no_second_swap(as_, celli, half):
    first = swap(as_, celli["3/4"], half)["id"]
    no = as_("tess").post(f"{API}{first}/reject/", json={"reason": "Too large"})
    assert no.status_code == 200
    other = swap(as_, celli["4/4"], half)["id"]
    answer = as_("tess").post(f"{API}{first}/undo/", json={})
    assert (answer.status_code, answer.json["facts"]) == (409, {"checkout": other})
    done(as_, "sol", other, "cancel")
    done(as_, "tess", first, "undo")


def test_nor_does_promising_it_again_after_a_missed_pick_up(app, as_, celli, half):
    first = swap(as_, celli["3/4"], half)["id"]
    done(as_, "tess", first, "approve")
    with app.app_context(), transaction():
        query = update(Checkout).where(Checkout.id == first)
        db.session.execute(query.values(stored_status="missed"))
    swap(as_, celli["4/4"], half)
    assert as_("dora").post(f"{API}{first}/undo_missed/").status_code == 409


def test_a_cancelled_swap_comes_back_at_the_limit(as_, celli, half):
    allow(as_, most_loans=1)
    first = cancelled(as_, celli["3/4"], half)
    assert is_done(undo_cancel(as_("sol"), "api", first))
    assert read(as_, first)["swaps"] == half


def test_what_is_late_is_swapped_though_late_loans_stop_others(app, as_, celli, half):
    allow(as_, late_stops_loans=True)
    with app.app_context(), transaction():
        db.session.execute(update(Checkout).where(Checkout.id == half).values(**LATE))
    assert as_("sol").post(API, json={"item": celli["3/4"]}).status_code == 409
    swap(as_, celli["3/4"], half)
