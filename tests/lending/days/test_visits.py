"""H05: at most so many people come to the desk on a weekday; who asks for a full day is told the nearest with room."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.days import ahead
from webapp.core.actor import Actor
from webapp.core.db import transaction
from webapp.people import groups

from ..ahead_acts import ask
from ..conftest import API, BASKET, BASKET_LINES, REQUESTS
from ..visit_acts import fill, limit_days
from .test_pickup_days import DOORS, dates, in_words, wishes

ADA = Actor(5, "Ada", "admin", 0)


def wish(as_, door, harp, duo, first):
    """Sol asks at this door for three days from `first` on; the answer."""
    sol = as_("sol")
    if door != "change":
        return wishes(sol, door, harp, duo, first)
    id = ask(sol, harp, 3, 5, send_anyway=True).json["request"]
    return sol.post(f"{REQUESTS}{id}/change/", json=dates(first, first + 2))


def offer(no):
    """What the only offer would change."""
    (only,) = no.json["offers"]
    return only["change"]


def days_taken(as_, who="sol"):
    return {
        (loan["checkout_date"], loan["due_date"])
        for loan in as_("tess").get(API).json
        if loan["student"] == {"sol": 2, "nia": 3}[who]
    }


@pytest.mark.parametrize("door", DOORS)
def test_h05_a_first_day_that_is_full_is_refused_at_every_door(
    app, as_, harp, duo, stand, door
):
    limit_days(app, 1, 4)
    fill(as_, stand, 4)
    no = wish(as_, door, harp, duo, 4)
    assert no.status_code == 422
    assert f"The desk is full on {in_words(app, 4)}: 1 of 1 visit" in no.text
    assert in_words(app, 5) in no.text
    if "page" not in door:
        assert [name.rpartition(".")[2] for name in no.json["fields"]] == ["checkout_date"]
    if door != "change":
        assert wish(as_, door, harp, duo, 5).status_code < 400


@pytest.mark.parametrize("door", DOORS)
def test_h05_so_is_a_due_day(app, as_, harp, duo, stand, door):
    limit_days(app, 1, 6)
    fill(as_, stand, 6)
    no = wish(as_, door, harp, duo, 4)
    assert no.status_code == 422
    assert f"The desk is full on {in_words(app, 6)}" in no.text
    if "page" not in door:
        assert [name.rpartition(".")[2] for name in no.json["fields"]] == ["due_date"]
    if door != "change":
        assert wish(as_, door, harp, duo, 5).status_code < 400


def test_h05_taking_the_offer_works_though_others_have_it_around(app, as_, harp, stand):
    """The harp is free on three days alone, of which the middle one has room."""
    ask(as_("nia"), harp, 2, 3)
    ask(as_("nia"), harp, 7, 9)
    limit_days(app, 1, 4, 6)
    fill(as_, stand, 4, 6)
    sol = as_("sol")
    no = ask(sol, harp, 4, 6)
    assert no.json["fields"].keys() == {"checkout_date", "due_date"}
    change = offer(no)
    assert change == {"checkout_date": str(ahead(5)), "due_date": str(ahead(5))}
    assert sol.post(API, json={"item": harp} | change).status_code == 201


def test_h05_what_is_not_free_is_offered_from_a_day_with_room(app, as_, harp, stand):
    ask(as_("nia"), harp, 2, 5)
    limit_days(app, 1, 6)
    fill(as_, stand, 6)
    no = ask(as_("sol"), harp, 3, 4)
    change = offer(no)
    assert change["checkout_date"] == str(ahead(7))
    assert as_("sol").post(API, json={"item": harp} | change).status_code == 201


def test_h05_whoever_comes_anyway_is_one_visit(app, as_, harp, stand):
    limit_days(app, 1, 4, 6)
    assert ask(as_("sol"), stand, 4, 6).status_code == 201
    assert ask(as_("sol"), harp, 4, 6).status_code == 201
    assert ask(as_("nia"), stand, 5, 6).json["fields"].keys() == {"due_date"}


def test_h05_a_class_is_one_visit_of_whoever_answers_for_it(app, as_, stand):
    with app.app_context(), transaction():
        group = groups.add(
            ADA, name="Class 4a", kind="class", teacher_id=1, member_ids=[2, 3]
        ).id
    limit_days(app, 2, 4)
    asked = ask(as_("tess"), stand, 4, 6, quantity=9, group=group, student=1)
    assert asked.status_code == 201, asked.json
    assert ask(as_("sol"), stand, 4, 5).status_code == 201
    assert ask(as_("nia"), stand, 4, 5).json["fields"].keys() == {"checkout_date"}


def test_h05_a_new_limit_leaves_days_that_are_agreed(app, as_, harp, stand):
    fill(as_, stand, 4, 6)
    request = ask(as_("sol"), stand, 4, 6).json["request"]
    limit_days(app, 1, 4, 6)
    fewer = {"lines": [{"checkout": 2, "quantity": 2}]}
    sol = as_("sol")
    change = sol.post(f"{REQUESTS}{request}/change/", json=fewer)
    assert change.status_code == 200, change.json
    assert days_taken(as_) == {(str(ahead(4)), str(ahead(6)))}


def test_h05_a_day_is_free_again_once_nobody_comes(app, as_, harp, stand):
    limit_days(app, 1, 4)
    id = fill(as_, stand, 4)
    as_("nia").post(f"{API}{id}/cancel/", json={})
    assert ask(as_("sol"), harp, 4, 6).status_code == 201


def test_h05_who_says_no_day_gets_days_with_room(app, as_, harp, stand):
    limit_days(app, 1, 0, 1, 31)
    for day in (0, 1, 31):
        assert ask(as_("nia"), stand, day, day).status_code == 201
    loan = as_("sol").post(API, json={"item": harp}).json
    assert loan["checkout_date"] == str(ahead(2))
    assert loan["due_date"] == str(ahead(32))


def test_h05_a_line_in_the_basket_offers_the_nearest_days(app, as_, harp, stand):
    sol = as_("sol")
    days = {"checkout_date": str(ahead(4)), "due_date": str(ahead(6))}
    sol.post(BASKET_LINES, json={"item": harp} | days)
    limit_days(app, 1, 4)
    fill(as_, stand, 4)
    line = sol.get(BASKET).json["lines"][0]
    assert "The desk is full" in line["problem"]
    assert sol.post(f"{BASKET}send/", json={}).status_code == 409
    change = line["offers"][0]["change"]
    assert sol.patch(f"{BASKET_LINES}{line['id']}/", json=change).status_code == 200
    assert sol.post(f"{BASKET}send/", json={}).status_code == 201


def test_h05_the_days_of_a_whole_basket(app, as_, harp, stand):
    limit_days(app, 1, 4)
    fill(as_, stand, 4)
    sol = as_("sol")
    days = {"checkout_date": str(ahead(4)), "due_date": str(ahead(6))}
    no = sol.patch(BASKET, json=days)
    assert (no.status_code, [*no.json["fields"]]) == (422, ["checkout_date"])
    assert sol.patch(BASKET, json=offer(no)).status_code == 200


def test_h05_two_at_once_who_take_the_last_visit(app, as_, stand):
    limit_days(app, 1, 4)
    browsers = [as_("sol"), as_("nia")] * 2
    with ThreadPoolExecutor(4) as pool:
        answers = [*pool.map(lambda browser: ask(browser, stand, 4, 6), browsers)]
    assert {answer.status_code for answer in answers} <= {201, 409, 422}
    comers = {
        loan["student"]
        for loan in as_("tess").get(API).json
        if loan["checkout_date"] == str(ahead(4))
    }
    assert len(comers) == 1
