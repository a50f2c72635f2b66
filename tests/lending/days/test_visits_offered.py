"""H05: every day that is offered is true: there is room at the desk, and enough is free."""

import re

from tests.support.days import ahead

from ..ahead_acts import ask, promise
from ..conftest import API
from ..renewals.acts import hand_out
from ..visit_acts import fill, limit_days


def test_h05_no_day_before_is_offered_on_which_it_is_out(app, as_, harp, stand):
    hand_out(as_, harp, days=5, who="nia")
    limit_days(app, 1, 6)
    fill(as_, stand, 6)
    no = ask(as_("sol"), harp, 6, 8)
    assert no.status_code == 422
    (only,) = no.json["offers"]
    assert only["change"]["checkout_date"] > str(ahead(6))
    took = as_("sol").post(API, json={"item": harp, **only["change"]})
    assert took.status_code == 201, took.json


def test_h05_the_button_where_all_are_out_leads_to_days_with_room(app, as_, harp, stand):
    hand_out(as_, harp, days=5, who="nia")
    limit_days(app, 1, 6, 12)
    fill(as_, stand, 6)
    fill(as_, stand, 12)
    sol = as_("sol")
    ways = sol.get(f"/items/{harp}").text.partition('id="ways"')[2]
    assert f"from={ahead(6)}" not in ways
    first, last = re.search(r"from=([\d-]+)&(?:amp;)?until=([\d-]+)", ways).groups()
    days = {"checkout_date": first, "due_date": last}
    assert sol.post(API, json={"item": harp, **days}).status_code == 201


def test_h05_the_catalogue_says_a_day_with_room(app, as_, harp, stand):
    promise(as_, harp, 0, 5, who="nia")
    limit_days(app, 1, 6)
    fill(as_, stand, 6)
    query = {"from": str(ahead(1)), "until": str(ahead(3))}
    page = as_("sol").get("/items", query_string=query).text
    assert f"Free from {ahead(7):%a} {ahead(7).day} {ahead(7):%b}" in page


def test_h05_what_is_like_it_is_offered_on_days_with_room(app, as_, harp, stand):
    limit_days(app, 1, 4)
    fill(as_, stand, 4)
    promise(as_, 1, 3, 8, who="nia", quantity=2)
    query = {"from": str(ahead(4)), "until": str(ahead(6))}
    page = as_("sol").get("/items/1", query_string=query).text
    alike = page.partition('id="h-like"')[2].partition("</section>")[0]
    assert f"from={ahead(4)}" not in alike
