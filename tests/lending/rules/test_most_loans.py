"""At most so many loans at a time, as the school has set it; what waits, is approved or is out counts."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from webapp.core.db import transaction
from webapp.school import settings

from ..conftest import API

FULL = {"most": 2, "loans": 2, "person": 2}


@pytest.fixture
def most(app):
    def allow(number):
        with app.app_context(), transaction():
            settings.change("most_loans", number)

    return allow


def ask(browser, **said):
    return browser.post(API, json={"item": 2, "send_anyway": True} | said)


def test_b18_a_student_asks_for_no_more_than_the_school_allows(as_, asked, most):
    most(2)
    sol, tess = as_("sol"), as_("tess")
    tess.post(f"{API}{asked}/approve/", json={})
    assert ask(sol).status_code == 201
    no = ask(sol)
    assert (no.status_code, no.json["facts"]) == (409, FULL)
    assert "You may have 2 loans at a time" in no.json["detail"]
    page = sol.post("/items/2", data={"quantity": 1, "notes": "for the gala"})
    assert page.status_code == 409
    assert "for the gala" in page.text


@pytest.mark.parametrize("end", ["return_item", "cancel"])
def test_what_is_over_does_not_count(as_, asked, most, end):
    most(1)
    tess = as_("tess")
    tess.post(f"{API}{asked}/approve/", json={})
    assert ask(as_("sol")).status_code == 409
    assert tess.post(f"{API}{asked}/{end}/", json={}).status_code == 200
    assert ask(as_("sol")).status_code == 201


def test_k04_staff_go_beyond_it_and_others_are_not_counted(as_, asked, most):
    most(1)
    assert ask(as_("tess"), student=2).status_code == 201
    assert ask(as_("nia")).status_code == 201


def test_without_a_limit_nobody_is_counted(as_, asked):
    assert [ask(as_("sol")).status_code for _ in range(3)] == [201] * 3


def test_two_requests_at_once_are_counted_one_after_the_other(as_, most):
    most(1)
    browsers = [as_("sol") for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        codes = [*pool.map(lambda browser: ask(browser).status_code, browsers)]
    assert sorted(codes) == [201, 409, 409, 409]


def test_a_set_counts_as_one_however_many_parts_it_has(as_, duo, most):
    most(2)
    sol = as_("sol")
    assert ask(sol).status_code == 201
    said = {"set": duo, "quantity": 1}
    assert sol.post(API, json=said).status_code == 201
    no = ask(sol)
    assert (no.status_code, no.json["facts"]) == (409, FULL)
