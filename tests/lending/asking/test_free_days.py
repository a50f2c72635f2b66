"""Free on the item's page, in the list of items and for a program: one number, and it can be asked for."""

import pytest

from tests.support.days import ahead
from tests.support.queries import counted

from ..ahead_acts import ask, promise
from ..conftest import API

ITEMS = "/api/inventory/items/"


def days(browser, item, first, until):
    """How many are free on each day, for a program."""
    query = {"from": str(ahead(first)), "to": str(ahead(until))}
    answer = browser.get(f"{ITEMS}{item}/availability/", query_string=query)
    assert answer.status_code == 200, answer.json
    return [day["free"] for day in answer.json]


def listed(browser, item, first, until):
    """How many are free on all of these days, by the list."""
    query = {"from": str(ahead(first)), "to": str(ahead(until)), "limit": 200}
    rows = browser.get(ITEMS, query_string=query).json
    return next(row["free"] for row in rows if row["id"] == item)


def test_each_day_says_what_is_free_and_what_the_school_owns(as_, harp):
    promise(as_, harp, 2, 3)
    query = {"from": str(ahead(1)), "to": str(ahead(5))}
    answer = as_("sol").get(f"{ITEMS}{harp}/availability/", query_string=query)
    assert answer.json == [
        {"date": str(ahead(day)), "free": free, "owned": 1, "desk_full": False}
        for day, free in ((1, 1), (2, 0), (3, 0), (4, 1))
    ]


def test_five_weeks_from_today_if_nothing_is_said(as_, harp):
    answer = as_("sol").get(f"{ITEMS}{harp}/availability/")
    assert [day["date"] for day in answer.json] == [str(ahead(n)) for n in range(35)]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"from": str(ahead(-1))}, "from"),
        ({"from": "2026-02-30"}, "from"),
        ({"to": "tomorrow"}, "to"),
        ({"from": str(ahead(3)), "to": str(ahead(3))}, "to"),
        ({"from": str(ahead(3)), "to": str(ahead(2))}, "to"),
        ({"to": str(ahead(4000))}, "to"),
        ({"to": "9999-12-31"}, "to"),
    ],
)
@pytest.mark.parametrize("path", [f"{ITEMS}1/availability/", ITEMS])
def test_days_that_no_loan_can_have_are_refused_at_their_field(as_, path, query, field):
    no = as_("sol").get(path, query_string=query)
    assert no.status_code == 422
    assert list(no.json["fields"]) == [field]


def test_what_is_not_there_or_not_lent_is_not_free(as_, harp):
    sol, tess = as_("sol"), as_("tess")
    tess.patch(f"{ITEMS}{harp}/", json={"is_borrowable": False})
    assert days(tess, harp, 0, 2) == [0, 0]
    assert listed(tess, harp, 0, 2) == 0
    for hidden in (harp, 999):
        assert sol.get(f"{ITEMS}{hidden}/availability/").status_code == 404


def test_the_list_says_nothing_of_days_unless_it_is_asked(as_):
    assert {row["free"] for row in as_("sol").get(ITEMS).json} == {None}


def test_the_list_takes_one_query_more_however_many_items(app, as_):
    sol = as_("sol")
    with counted(app) as without:
        sol.get(ITEMS)
    with counted(app) as with_days:
        sol.get(ITEMS, query_string={"from": str(ahead(2))})
    assert len(with_days) == len(without) + 1, "\n".join(with_days)


def test_page_list_and_program_say_the_same_and_it_can_be_asked_for(as_):
    sol, tess = as_("sol"), as_("tess")
    promise(as_, 1, 1, 4, who="nia")
    ask(as_("nia"), 1, 3, 6)
    for first, last in ((0, 0), (0, 2), (2, 5), (4, 6), (5, 9)):
        free = listed(sol, 1, first, last + 1)
        assert free == min(days(sol, 1, first, last + 1))
        assert (
            ask(sol, 1, first, last, quantity=free + 1, send_anyway=True).status_code == 409
        )
        if free:
            id = ask(sol, 1, first, last, quantity=free, send_anyway=True).json["id"]
            tess.post(f"{API}{id}/reject/", json={"reason": "Only to see"})


def catalogue(browser, **dates):
    return browser.get(
        "/items", query_string={name: str(day) for name, day in dates.items()}
    )


class TestA03:
    """Show what is free for my dates."""

    def test_a03_a_list_says_what_is_free_and_from_when_else(self, as_, harp):
        promise(as_, harp, 2, 3)
        dates = {"from": ahead(1), "until": ahead(2)}
        text = catalogue(as_("sol"), **dates).text
        assert "None in these days" in text
        assert f"Free from {ahead(4):%a %-d %b}" in text
        later = {"from": ahead(4), "until": ahead(5)}
        assert "None in these days" not in catalogue(as_("sol"), **later).text

    def test_the_dates_go_along_to_the_item_and_to_the_next_page(self, as_, harp):
        dates = {"from": ahead(4), "until": ahead(5)}
        page = catalogue(as_("sol"), **dates)
        address = f"/items/{harp}?from={ahead(4)}&amp;until={ahead(5)}"
        assert address in page.text
        item = as_("sol").get(address.replace("&amp;", "&")).text
        assert f'value="{ahead(4)}"' in item
        assert f'value="{ahead(5)}"' in item

    def test_one_date_alone_will_do(self, as_, harp):
        promise(as_, harp, 2, 3)
        assert "None in these days" in catalogue(as_("sol"), **{"from": ahead(3)}).text
        assert "None in these days" in catalogue(as_("sol"), until=ahead(9)).text

    @pytest.mark.parametrize(
        ("dates", "words"),
        [
            ({"from": ahead(-1)}, "Choose today or a later day"),
            (
                {"from": ahead(3), "until": ahead(2)},
                f"Choose a day from {ahead(3):%a %-d %b} on",
            ),
            ({"until": ahead(4000)}, "Choose a day within ten years"),
        ],
    )
    def test_other_dates_are_refused_at_their_field(self, as_, dates, words):
        no = catalogue(as_("sol"), **dates)
        assert no.status_code == 422
        assert words in no.text
        assert all(f'value="{day}"' in no.text for day in dates.values())

    def test_it_asks_for_all_items_at_once(self, app, as_, harp):
        browser = as_("sol")
        with counted(app) as plain:
            catalogue(browser)
        with counted(app) as dated:
            catalogue(browser, until=ahead(9))
        assert len(dated) <= len(plain) + 1
