"""A02: items are browsed by family and instrument; what was typed and the dates stay on the way."""

import html
import re

import pytest

from tests.support.days import ahead
from tests.support.loans import TESS
from webapp.core.db import transaction
from webapp.stock.items import items


@pytest.fixture
def orchestra(app):
    with app.app_context(), transaction():
        for name in ("Tenor Trombone", "Trumpet in B", "Bass Trombone", "Half Cello"):
            items.add(TESS, name=name, category="instrument", location="Store", quantity=1)


def links(browser, path):
    """The tiles, the pills and the crumbs of a page: where each leads, by its words."""
    page = browser.get(path).text
    found = re.findall(r'<(?:li|h3)><a href="(/items[^"]*)"[^>]*>(.*?)</a>', page, re.S)
    return {
        " ".join(re.sub("<[^>]+>", " ", words).split()): html.unescape(href)
        for href, words in found
    }


def names(browser, path):
    return re.findall(
        r'<h3 class="h3"><a href="/items/[^"]+">([^<]+)</a>', browser.get(path).text
    )


@pytest.mark.parametrize("who", ["sol", "tess"])
def test_a02_from_a_family_to_an_instrument_and_back_with_the_dates(as_, orchestra, who):
    browser = as_(who)
    dates = f"from={ahead(2)}&until={ahead(4)}"
    brass = links(browser, f"/items?{dates}")["Brass"]
    assert names(browser, brass) == ["Bass Trombone", "Tenor Trombone", "Trumpet in B"]
    inside = links(browser, brass)
    assert {"All items", "Trombone 2 kinds", "Trumpet 1 kind"} <= inside.keys()
    trombones = inside["Trombone 2 kinds"]
    assert names(browser, trombones) == ["Bass Trombone", "Tenor Trombone"]
    back = links(browser, trombones)
    ways = brass, trombones, back["Brass"], back["All items"]
    assert all(dates in href for href in ways), ways
    assert 'name="family" value="brass"' in browser.get(trombones).text


def test_what_was_typed_narrows_the_families(as_, orchestra):
    found = links(as_("sol"), "/items?q=bass")
    assert "Brass 1 kind" in found
    assert "q=bass" in found["Brass 1 kind"]
    assert not any(words.startswith("Plucked") for words in found)


def test_an_item_with_another_name_is_of_another_family(app, as_):
    with app.app_context():
        with transaction():
            told = {"category": "instrument", "location": "Store", "quantity": 1}
            id = items.add(TESS, name="Alto Horn", **told).id
        with transaction():
            items.describe(TESS, id, name="Alto Flute")
    sol = as_("sol")
    assert "Alto Flute" in names(sol, "/items?family=woodwind&instrument=flute")
    assert "Alto Flute" not in names(sol, "/items?family=brass")


def test_words_that_are_no_family_are_as_if_they_were_not_said(as_, orchestra):
    sol = as_("sol")
    everything = names(sol, "/items")
    assert names(sol, "/items?family=spoons&instrument=trombone") == everything
    assert names(sol, "/items?instrument=trombone") == everything
    assert names(sol, "/items?family=brass&instrument=spoon") == names(
        sol, "/items?family=brass"
    )


def test_a_wrong_date_is_told_at_its_field_without_a_new_page(as_):
    part = {"HX-Request": "true", "HX-Request-Type": "partial"}
    answer = as_("sol").get(f"/items?from={ahead(-1)}", headers=part)
    assert answer.status_code == 422
    told = re.findall(r'hx-target="#(\w+)-error"[^>]*>([^<]*)<', answer.text)
    assert told == [("from", "Choose today or a later day"), ("until", "")]
    page = as_("sol").get(f"/items?from={ahead(-1)}").text
    assert '<p class="err" id="from-error">Choose today or a later day</p>' in page
