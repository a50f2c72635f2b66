"""H01, H03: a loan is due on a day on which the school is open and in time for the end of its term, at every door."""

import pytest

from tests.support.days import ahead
from tests.support.html import forms
from webapp.lending.days import due_days
from webapp.school import calendar

from ..ahead_acts import ask
from ..conftest import API, BASKET, BASKET_LINES
from ..due_doors import (
    at_hand_out,
    by_api,
    by_change,
    by_page,
    by_rearranging,
    in_request,
    into_basket,
)

LONGEST = 7  # days, of the music stands: due on the sixth day from today


def in_words(app, days):
    with app.app_context():
        return calendar.in_words(ahead(days))


@pytest.mark.parametrize(
    ("wished", "closed", "return_by", "due"),
    [
        (6, (8, 9), None, 6),
        (6, (6, 7), None, 8),
        (6, (6, 7), 6, 5),
        (6, (6, 7), 7, 5),
        (6, (6, 7), 8, 8),
        (9, (6, 7), 7, 5),
        (9, (1, 2), 5, 5),
        (9, (0, 5), 4, 9),  # nothing can come back in that term any more
    ],
)
def test_h01_h03_pushed_forward_but_never_after_the_term(
    app, shut, term, wished, closed, return_by, due
):
    shut(*closed)
    if return_by:
        term(return_by)
    with app.app_context():
        settled = due_days.settle(ahead(0), ahead(wished))
        assert settled.day == ahead(due)
        told = calendar.in_words(ahead(due)) if due != wished else ""
        assert told in settled.words


def of_basket(as_, stand, due):
    as_("sol").post(BASKET_LINES, json={"item": stand, "due_date": str(ahead(2))})
    return as_("sol").patch(BASKET, json={"due_date": due})


def by_decision(as_, stand, due):
    id = ask(as_("sol"), stand, 0, 2, send_anyway=True).json["id"]
    return as_("tess").post(f"{API}{id}/approve/", json={"due_date": due})


def for_somebody(as_, stand, due):
    return as_("tess").post(API, json={"item": stand, "student": 2, "due_date": due})


DOORS = [
    by_api,
    by_page,
    in_request,
    into_basket,
    of_basket,
    by_change,
    by_decision,
    at_hand_out,
    by_rearranging,
    for_somebody,
]


@pytest.mark.parametrize("door", DOORS)
def test_h01_a_closed_day_is_refused_with_the_next_open_one(app, as_, stand, shut, door):
    shut(4, 5)
    no = door(as_, stand, str(ahead(4)))
    assert no.status_code == 422
    assert in_words(app, 6) in no.text
    if no.is_json:
        assert {name.rpartition(".")[2] for name in no.json["fields"]} == {"due_date"}
        for offer in no.json.get("offers", []):
            [change] = offer["change"].get("lines", [offer["change"]])
            assert change["due_date"] == str(ahead(6))
    assert door(as_, stand, str(ahead(6))).status_code in (200, 201, 303)


@pytest.mark.parametrize("door", DOORS)
def test_h03_the_end_of_term_binds_everybody(app, as_, stand, term, door):
    term(3)
    no = door(as_, stand, str(ahead(4)))
    assert no.status_code == 422
    assert "Autumn term" in no.text
    assert in_words(app, 3) in no.text
    assert door(as_, stand, str(ahead(3))).status_code in (200, 201, 303)


def test_the_page_offers_the_open_day_as_a_button(as_, stand, shut):
    shut(4, 5)
    sol = as_("sol")
    page = by_page(lambda _who: sol, stand, str(ahead(4))).text
    (form,) = (form for form in forms(page) if form.action == f"/items/{stand}")
    (offer,) = (button for button in form.buttons if button.get("name") == "instead")
    said = form.values | {"instead": offer["value"]}
    assert sol.post(f"/items/{stand}", data=said).status_code == 303
    (loan,) = sol.get(API).json
    assert loan["due_date"] == str(ahead(6))


@pytest.mark.parametrize("thing", ["item", "set", "basket"])
def test_h01_without_a_day_it_is_pushed_even_beyond_the_longest_loan(
    as_, stand, duo, shut, thing
):
    shut(LONGEST - 1, LONGEST + 1)
    said = {"set": duo} if thing == "set" else {"item": stand}
    path = BASKET_LINES if thing == "basket" else API
    assert as_("sol").post(path, json=said).json["due_date"] == str(ahead(LONGEST + 2))


def test_who_says_that_day_themselves_has_it_too_and_not_one_day_more(as_, stand, shut):
    shut(LONGEST - 1, LONGEST + 1)
    no = by_api(as_, stand, str(ahead(LONGEST + 3)))
    (offer,) = no.json["offers"]
    assert offer["change"] == {"due_date": str(ahead(LONGEST + 2))}
    assert by_api(as_, stand, offer["change"]["due_date"]).status_code == 201


def test_h03_without_a_day_it_is_due_by_the_end_of_term(as_, stand, term):
    term(3)
    assert as_("sol").post(API, json={"item": stand}).json["due_date"] == str(ahead(3))


@pytest.mark.parametrize("path", ["/items/{item}", "/sets/{set}"])
def test_the_form_begins_with_an_open_day(as_, stand, duo, shut, path):
    shut(LONGEST - 1)
    path = path.format(item=stand, set=duo)
    form = next(form for form in forms(as_("sol").get(path).text) if form.action == path)
    assert form.values["due_date"] == str(ahead(LONGEST))
