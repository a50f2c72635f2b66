"""Who waits comes before who asks: what they are likely to need can be asked for at no door by those behind them."""

from datetime import timedelta

import pytest

from tests.support.days import ahead

from ..conftest import API, BASKET, BASKET_LINES
from ..queue_acts import ITEMS, act, bring_back, join, lend_for, take_out

ONE_DAY = timedelta(days=1)
LONGEST = 10  # days for which the harp is lent
FIRST = ahead(6)  # it is due the day before
OVER = ahead(6 + LONGEST)  # the first day after the turn of who waits alone


@pytest.fixture
def harp_out(as_, harp):
    """The one harp, which Nia has until tomorrow week."""
    return lend_for(as_, harp, LONGEST)


@pytest.fixture
def waited_for(as_, harp_out):
    """The same, and Sol waits for it."""
    join(as_, "sol", harp_out, days=3)
    return harp_out


def ask(as_, who, item, first, last, code=201, **said):
    wish = {"item": item, "checkout_date": str(first), "due_date": str(last)} | said
    answer = as_(who).post(API, json=wish)
    assert answer.status_code == code, answer.json
    return answer.json


def free_on(as_, who, item, day):
    """How many are free that day, as the list of items, the days of the item and its page say."""
    browser = as_(who)
    span = f"from={day}&to={day + ONE_DAY}"
    (each,) = browser.get(f"{ITEMS}{item}/availability/?{span}").json
    listed = browser.get(f"{ITEMS}?{span}").json
    (same,) = [row["free"] for row in listed if row["id"] == item]
    assert each["free"] == same
    return same


def test_g02_a_request_for_later_days_does_not_overtake_who_waits(as_, waited_for):
    no = ask(as_, "nia", waited_for, FIRST, ahead(9), code=409)
    assert no["detail"] == (
        "1 person waits for it and comes first; "
        f"you can ask for it from {ahead(16):%a %-d %b} on"
    )
    assert no["facts"]["waiting"] == 1
    assert no["facts"]["free_from"] == str(OVER)


def test_the_day_that_a_refusal_names_is_free_at_every_door(as_, waited_for):
    no = ask(as_, "nia", waited_for, FIRST, ahead(9), code=409)
    assert free_on(as_, "nia", waited_for, FIRST) == 0
    assert free_on(as_, "nia", waited_for, OVER) == 1
    (offer,) = no["offers"]
    ask(as_, "nia", waited_for, *offer["change"].values())


@pytest.mark.parametrize("until", [5, 6, 7, 16, 17])
def test_a_window_may_end_before_the_turn_or_in_it(as_, waited_for, until):
    """What is out comes back on the sixth day from now, and the turn is over on the sixteenth."""
    span = f"from={ahead(1)}&to={ahead(until)}"
    days = as_("nia").get(f"{ITEMS}{waited_for}/availability/?{span}")
    assert days.status_code == 200
    listed = as_("nia").get(f"{ITEMS}?{span}&free=1")
    assert listed.status_code == 200
    assert waited_for not in {row["id"] for row in listed.json}
    page = as_("nia").get(f"/items?from={ahead(1)}&until={ahead(until)}")
    assert page.status_code == 200


@pytest.mark.parametrize("due", [5, 34, 123])
def test_a_list_is_shown_whenever_what_is_waited_for_comes_back(as_, harp, due):
    patch = as_("ada").patch(f"{ITEMS}{harp}/", json={"max_checkout_days": 300})
    assert patch.status_code == 200, patch.json
    take_out(as_, harp, due_date=str(ahead(due)))
    join(as_, "sol", harp, days=3)
    for path in (
        f"{ITEMS}{harp}/availability/",
        f"/items?from={ahead(1)}",
        f"/items/{harp}",
    ):
        assert as_("nia").get(path).status_code == 200


def test_days_before_anybodys_turn_can_be_asked_for(as_, harp):
    promised = ask(as_, "tess", harp, ahead(4), ahead(8), student=3)
    assert as_("tess").post(f"{API}{promised['id']}/approve/", json={}).status_code == 200
    join(as_, "sol", harp, days=7)
    ask(as_, "nia", harp, ahead(0), ahead(3))


def test_nobody_is_held_back_by_their_own_place_nor_by_those_behind(as_, waited_for):
    join(as_, "tess", waited_for)
    ask(as_, "sol", waited_for, FIRST, ahead(9))


