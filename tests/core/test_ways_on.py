"""Where a refusal leads: to what its facts name and to places that help, for whoever may go there."""

import re

import pytest
from flask import g, render_template
from flask_login import AnonymousUserMixin

from webapp.core.actor import Actor
from webapp.core.errors import Conflict
from webapp.ways_on import OF_FACTS, PLACES

PAGES = [*OF_FACTS.values(), *PLACES.values()]


TESS, SOL = Actor(1, "Tess", "teacher", 0), Actor(2, "Sol", "student", 0)


@pytest.fixture
def leads(app):
    """`leads(no, TESS)` is where this refusal leads her."""

    def leads(no, actor, path="/desk"):
        with app.test_request_context(path):
            g._login_user = actor
            text = render_template("layout/_refusal.html", no=no)
        return re.findall(r'<a href="([^"]+)">', text)

    return leads


def test_it_leads_to_what_its_facts_name(leads):
    no = Conflict("It is set aside for Sol", facts={"checkout": 7, "unit": 3, "have": 1})
    assert leads(no, TESS) == ["/checkouts/7", "/units/3"]


def test_a_unit_may_be_named_by_its_tag(leads):
    assert leads(Conflict("It has moved", facts={"unit": "VLN 1"}), TESS) == [
        "/desk?code=VLN+1"
    ]


def test_it_leads_to_places_that_help(leads):
    assert leads(Conflict("Your basket is full", see=["basket"]), SOL) == ["/basket"]


def test_a_student_is_led_to_no_page_of_staff(leads):
    no = Conflict("It is damaged", facts={"unit": 3, "item": 1}, see=["closures"])
    assert leads(no, SOL) == ["/items/1"]


def test_it_does_not_lead_to_where_one_is(leads):
    no = Conflict("It is returned", facts={"checkout": 7})
    assert leads(no, TESS, path="/checkouts/7") == []


def test_it_leads_each_way_once(leads):
    no = Conflict("Undone already", facts={"operation": 4, "undone_by": 4})
    assert leads(no, TESS) == ["/operations/4"]


def test_nothing_is_led_to_where_a_fact_is_not_known(leads):
    assert leads(Conflict("Reported", facts={"repair": None}), TESS) == []


def test_who_came_by_a_link_in_an_email_is_led_nowhere(leads):
    assert (
        leads(Conflict("It is returned", facts={"checkout": 7}), AnonymousUserMixin()) == []
    )


def test_all_that_it_leads_to_is_there(app):
    missing = [page for page in PAGES if not _is_there(app, page)]
    assert not missing


def _is_there(app, page):
    arguments = {page.argument} - {"", "code"}  # which the desk is asked for
    return any(
        rule.arguments == arguments for rule in app.url_map.iter_rules(page.endpoint)
    )


def test_who_asks_again_too_early_is_led_to_the_request(as_, wish):
    request = as_("sol").post("/api/inventory/checkouts/", json=wish).json["request"]
    no = as_("sol").post(f"/requests/{request}/again")
    assert no.status_code == 409
    assert f'<a href="/requests/{request}">See the request</a>' in no.text
