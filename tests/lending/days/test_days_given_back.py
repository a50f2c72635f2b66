"""An undo gives days back: not what others are promised by now, and none that closed since."""

import pytest

from tests.support.days import ahead
from tests.support.opening import every_day, shut, term
from webapp.core.db import transaction

from ..ahead_acts import ask, promise
from ..conftest import API
from ..desk_acts import act
from ..renewals.acts import RENEWALS, hand_out


def due(as_, id):
    return as_("tess").get(f"{API}{id}/").json["due_date"]


def close(app, first, last):
    with app.app_context(), transaction():
        every_day()
        shut(ahead(first), ahead(last))


def extend(as_, id, days):
    assert act(as_("dora"), id, "extend", due_date=str(ahead(days))).status_code == 200


def test_a_shorter_time_is_not_taken_back_over_anothers_promise(as_, harp):
    out = hand_out(as_, harp, days=10)
    extend(as_, out, 4)
    promise(as_, harp, 6, 9, who="nia")
    no = act(as_("dora"), out, "undo_extend")
    assert no.status_code == 409
    assert f"Others have it from {ahead(6):%a %-d %b}" in no.json["detail"]
    assert not no.json.get("offers")
    assert due(as_, out) == str(ahead(4))


def test_nor_is_an_answer_that_made_it_shorter(as_, harp):
    out = hand_out(as_, harp, days=9)
    wish = {"checkout": out, "due_date": str(ahead(12))}
    asked = as_("sol").post(RENEWALS, json=wish).json["id"]
    shorter = {"due_date": str(ahead(4))}
    assert as_("tess").post(f"{RENEWALS}{asked}/approve/", json=shorter).status_code == 200
    promise(as_, harp, 6, 8, who="nia")
    assert as_("tess").post(f"{RENEWALS}{asked}/undo/", json={}).status_code == 409
    assert due(as_, out) == str(ahead(4))


@pytest.mark.parametrize("who, verb", [("dora", "extend"), ("sol", "renew")])
def test_what_is_out_is_due_on_the_next_open_day(app, as_, harp, who, verb):
    out = hand_out(as_, harp, days=4)
    said = {"due_date": str(ahead(9))} if verb == "extend" else {}
    assert act(as_(who), out, verb, **said).status_code == 200
    close(app, 3, 5)
    assert act(as_(who), out, f"undo_{verb}").status_code == 200
    assert due(as_, out) == str(ahead(6))
    assert "the day on which it can be due now" in as_("tess").get(f"/checkouts/{out}").text


def test_and_not_after_the_end_of_its_term(app, as_, harp):
    out = hand_out(as_, harp, days=9)
    extend(as_, out, 3)
    with app.app_context(), transaction():
        every_day()
        term(ahead(-5), ahead(20), ahead(6))
    assert act(as_("dora"), out, "undo_extend").status_code == 200
    assert due(as_, out) == str(ahead(6))


def test_what_is_not_cancelled_after_all_is_off_closed_days(app, as_, harp):
    id = promise(as_, harp, 3, 6, who="nia")
    act(as_("nia"), id, "cancel")
    close(app, 3, 7)
    assert act(as_("nia"), id, "undo_cancel").status_code == 200
    loan = as_("tess").get(f"{API}{id}/").json
    assert (loan["checkout_date"], loan["due_date"]) == (str(ahead(8)), str(ahead(8)))


def test_so_is_what_is_not_rearranged_after_all(app, as_, harp):
    id = promise(as_, harp, 2, 6, who="nia")
    other = {"checkout_date": str(ahead(10)), "due_date": str(ahead(12))}
    assert act(as_("tess"), id, "rearrange", **other).status_code == 200
    close(app, 5, 7)
    assert act(as_("tess"), id, "undo_rearrange").status_code == 200
    assert due(as_, id) == str(ahead(8))


def test_what_waits_for_an_answer_again_is_as_it_was_asked(app, as_, harp):
    id = ask(as_("nia"), harp, 3, 6).json["id"]
    close(app, 5, 7)
    before = as_("tess").get(f"{API}{id}/").json
    assert act(as_("tess"), id, "approve").status_code == 200
    assert act(as_("tess"), id, "undo").status_code == 200
    after = as_("tess").get(f"{API}{id}/").json
    assert {name for name in before if before[name] != after[name]} == {"version"}
    assert act(as_("tess"), id, "approve").status_code == 200
    assert due(as_, id) == str(ahead(6))


def test_what_the_school_moved_since_waits_off_the_closed_days_and_says_so(app, as_, harp):
    id = ask(as_("nia"), harp, 3, 6).json["id"]
    assert act(as_("tess"), id, "approve").status_code == 200
    storm = {"name": "Storm", "starts_on": str(ahead(5)), "ends_on": str(ahead(7))}
    assert as_("ada").post("/api/inventory/closed-days/", json=storm).status_code == 201
    assert act(as_("tess"), id, "undo").status_code == 200
    assert due(as_, id) == str(ahead(8))
    assert "Moved by the school" in as_("tess").get(f"/checkouts/{id}").text
