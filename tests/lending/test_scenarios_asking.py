"""Scenarios of finding, asking and deciding that other lending systems' own tests have."""

import re

from tests.support.days import ahead
from tests.support.html import forms
from tests.support.loans import tagged
from webapp.core.db import transaction

from .ahead_acts import ask, page_says, promise
from .conftest import API, REQUESTS


def free_today(browser, item):
    return browser.get(f"/api/inventory/items/{item}/availability/").json[0]["free"]


def test_a01_a_word_finds_what_matches_and_nothing_else(as_, harp, stand):
    page = page_says(as_("sol"), "/items?q=harp")
    assert "Harp" in page
    assert "Music Stand" not in page


def test_a06_what_is_damaged_or_blocked_is_not_counted(app, as_):
    with app.app_context(), transaction():
        units = [tagged(tag) for tag in ("VLN-1", "VLN-2")]
    sol, dora = as_("sol"), as_("dora")
    assert free_today(sol, 1) == 4
    assert dora.post("/api/inventory/repairs/", json={"unit": units[0]}).status_code == 201
    assert free_today(sol, 1) == 3
    reason = {"reason": "The neck is loose"}
    dora.post(f"/api/inventory/units/{units[1]}/block/", json=reason)
    assert free_today(sol, 1) == 2


def test_a08_a_calendar_of_free_numbers_in_which_a_day_is_chosen(as_, harp):
    promise(as_, harp, 3, 4)
    sol = as_("sol")
    page = sol.get(f"/items/{harp}").text
    days = re.findall(rf'href="/items/{harp}\?from=([\d-]+)#form"', page)
    assert str(ahead(2)) in days
    assert str(ahead(5)) in days
    assert not {str(ahead(3)), str(ahead(4))} & {*days}
    chosen = sol.get(f"/items/{harp}?from={ahead(5)}").text
    values = [form.values.get("checkout_date") for form in forms(chosen)]
    assert str(ahead(5)) in values


def test_b01_asked_for_with_a_number(as_, stand):
    sol = as_("sol")
    form = {"quantity": "3", "checkout_date": str(ahead(0)), "due_date": str(ahead(5))}
    assert sol.post(f"/items/{stand}", data=form).status_code == 303
    [loan] = sol.get(API).json
    assert (loan["item"], loan["quantity"], loan["status"]) == (stand, 3, "pending")


def test_b07_whoever_decides_reads_what_it_is_for(as_, three):
    id, _lines = three
    tess = as_("tess")
    assert tess.get(f"{REQUESTS}{id}/").json["purpose"] == "The concert"
    assert "The concert" in page_says(tess, f"/requests/{id}")
    assert "The concert" in page_says(tess, "/approvals")


def test_b20_a_draft_is_there_for_its_writer_another_day(as_, put, harp):
    put("sol", harp, checkout_date=str(ahead(2)), due_date=str(ahead(5)))
    anew = as_("sol")
    assert "Harp" in page_says(anew, "/basket")
    assert anew.post("/api/inventory/basket/send/", json={}).status_code == 201
    assert as_("tess").get(API).json[0]["checkout_date"] == str(ahead(2))


def test_b21_what_was_asked_for_by_kind_is_filled_by_scans(as_, three_violas, give, rows):
    loan = as_("dora").get(f"{API}{three_violas}/").json
    assert (loan["status"], loan["units"]) == ("approved", [])
    assert give(["VLA-3", "VLA-1", "VLA-2"]).status_code == 201
    tags = sorted(tag for tag, _pieces, state in rows(three_violas) if state == "out")
    assert tags == ["VLA-1", "VLA-2", "VLA-3"]


def test_c13_what_is_not_free_any_more_is_seen_before_it_is_decided(as_, stand):
    id, tess = ask(as_("sol"), stand, 0, 5, quantity=15).json["id"], as_("tess")
    assert "20 of 20 free" in page_says(tess, f"/checkouts/{id}")
    line = {"item": stand, "quantity": 12, "location": 1}
    gone = {"kind": "adjust", "reason": "missing", "notes": "Not there", "lines": [line]}
    assert tess.post("/api/inventory/operations/", json=gone).status_code == 201
    assert "8 of 8 free" in page_says(tess, f"/checkouts/{id}")
