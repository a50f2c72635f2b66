"""Dates that somebody only looks with: where one is a closed day, the list, an item and a set say which they took."""

import re

import pytest

from tests.support.days import ahead
from tests.support.html import forms
from tests.support.opening import shut
from webapp.core.db import transaction
from webapp.school import calendar, settings

from ..ahead_acts import page_says
from ..conftest import BASKET_LINES

CLOSED, NEXT = 5, 6  # days from now


@pytest.fixture
def closed(app):
    """A closed day, in five days."""
    with app.app_context(), transaction():
        shut(ahead(CLOSED), name="Harvest feast")


@pytest.fixture
def words(app):
    """Of a day so many days from now."""

    def of(days):
        with app.app_context():
            return calendar.in_words(ahead(days))

    return of


def dates(first, last):
    return f"from={ahead(first)}&until={ahead(last)}"


def paths(harp, duo, query):
    return [f"{path}?{query}" for path in ("/items", f"/items/{harp}", f"/sets/{duo}")]


def test_a_first_day_that_is_closed_is_moved_in_words(as_, harp, duo, closed, words):
    said = f"closed on {words(CLOSED)}: Harvest feast, so this is from {words(NEXT)} on"
    for who in ("sol", "tess", "dora"):
        for path in paths(harp, duo, dates(CLOSED, 8)):
            assert said in page_says(as_(who), path), (who, path)


def test_a_last_day_that_is_closed_is_moved_in_words(as_, harp, duo, closed, words):
    said = f"closed on {words(CLOSED)}: Harvest feast, so this is until {words(NEXT)}"
    for path in paths(harp, duo, dates(3, CLOSED)):
        assert said in page_says(as_("sol"), path), path


@pytest.mark.parametrize("who", ["sol", "dora"])
def test_days_that_are_all_closed_are_as_long_later(app, as_, harp, duo, words, who):
    with app.app_context(), transaction():
        shut(ahead(3), ahead(9), name="Holidays")
    first = f"Holidays, so this is from {words(10)} on"
    last = f"It is for 4 days, as asked, so this is until {words(13)}"
    for path in paths(harp, duo, dates(4, 7)):
        page = page_says(as_(who), path)
        assert first in page, path
        assert last in page, path
        assert "(1 day)" not in page, path
    page = page_says(as_(who), f"/items?{dates(4, 7)}")
    with app.app_context():
        assert f"{ahead(10):%a %-d %b} to {ahead(13):%a %-d %b} (4 days)" in page


def test_one_closed_day_is_one_later(as_, harp, duo, closed, words):
    last = f"It is for 1 day, as asked, so this is until {words(NEXT)}"
    for path in paths(harp, duo, dates(CLOSED, CLOSED)):
        assert last in page_says(as_("sol"), path), path


def test_days_that_are_as_long_later_end_on_an_open_one(app, as_, harp, duo, words):
    with app.app_context(), transaction():
        shut(ahead(3), ahead(9), name="Holidays")
        shut(ahead(13), name="Harvest feast")
    first = f"Holidays, so this is from {words(10)} on"
    last = f"closed on {words(13)}: Harvest feast, so this is until {words(14)}"
    for path in paths(harp, duo, dates(4, 7)):
        page = page_says(as_("sol"), path)
        assert first in page, path
        assert last in page, path


def test_open_days_are_taken_as_they_are(as_, harp, duo, closed):
    for path in paths(harp, duo, dates(3, 4)):
        assert "so this is" not in page_says(as_("sol"), path), path


def test_the_list_is_of_the_days_it_names(app, as_, harp, closed, words):
    page = page_says(as_("sol"), f"/items?{dates(CLOSED, 8)}")
    with app.app_context():
        first, last = (f"{ahead(day):%a %-d %b}" for day in (NEXT, 8))
    assert f"{first} to {last} (3 days)" in page
    assert "Free all 3 days" in page


def test_what_was_typed_stays_and_what_is_clicked_can_be_asked_for(as_, harp, closed):
    sol = as_("sol")
    page = sol.get(f"/items?{dates(CLOSED, 8)}").text
    assert f'name="from" value="{ahead(CLOSED)}"' in page
    link = re.search(rf'href="(/items/{harp}\?[^"]+)"', page)[1].replace("&amp;", "&")
    assert "so this is" not in page_says(sol, link)
    form = next(f for f in forms(page) if f.action.startswith(f"/basket/items/{harp}"))
    assert sol.post(form.action, data=form.values).status_code == 303
    (line,) = sol.get("/api/inventory/basket/").json["lines"]
    assert (line["checkout_date"], line["due_date"]) == (str(ahead(NEXT)), str(ahead(8)))


def test_a_program_is_refused_on_the_day_that_the_list_moves(as_, harp, closed):
    said = {"item": harp, "checkout_date": str(ahead(CLOSED)), "due_date": str(ahead(8))}
    no = as_("sol").post(BASKET_LINES, json=said)
    assert no.status_code == 422
    assert no.json["offers"][0]["change"] == {"checkout_date": str(ahead(NEXT))}


def test_sooner_than_one_may_fetch_is_moved_too(app, as_, harp, duo, words):
    with app.app_context(), transaction():
        settings.change("pickup_earliest_days", 2)
        settings.change("pickup_latest_days", 9)
    sooner = f"can be fetched from {words(2)} on"
    later = f"can be fetched until {words(9)}"
    for path in paths(harp, duo, dates(1, 4)):
        assert sooner in page_says(as_("sol"), path), path
        assert sooner not in page_says(as_("dora"), path), path
    for path in paths(harp, duo, dates(12, 14)):
        assert later in page_says(as_("sol"), path), path


def test_today_s_list_of_what_is_free_is_of_the_next_open_day(app, as_, harp, words):
    with app.app_context(), transaction():
        shut(ahead(0), name="Storm")
    assert f"so this is from {words(1)} on" in page_says(as_("sol"), "/items?free=y")


@pytest.mark.parametrize(
    "query", ["from=x", "from=0001-01-01", "until=9999-12-31", dates(5, 3)]
)
def test_what_makes_no_sense_is_refused_at_its_field(as_, closed, query):
    assert as_("sol").get(f"/items?{query}").status_code == 422
