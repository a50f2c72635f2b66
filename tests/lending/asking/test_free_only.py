"""Only what is free for my dates: the list leaves out all else, page by page, and says where it goes on."""

import re

import pytest

from tests.support.days import ahead
from tests.support.loans import TESS
from tests.support.queries import counted
from webapp.core.db import transaction
from webapp.stock.items import free, items

from ..ahead_acts import page_says, promise

ITEMS = "/api/inventory/items/"


@pytest.fixture
def taken(as_, harp, stand):
    """The harp is promised for some days, and the stands are not."""
    promise(as_, harp, 2, 5)
    return harp


def all_pages(browser, path):
    """The answer of each page of a list, from the first on."""
    while path:
        answer = browser.get(path)
        yield answer.json
        links = re.findall(r'<([^>]+)>; rel="next"', answer.headers.get("Link", ""))
        path = links[0] if links else ""


def names(as_, **query):
    return [item["name"] for item in as_("sol").get(ITEMS, query_string=query).json]


def on_page(as_, **query):
    text = as_("sol").get("/items", query_string=query).text
    return re.findall(r'<h3 class="h3"><a href="/items/\d+[^>]*>([^<]+)</a></h3>', text)


@pytest.mark.parametrize(("first", "last"), [(0, 1), (2, 2), (5, 9), (6, 9)])
def test_a_program_and_the_page_leave_out_what_is_not_free(as_, taken, first, last):
    days = {"from": str(ahead(first))}
    listed = names(as_, **days, to=str(ahead(last + 1)), free="1")
    is_free = last < 2 or first > 5
    assert ("Harp" in listed) is is_free
    assert "Music Stand" in listed
    assert on_page(as_, **days, until=str(ahead(last)), free="y") == listed


def test_without_the_tick_nothing_is_left_out(as_, taken):
    days = {"from": str(ahead(2)), "until": str(ahead(3))}
    assert "Harp" in on_page(as_, **days)
    assert "Harp" in names(as_, **{"from": str(ahead(2)), "to": str(ahead(3))})


def test_sets_are_left_out_with_it_for_nobody_asked_what_of_them_is_free(as_, duo):
    assert "Harp set" in page_says(as_("sol"), "/items")
    assert "Harp set" not in page_says(as_("sol"), "/items?free=y")


def test_without_days_it_is_today(as_, harp):
    promise(as_, harp, 0, 1)
    assert "Harp" not in names(as_, free="1")
    assert "Harp" not in on_page(as_, free="y")


def test_the_tick_and_the_dates_stay_as_one_goes_on(as_, taken):
    path = f"/items?from={ahead(2)}&until={ahead(3)}&free=y"
    page = as_("sol").get(path).text
    assert 'name="free" value="y" checked' in page
    assert re.search(r'href="/items\?[^"]*free=y[^"]*"', page)


def test_nothing_free_leads_to_what_is_not(as_, taken):
    path = f"/items?q=harp&from={ahead(2)}&until={ahead(3)}&free=y"
    assert "Nothing is free for these dates" in page_says(as_("sol"), path)
    (href,) = re.findall(r'href="([^"]*)"[^>]*>Show what is not', as_("sol").get(path).text)
    assert "free=" not in href
    assert "Harp" in as_("sol").get(href.replace("&amp;", "&")).text


def test_a_wrong_date_is_told_and_hides_nothing(as_, taken):
    page = as_("sol").get("/items?from=2020-01-01&free=y")
    assert page.status_code == 422
    assert "Choose today or a later day" in page.text
    assert 'name="free" value="y" checked' in page.text
    assert "Harp" in page.text
    assert as_("sol").get(f"{ITEMS}?from=2020-01-01&free=1").status_code == 422


def test_what_is_free_is_not_counted(as_):
    no = as_("sol").get(f"{ITEMS}?free=1&count=1")
    assert (no.status_code, [*no.json["fields"]]) == (422, ["count"])


@pytest.fixture
def crowd(app):
    """More items without a piece than are looked through at once, and behind them one that is free."""
    kind = {"category": "accessory", "location": "Store"}
    with app.app_context(), transaction():
        for number in range(free.LOOKED_AT + 1):
            items.add(TESS, name=f"Aaa {number:04}", **kind)
        items.add(TESS, name="Zither", quantity=1, **kind)


def test_it_looks_through_so_many_at_once_and_leads_on(as_, crowd):
    sol = as_("sol")
    first, *others = all_pages(sol, f"{ITEMS}?free=1")
    assert first == []
    found = [item["name"] for page in others for item in page]
    assert found[-1] == "Zither"
    assert len(set(found)) == len(found)
    assert "there is more to look through" in page_says(sol, "/items?free=y")


def test_pages_of_what_is_free_hold_each_once(app, as_, taken):
    with app.app_context(), transaction():
        for number in range(7):
            about = {"category": "accessory", "location": "Store"}
            items.add(TESS, name=f"Reed {number}", quantity=number % 2, **about)
    pages = list(all_pages(as_("sol"), f"{ITEMS}?free=1&limit=2&from={ahead(2)}"))
    assert {len(page) for page in pages} <= {1, 2}
    found = [item["name"] for page in pages for item in page]
    assert found == names(as_, free="1", **{"from": str(ahead(2))})
    assert {"Reed 1", "Reed 3", "Reed 5"} <= set(found)
    assert "Harp" not in found


@pytest.mark.parametrize("path", ["/items?free=y&from={}", ITEMS + "?free=1&from={}"])
def test_it_takes_no_more_statements_than_without(app, as_, taken, path):
    sol, path = as_("sol"), path.format(ahead(2))
    with counted(app) as ticked:
        assert sol.get(path).status_code == 200
    with counted(app) as all_of_them:
        sol.get(re.sub(r"free=\w&", "", path))
    assert len(ticked) <= len(all_of_them)
