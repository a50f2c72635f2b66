"""Staff set another due day for what is out, and take that back."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.days import ahead
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.lending.availability import availability
from webapp.lending.models import Checkout
from webapp.school import closed_days, terms

from ..ahead_acts import ask, promise
from ..conftest import API
from ..desk_acts import act
from .acts import say

ADA = Actor(5, "Ada", "admin", 0)
DOORS = pytest.mark.parametrize("door", ["page", "API"])


def due(as_, id):
    return as_("dora").get(f"{API}{id}/").json["due_date"]


@DOORS
def test_f02_the_desk_sets_another_due_day(as_, out, door, letter, decisions):
    told = {"due_date": str(ahead(9)), "reason": "The exam is later"}
    assert say(as_("dora"), door, out, "extend", **told).status_code in (200, 303)
    assert due(as_, out) == str(ahead(9))
    assert decisions(out)[-1][::2] == ("extend", "The exam is later")
    assert "The exam is later" in letter("extended")
    page = as_("sol").get(f"/checkouts/{out}").text
    assert "<b>Due on another day</b>" in page
    assert f"{ahead(9):%-d %b %Y}" in page


@DOORS
def test_others_have_it_by_then(as_, harp, out, door):
    promise(as_, harp, 7, 9, who="nia")
    no = say(as_("dora"), door, out, "extend", due_date=str(ahead(8)))
    assert no.status_code == 409
    assert due(as_, out) == str(ahead(4))
    assert f"until {ahead(6):%a %-d %b} would do" in no.text
    until = {"due_date": str(ahead(6))}
    assert say(as_("dora"), door, out, "extend", **until).status_code in (200, 303)
    assert say(as_("dora"), door, out, "extend", due_date=str(ahead(7))).status_code == 409


def test_what_others_only_asked_for_is_for_staff_to_weigh(as_, harp, out):
    ask(as_("nia"), harp, 7, 9)
    assert act(as_("dora"), out, "extend", due_date=str(ahead(8))).status_code == 200


def test_what_is_late_can_be_kept(app, as_, harp, out):
    with app.app_context(), transaction():
        loan = db.session.get(Checkout, out)
        loan.starts_on, loan.due_on = ahead(-9), ahead(-2)
    assert act(as_("dora"), out, "extend", due_date=str(ahead(-1))).status_code == 422
    assert act(as_("dora"), out, "extend", due_date=str(ahead(3))).status_code == 200
    with app.app_context():
        assert availability.shelf(harp).days(ahead(0), 5) == [0, 0, 0, 0, 1]


def test_it_can_be_due_earlier(as_, harp, out):
    assert act(as_("dora"), out, "extend", due_date=str(ahead(2))).status_code == 200
    assert ask(as_("nia"), harp, 3, 4).status_code == 201


def test_f12_only_what_is_still_out_is_prolonged(app, as_, stand):
    id = promise(as_, stand, 0, 4, quantity=4)
    dora = as_("dora")
    act(dora, id, "hand_out")
    act(dora, id, "return_item", quantity=3)
    promise(as_, stand, 5, 9, who="nia", quantity=19)
    answer = act(dora, id, "extend", due_date=str(ahead(6)))
    assert (answer.status_code, answer.json["out"], answer.json["returned"]) == (200, 1, 3)
    with app.app_context():
        free = availability.shelf(stand).days(ahead(0), 8)
    assert free == [19] * 5 + [0, 0, 1]


def test_a_unit_that_is_meant_for_somebody_else(as_, violas):
    id, dora = promise(as_, violas, 0, 4), as_("dora")
    act(dora, id, "hand_out", units=["VLA-2"])
    said = {"item": violas, "unit": "VLA-2", "student": 3}
    days = {"checkout_date": str(ahead(6)), "due_date": str(ahead(9))}
    other = as_("tess").post(API, json=said | days).json["id"]
    act(as_("tess"), other, "approve")
    assert act(dora, id, "extend", due_date=str(ahead(6))).status_code == 409
    assert act(dora, id, "extend", due_date=str(ahead(5))).status_code == 200


@DOORS
def test_the_desk_may_say_so_up_to_the_longest_loan(as_, out, door):
    late = {"due_date": str(ahead(30))}
    no = say(as_("dora"), door, out, "extend", **late)
    assert no.status_code == 422
    assert f"Until {ahead(29):%a %-d %b}" in no.text
    assert say(as_("tess"), door, out, "extend", **late).status_code in (200, 303)


@DOORS
@pytest.mark.parametrize("day", [str(ahead(-1)), "soon", str(ahead(4000)), ""])
def test_what_makes_no_sense_is_refused(as_, out, door, day):
    assert say(as_("tess"), door, out, "extend", due_date=day).status_code == 422
    assert due(as_, out) == str(ahead(4))


@DOORS
def test_twice_the_same_is_refused(as_, out, door, letters):
    later = {"due_date": str(ahead(9))}
    assert say(as_("dora"), door, out, "extend", **later).status_code in (200, 303)
    assert say(as_("dora"), door, out, "extend", **later).status_code == 409
    assert letters().count(("extended", "sol")) == 1


@DOORS
@pytest.mark.parametrize(("who", "status"), [("nia", 404), ("sol", 403)])
@pytest.mark.parametrize("verb", ["extend", "undo_extend"])
def test_whose_it_is_not(as_, out, door, who, status, verb):
    no = say(as_(who), door, out, verb, due_date=str(ahead(5)))
    assert no.status_code == status


@DOORS
def test_only_what_is_out(as_, harp, door):
    id = promise(as_, harp, 0, 4)
    assert say(as_("dora"), door, id, "extend", due_date=str(ahead(5))).status_code == 409
    assert as_("dora").get(f"/checkouts/{id}/extend").status_code == 409


def test_two_at_once_for_the_same_days(as_, out):
    browsers = [as_("dora"), as_("tess")]

    def extend(at):
        return act(browsers[at], out, "extend", due_date=str(ahead(9))).status_code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(extend, range(2))) == [200, 409]


@DOORS
def test_a_closed_day_is_refused_with_the_next_open_one(app, as_, out, door):
    with app.app_context(), transaction():
        days = {"starts_on": ahead(8), "ends_on": ahead(9), "yearly": False}
        closed_days.add(ADA, name="Repairs", **days)
    no = say(as_("dora"), door, out, "extend", due_date=str(ahead(9)))
    assert no.status_code == 422
    assert f"{ahead(10):%a %-d %b}" in no.text


def test_a_day_after_all_of_its_term_is_due(app, as_, out):
    with app.app_context(), transaction():
        days = {"starts_on": ahead(-30), "ends_on": ahead(20), "return_by": ahead(12)}
        terms.add(ADA, name="Winter", **days)
    dora = as_("dora")
    assert act(dora, out, "extend", due_date=str(ahead(13))).status_code == 422
    assert act(dora, out, "extend", due_date=str(ahead(21))).status_code == 200
