"""Borrow: families as tiles with what is free, sizes, what is free first, and a way on where nothing is."""

import html
import re

import pytest

from tests.support.days import ahead
from tests.support.loans import TESS
from tests.support.queries import counted
from webapp.core.db import transaction
from webapp.stock.items import items

from ..ahead_acts import page_says, promise

SIZES = ("1/4", "1/2", "3/4")


@pytest.fixture
def violins(app):
    """One of each size, by it; the largest is called so that it comes first."""
    with app.app_context(), transaction():
        told = {"category": "instrument", "location": "Store", "quantity": 1}
        return {
            size: items.add(TESS, name=f"{name} Violin {size}", **told).id
            for size, name in zip(SIZES, ("C", "B", "A"), strict=True)
        }


def days(first, last):
    return f"from={ahead(first)}&until={ahead(last)}"


def listed(browser, path):
    """The headings of the list and what is under each, in their order."""
    page = browser.get(path).text.partition('id="items"')[2]
    found = re.findall(r'<(?:h2|h3) class="h3">(?:<a href="/items/\d[^>]*>)?([^<]+)<', page)
    return [html.unescape(words) for words in found]


def tiles(browser, path):
    page = browser.get(path).text
    found = re.findall(r'<h3><a [^>]+>([^<]+)</a></h3>\s*<p class="hint">([^<]+)<', page)
    return {family: words.strip() for family, words in found}


def test_what_is_free_comes_first_and_the_rest_after_it(as_, violins):
    promise(as_, violins["3/4"], 2, 5)
    path = f"/items?family=strings&instrument=violin&{days(2, 4)}&q=violin+3/4"
    assert listed(as_("sol"), path) == ["Not for all your dates", "A Violin 3/4"]
    path = f"/items?family=strings&instrument=violin&{days(2, 4)}"
    names = listed(as_("sol"), path)
    assert names[:3] == ["Free all 3 days", "B Violin 1/2", "C Violin 1/4"]
    assert names[-2:] == ["Not for all your dates", "A Violin 3/4"]


def test_without_dates_what_is_here_comes_first_for_borrowers(as_, app):
    with app.app_context(), transaction():
        items.add(TESS, name="Aeolian Harp", category="instrument", location="Store")
    for who in ("sol", "tess"):
        names = listed(as_(who), "/items")
        assert names.index("Not here now") < names.index("Aeolian Harp"), who
    assert "Not here now" not in listed(as_("dora"), "/items")


def test_families_say_how_many_are_free_for_the_dates(as_, violins):
    sol = as_("sol")
    before = tiles(sol, "/items")["Strings"]
    here, all_there_are = re.findall(r"\d+", before)
    promise(as_, violins["3/4"], 2, 5)
    free = tiles(sol, f"/items?{days(2, 4)}")["Strings"]
    assert before == f"{here} of {all_there_are} here"
    assert free == f"{int(here) - 1} of {all_there_are} free"
    assert tiles(sol, f"/items?{days(12, 14)}")["Strings"] == f"All {here} free"
    assert tiles(sol, "/items?q=violin") == {}


def test_sizes_of_an_instrument_narrow_it(as_, violins):
    sol, path = as_("sol"), "/items?family=strings&instrument=violin"
    page = sol.get(path).text
    offered = re.findall(r'size=(\d(?:%2F|/)\d)"', page)
    assert [size.replace("%2F", "/") for size in offered][:3] == [*SIZES]
    assert listed(sol, f"{path}&size=1/2") == ["Here now", "B Violin 1/2"]
    assert len(listed(sol, f"{path}&size=huge")) > 3
    assert page_says(sol, f"{path}&size=1/2&q=a+violin").count("Nothing of this kind") == 1


def test_where_nothing_is_free_the_next_days_are_one_tap_away(as_, violins):
    promise(as_, violins["1/2"], 2, 5)
    path = f"/items?family=strings&instrument=violin&size=1/2&{days(2, 4)}"
    sol = as_("sol")
    page = sol.get(path).text
    near = page.partition('id="h-near"')[2].partition("</section>")[0]
    (href,) = re.findall(r'href="([^"]+)"', near)
    assert "Nothing is free on all 3 days" in near
    names = listed(sol, html.unescape(href))
    assert names == ["Free all 3 days", "B Violin 1/2"]


def test_what_belongs_to_no_family_is_found_too(as_, app):
    with app.app_context(), transaction():
        kind = {"category": "equipment", "location": "Store", "quantity": 1}
        items.add(TESS, name="Lectern", **kind)
    names = listed(as_("sol"), "/items?family=other")
    assert "Lectern" in names
    assert "Cello 3/4" not in names


@pytest.mark.parametrize("after", ["WzIsICIiLCAwXQ", "nonsense", "WyJhIiwgMV0"])
def test_a_wrong_cursor_is_no_error_of_ours(as_, after):
    answer = as_("sol").get(f"/items?after={after}")
    assert answer.status_code in (200, 422)


def test_the_number_of_questions_does_not_grow(app, as_, violins):
    sol = as_("sol")
    paths = [f"/items?{days(2, 4)}", f"/items?family=strings&{days(2, 4)}"]

    def asked():
        with counted(app) as statements:
            for path in paths:
                assert sol.get(path).status_code == 200
        return len(statements)

    few = asked()
    with app.app_context(), transaction():
        told = {"category": "instrument", "location": "Store", "quantity": 1}
        for number in range(60):
            items.add(TESS, name=f"Violin {number}", **told)
    assert asked() <= few