def test_who_is_second_is_held_back_by_the_first(as_, harp_out):
    join(as_, "tess", harp_out)
    join(as_, "sol", harp_out)
    no = ask(as_, "sol", harp_out, FIRST, ahead(9), code=409)
    assert no["facts"]["waiting"] == 1
    assert no["facts"]["free_from"] == str(OVER)


@pytest.mark.parametrize(("pause", "code"), [({}, 201), ({"until": str(FIRST)}, 409)])
def test_a_paused_place_counts_from_the_day_it_goes_on(as_, waited_for, pause, code):
    (place,) = as_("sol").get(f"{ITEMS}waitlist/").json
    act(as_, "sol", place, "pause", **pause)
    ask(as_, "nia", waited_for, FIRST, ahead(9), code=code)


def test_who_is_passed_over_holds_nothing_back(as_, waited_for):
    sol = {"person": 2, "why": "Lost two keys"}
    done = as_("ada").post("/api/inventory/suspensions/", json=sol)
    assert done.status_code == 201, done.json
    (loan,) = [row["id"] for row in as_("nia").get(API).json if row["status"] == "out"]
    bring_back(as_, loan)
    ask(as_, "nia", waited_for, ahead(0), ahead(3))


def test_staff_may_ask_all_the_same_and_read_who_waits(as_, waited_for):
    shown = as_("tess").get(f"/items/{waited_for}").text
    assert "Sol waits for it." in shown
    ask(as_, "tess", waited_for, FIRST, ahead(9), student=3)


def test_a_student_reads_no_name(as_, waited_for):
    assert "Sol" not in as_("nia").get(f"/items/{waited_for}").text


def test_the_way_on_that_the_page_names_can_be_asked_for(as_, waited_for):
    shown = as_("nia").get(f"/items/{waited_for}").text
    assert f"from={OVER}&amp;until={ahead(15 + LONGEST)}" in shown
    ask(as_, "nia", waited_for, OVER, ahead(15 + LONGEST))


def test_the_basket_says_the_same(as_, waited_for):
    nia, line = as_("nia"), {"item": waited_for}
    days = {"checkout_date": str(FIRST), "due_date": str(ahead(9))}
    no = nia.post(BASKET_LINES, json=line | days)
    assert no.status_code == 409
    assert no.json["facts"]["free_from"] == str(OVER)
    done = nia.post(BASKET_LINES, json=line | no.json["offers"][0]["change"])
    assert done.status_code == 201, done.json


def test_what_lies_in_a_basket_gives_way_to_who_joins_once_it_is_not_held(as_, harp_out):
    nia = as_("nia")
    days = {"checkout_date": str(FIRST), "due_date": str(ahead(9))}
    assert nia.post(BASKET_LINES, json={"item": harp_out} | days).status_code == 201
    join(as_, "sol", harp_out, days=3)
    no = nia.post(f"{BASKET}send/", json={})
    assert no.status_code == 409
    (why,) = no.json["fields"].values()
    first = "1 person waits for it and comes first."
    assert f"{first} From {OVER:%a %-d %b} on there is enough." in why[0]


def test_a_set_is_held_back_by_who_waits_for_a_part(as_, waited_for):
    said = {"name": "Harp and stool", "parts": [{"item": waited_for, "quantity": 1}]}
    made = as_("tess").post("/api/inventory/sets/", json=said)
    assert made.status_code == 201, made.json
    days = {"checkout_date": str(FIRST), "due_date": str(ahead(9))}
    no = as_("nia").post(API, json={"set": made.json["id"]} | days)
    assert no.status_code == 409, no.json
    (offer,) = no.json["offers"]
    again = as_("nia").post(API, json={"set": made.json["id"]} | offer["change"])
    assert again.status_code == 201, again.json


def test_a_request_keeps_its_days_and_may_be_shortened(as_, harp_out):
    mine = ask(as_, "nia", harp_out, FIRST, ahead(12))
    join(as_, "sol", harp_out, days=3)
    path = f"/api/inventory/requests/{mine['request']}/change/"
    line = {"checkout": mine["id"], "due_date": str(ahead(9))}
    done = as_("nia").post(path, json={"lines": [line]})
    assert done.status_code == 200, done.json
