"""How long a loan is: its first day and the day it is due both count, at every door, to the day."""

from datetime import date

import pytest

from tests.support.days import ahead
from tests.support.html import forms
from webapp.school import calendar

from ..conftest import API, BASKET_LINES
from ..due_doors import (
    at_hand_out,
    by_api,
    by_change,
    by_page,
    by_rearranging,
    in_request,
    into_basket,
)

LONGEST = 7  # days, of the music stands
LAST = ahead(LONGEST - 1)  # when such a loan from today is due


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (date(2026, 11, 2), date(2026, 11, 15), 14),
        (date(2026, 11, 2), date(2026, 11, 2), 1),
        (date(2026, 12, 31), date(2027, 1, 1), 2),
    ],
)
def test_both_ends_count(first, last, days):
    assert calendar.count_days(first, last) == days
    assert calendar.last_of(first, days) == last


def test_it_never_ends_after_the_last_day_that_can_be_written():
    assert calendar.last_of(date(9999, 12, 30), 14) == date.max


DOORS = [by_api, by_page, in_request, into_basket, by_change, at_hand_out, by_rearranging]


@pytest.mark.parametrize("door", DOORS)
def test_as_many_days_as_it_is_lent_and_not_one_more(as_, stand, door):
    no = door(as_, stand, str(ahead(LONGEST)))
    assert no.status_code == 422
    assert calendar_words(LAST) in no.text
    assert door(as_, stand, str(LAST)).status_code in (200, 201, 303)


def calendar_words(day):
    """As a sentence tells it."""
    return f"{day:%a} {day.day} {day:%b}"


@pytest.mark.parametrize("door", [by_api, into_basket, at_hand_out, by_rearranging])
def test_the_last_day_that_is_offered_is_taken(as_, stand, door):
    (offer,) = door(as_, stand, str(ahead(LONGEST))).json["offers"]
    assert offer["change"] == {"due_date": str(LAST)}
    assert door(as_, stand, offer["change"]["due_date"]).status_code in (200, 201)


def test_the_page_offers_it_as_a_button(as_, stand):
    sol = as_("sol")
    page = by_page(lambda _who: sol, stand, str(ahead(LONGEST))).text
    (form,) = (form for form in forms(page) if form.action == f"/items/{stand}")
    (offer,) = (button for button in form.buttons if button.get("name") == "instead")
    said = form.values | {"instead": offer["value"]}
    assert sol.post(f"/items/{stand}", data=said).status_code == 303
    (loan,) = sol.get(API).json
    assert loan["due_date"] == str(LAST)


@pytest.mark.parametrize("thing", ["item", "set"])
def test_without_a_day_it_is_due_on_the_last_one(as_, stand, duo, thing):
    said = {"item": {"item": stand}, "set": {"set": duo}}[thing]
    assert as_("sol").post(API, json=said).json["due_date"] == str(LAST)


@pytest.mark.parametrize("path", ["/items/{item}", "/sets/{set}"])
def test_the_form_begins_with_the_last_one(as_, stand, duo, path):
    path = path.format(item=stand, set=duo)
    form = next(form for form in forms(as_("sol").get(path).text) if form.action == path)
    assert form.values["due_date"] == str(LAST)


def test_a_set_is_lent_as_long_as_its_shortest_part(as_, duo):
    no = as_("sol").post(API, json={"set": duo, "due_date": str(ahead(LONGEST))})
    assert (no.status_code, no.json["fields"].keys()) == (422, {"due_date"})
    yes = as_("sol").post(API, json={"set": duo, "due_date": str(LAST)})
    assert yes.status_code == 201


def test_a_loan_that_nobody_asked_for_is_due_on_the_last_one(as_, stand, stand_sku, give):
    (line,) = give([stand_sku], dry=True).json["lines"]
    assert (line["kind"], line["due_date"]) == ("new", str(LAST))
    longer = give([stand_sku], due_date=str(ahead(LONGEST)), dry=True)
    assert longer.json["lines"][0]["kind"] == "refused"
    assert give([stand_sku], due_date=str(LAST)).status_code == 201


@pytest.mark.parametrize(("length", "is_longer"), [(LONGEST, False), (LONGEST + 1, True)])
def test_who_decides_reads_the_same_number_of_days(as_, stand, length, is_longer):
    due = str(ahead(length - 1))
    asked = {"item": stand, "student": 2, "due_date": due}
    id = as_("tess").post(API, json=asked).json["id"]
    page = " ".join(as_("tess").get(f"/checkouts/{id}").text.split())
    assert f"({length} days)" in page
    assert ("longer than the usual 7" in page) is is_longer


def test_the_basket_counts_as_the_item_list_does(as_, stand):
    said = {"item": stand, "checkout_date": str(ahead(1)), "due_date": str(ahead(6))}
    as_("sol").post(BASKET_LINES, json=said)
    assert as_("sol").patch("/api/inventory/basket/", json=days(1, 6)).status_code == 200
    basket = as_("sol").get("/basket").text
    listed = as_("sol").get(f"/items?from={ahead(1)}&until={ahead(6)}").text
    assert "6 days" in basket
    assert "(6 days)" in listed


def days(first, last):
    return {"checkout_date": str(ahead(first)), "due_date": str(ahead(last))}
