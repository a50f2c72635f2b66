"""What a student had before is a tap away in Borrow, and the size they had last is offered first."""

import re

import pytest

from tests.support.days import ahead
from tests.support.loans import TESS, lend
from tests.support.queries import counted
from webapp.core.db import transaction
from webapp.lending.desk import handovers
from webapp.stock.items import archiving, items

from ..forgetting.acts import closed_long_ago, forget

SOL, NIA = 2, 3
VIOLINS = "/items?family=strings&instrument=violin"


@pytest.fixture
def sized(app):
    """Violins of four sizes, by size."""
    with app.app_context(), transaction():
        told = {"category": "instrument", "location": "Store", "quantity": 3}
        return {
            size: items.add(TESS, name=f"Little Violin {size}", **told).id
            for size in ("1/8", "1/4", "1/2", "3/4")
        }


@pytest.fixture
def had(app):
    """Somebody has these items, one after the other, and brings them back."""

    def lent(*item_ids, who=SOL):
        with app.app_context(), transaction():
            ids = [lend(who, item=item, days=-3) for item in item_ids]
            for id in ids:
                handovers.return_item(TESS, id)
        return ids

    return lent


def row(browser, query=""):
    """The names in the row, and where they lead."""
    page = browser.get(f"/items{query}").text.partition('id="h-had"')[2]
    part = page.partition("</section>")[0]
    return re.findall(r'<a href="(/items/\d+[^"]*)">([^<]+) <span>', part)


def names(browser, query=""):
    return [name for _path, name in row(browser, query)]


def test_the_newest_comes_first_and_each_kind_once(as_, sized, had):
    had(sized["1/8"], sized["1/4"], sized["1/8"])
    assert names(as_("sol")) == ["Little Violin 1/8", "Little Violin 1/4"]


def test_at_most_six(app, as_, had):
    with app.app_context(), transaction():
        told = {"category": "instrument", "location": "Store", "quantity": 1}
        kinds = [items.add(TESS, name=f"Flute {n}", **told).id for n in range(8)]
    had(*kinds)
    assert names(as_("sol")) == [f"Flute {n}" for n in (7, 6, 5, 4, 3, 2)]


def test_what_they_have_or_ask_for_now_is_not_among_it(app, as_, sized, had):
    had(sized["1/8"], sized["1/4"], sized["1/2"])
    with app.app_context(), transaction():
        lend(SOL, item=sized["1/4"], days=-5)
    sol = as_("sol")
    sol.post("/api/inventory/checkouts/", json={"item": sized["1/2"]})
    assert names(sol) == ["Little Violin 1/8"]


def test_what_is_lent_no_more_or_was_lost_is_not_among_it(app, as_, sized, had):
    had(sized["1/8"], sized["1/4"])
    with app.app_context(), transaction():
        archiving.remove(TESS, sized["1/4"])
        lost = lend(SOL, item=sized["1/2"], days=-5)
        handovers.return_item(TESS, lost, outcome="lost")
    assert names(as_("sol")) == ["Little Violin 1/8"]


def test_what_is_forgotten_is_not_among_it(app, as_, sized, had):
    old, _new = had(sized["1/8"], sized["1/4"])
    closed_long_ago(app, old)
    forget(app)
    assert names(as_("sol")) == ["Little Violin 1/4"]


def test_it_is_there_for_students_only_and_each_sees_their_own(as_, sized, had):
    had(sized["1/8"])
    had(sized["1/4"], who=NIA)
    assert names(as_("nia")) == ["Little Violin 1/4"]
    for who in ("tess", "dora", "ada"):
        assert names(as_(who)) == []


def test_who_never_had_anything_sees_nothing_of_it(as_, sized):
    page = as_("sol").get("/items").text
    assert "You had these before" not in page
    assert "your last size" not in as_("sol").get(VIOLINS).text


def test_it_leads_on_with_the_dates_and_goes_where_something_is_sought(as_, sized, had):
    had(sized["1/8"])
    sol, dates = as_("sol"), f"from={ahead(2)}&until={ahead(4)}"
    ((path, _name),) = row(sol, f"?{dates}")
    assert path.replace("&amp;", "&") == f"/items/{sized['1/8']}?{dates}"
    assert names(sol, "?q=violin") == []
    assert names(sol, "?family=strings") == []


def test_what_is_all_out_says_so(app, as_, sized, had):
    had(sized["1/8"])
    with app.app_context(), transaction():
        lend(NIA, item=sized["1/8"], quantity=3, days=-5)
    page = as_("sol").get("/items").text
    assert "Little Violin 1/8 <span>all out</span>" in page


@pytest.mark.parametrize("is_back", [True, False])
def test_the_last_size_comes_first(app, as_, sized, had, is_back):
    had(sized["1/4"])
    with app.app_context(), transaction():
        last = lend(SOL, item=sized["1/2"], days=-5)
        if is_back:
            handovers.return_item(TESS, last)
    page = as_("sol").get(VIOLINS).text.partition('id="h-size"')[2]
    offered = re.findall(r'size=([^"&]+)"[^>]*>([^<]+) <span>', page)
    assert offered[0] == ("1/2", "1/2, your last size")
    assert [size for size, _words in offered[1:4]] == ["1/8", "1/4", "3/4"]


def test_it_is_one_statement_however_much_there_is(app, as_, sized, had):
    sol = as_("sol")
    asked = []
    for _ in range(2):
        for path in ("/items", VIOLINS):
            with counted(app) as seen:
                sol.get(path)
            asked.append(len([each for each in seen if "has_now" in str(each)]))
        had(*sized.values())
    assert asked == [1, 1, 1, 1]
