"""After each loan a piece is looked after for so many open days: nobody can ask for them, and staff can give them."""

import pytest

from tests.support.days import ahead
from tests.support.opening import shut
from webapp.core.db import transaction
from webapp.school import settings

from ..ahead_acts import ask, promise
from ..conftest import API, BASKET_LINES
from ..queue_acts import take_out
from .acts import free, grantable, serve


def test_a07_a_service_day_after_each_return_keeps_it_off_the_shelf(app, as_, harp):
    promise(as_, harp, 1, 3)
    assert free(as_, harp) == [1, 0, 0, 0, 0, 0, 1, 1]
    assert grantable(app, harp) == [1, 0, 0, 0, 1, 1, 1, 1]


def test_the_page_says_the_same(as_, harp):
    promise(as_, harp, 0, 3)
    page = as_("nia").get(f"/items/{harp}?from={ahead(4)}").text
    assert f"None is free before {ahead(6):%a} {ahead(6).day} {ahead(6):%b}" in page


@pytest.mark.parametrize("step", ["asked", "promised", "out", "in a basket"])
def test_it_counts_whatever_stage_the_loan_is_at(as_, harp, step):
    if step == "asked":
        ask(as_("nia"), harp, 0, 2)
    elif step == "promised":
        promise(as_, harp, 0, 2, who="nia")
    elif step == "out":
        take_out(as_, harp, due_date=str(ahead(2)))
    else:
        line = {"item": harp, "checkout_date": str(ahead(0)), "due_date": str(ahead(2))}
        assert as_("nia").post(BASKET_LINES, json=line).status_code == 201
    assert free(as_, harp) == [0, 0, 0, 0, 0, 1, 1, 1]


def test_what_is_late_has_no_end_and_no_service_after_it(app, as_, harp, lend_late):
    lend_late(harp, days=1)
    assert free(as_, harp) == [0] * 8


def test_closed_days_move_its_end(app, as_, harp):
    promise(as_, harp, 0, 1)
    assert free(as_, harp) == [0, 0, 0, 0, 1, 1, 1, 1]
    with app.app_context(), transaction():
        shut(ahead(3), ahead(5))
    assert free(as_, harp) == [0, 0, 0, 0, 0, 0, 0, 1]


def test_the_due_day_is_not_free_even_where_the_school_says_so(app, as_, harp):
    with app.app_context(), transaction():
        settings.change("due_day_is_free", True)
    promise(as_, harp, 0, 2)
    assert free(as_, harp) == [0, 0, 0, 0, 0, 1, 1, 1]
    assert grantable(app, harp) == [0, 0, 1, 1, 1, 1, 1, 1]


def test_a_refusal_names_the_first_day_and_taking_it_works(app, as_, harp):
    promise(as_, harp, 0, 3)
    with app.app_context(), transaction():
        shut(ahead(6))
    no = ask(as_("nia"), harp, 4, 5)
    assert no.status_code == 409
    assert no.json["facts"]["free_from"] == str(ahead(7))
    [offer] = no.json["offers"]
    taken = as_("nia").post(API, json={"item": harp} | offer["change"])
    assert taken.status_code == 201, taken.json


def test_the_day_before_is_refused(as_, harp):
    promise(as_, harp, 0, 3)
    assert ask(as_("nia"), harp, 5, 6).status_code == 409
    assert ask(as_("nia"), harp, 6, 7).status_code == 201


def test_ones_own_loan_leaves_time_before_others_have_it(as_, harp):
    promise(as_, harp, 5, 7)
    no = ask(as_("nia"), harp, 0, 3)
    assert no.status_code == 409
    day = f"{ahead(5):%a} {ahead(5).day} {ahead(5):%b}"
    words = f"Others have it from {day}, and it is looked after for 2 open days before"
    assert no.json["detail"] == words
    until, _another_day = no.json["offers"]
    assert until["change"] == {"due_date": str(ahead(2))}
    said = {"item": harp, "checkout_date": str(ahead(0))} | until["change"]
    assert as_("nia").post(API, json=said).status_code == 201


def test_staff_give_it_all_the_same(as_, harp):
    first = ask(as_("sol"), harp, 6, 8).json["id"]
    second = ask(as_("nia"), harp, 0, 3).json["id"]
    serve_between = {"due_date": str(ahead(5))}
    for id, said in ((first, {}), (second, serve_between)):
        answer = as_("tess").post(f"{API}{id}/approve/", json=said)
        assert answer.status_code == 200, answer.json


def test_of_several_only_as_many_as_come_back_are_looked_after(app, as_, stand):
    serve(app, stand, 1)
    promise(as_, stand, 0, 1, quantity=4)
    assert free(as_, stand, 5) == [16, 16, 16, 20, 20]


def test_without_service_days_all_is_as_it_was(app, as_, harp):
    promise(as_, harp, 0, 2)
    serve(app, harp, 0)
    assert free(as_, harp, 5) == [0, 0, 0, 1, 1]
