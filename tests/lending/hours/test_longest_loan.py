"""The longest loan of what is lent by the hour: 1 day, and no other; and what it is once that is lent by the day."""

import pytest

from tests.lending.change_acts import typed_in

ITEMS = "/api/inventory/items/"


@pytest.mark.parametrize("said", [{}, {"loan_hours": 2}])
def test_h06_what_is_by_the_hour_has_no_longer_loan(as_, metronome, said):
    answer = as_("tess").patch(f"{ITEMS}{metronome}/", json={"max_checkout_days": 5} | said)
    assert (answer.status_code, list(answer.json["fields"])) == (422, ["max_checkout_days"])
    [words] = answer.json["fields"]["max_checkout_days"]
    assert "lent by the hour" in words
    same = as_("tess").patch(f"{ITEMS}{metronome}/", json={"max_checkout_days": 1} | said)
    assert (same.status_code, same.json["max_checkout_days"]) == (200, 1)


@pytest.mark.parametrize(("said", "days"), [({}, 7), ({"max_checkout_days": 1}, 1)])
def test_h06_by_the_day_again_for_the_usual_days_or_those_said(as_, metronome, said, days):
    item = as_("tess").patch(f"{ITEMS}{metronome}/", json={"loan_hours": None} | said).json
    assert (item["loan_hours"], item["max_checkout_days"]) == (None, days)


def test_h06_by_the_hour_from_now_on(as_, clock):
    tess = as_("tess")
    refused = tess.patch(f"{ITEMS}1/", json={"loan_hours": 2, "max_checkout_days": 3})
    assert (refused.status_code, list(refused.json["fields"])) == (
        422,
        ["max_checkout_days"],
    )
    item = tess.patch(f"{ITEMS}1/", json={"loan_hours": 2}).json
    assert (item["loan_hours"], item["max_checkout_days"]) == (2, 1)


def test_h06_the_page_says_at_the_field_that_it_has_no_longer_loan(as_, metronome):
    tess, path = as_("tess"), f"/items/{metronome}/edit"
    typed = typed_in(tess, path)
    assert tess.post(path, data=typed | {"loan_hours": "2"}).status_code == 303
    answer = tess.post(path, data=typed_in(tess, path) | {"max_checkout_days": "5"})
    assert answer.status_code == 422
    assert "back the same day: the longest loan is 1 day" in answer.text


def test_h06_the_page_makes_it_by_the_hour_and_leaves_the_days_as_they_were(as_, clock):
    tess, path = as_("tess"), "/items/1/edit"
    answer = tess.post(path, data=typed_in(tess, path) | {"loan_hours": "2"})
    assert answer.status_code == 303
    assert tess.get(f"{ITEMS}1/").json["max_checkout_days"] == 1


@pytest.mark.parametrize(("days", "status"), [(14, 422), (1, 201)])
def test_h06_a_new_item_by_the_hour_has_no_longer_loan(as_, clock, days, status):
    said = {"name": "Capo", "category": "accessory", "location": "Store"}
    said |= {"loan_hours": 2, "max_checkout_days": days}
    assert as_("tess").post(ITEMS, json=said).status_code == status
