"""A basket on a phone: three things in at most six taps, what got lost answered first, with and without scripts."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from tests.browser.looking import nothing_off_in_either_scheme
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.lending.asking import asking
from webapp.lending.baskets import basket_lines, baskets
from webapp.lending.models import Checkout
from webapp.stock.items import items

ADA, SOL, NIA = (Actor(id, name, role, 0) for id, name, role in (
    (4, "Ada", "admin"), (2, "Sol", "student"), (3, "Nia", "student"),
))  # fmt: skip


@pytest.fixture
def things(app_of_site):
    """The ids of three kinds of things, four of each."""
    with app_of_site.app_context(), transaction():
        return [
            items.add(ADA, name=name, category="accessory", location="Store", quantity=4).id
            for name in ("Metronome", "Music Stand", "Tuner")
        ]


@pytest.fixture
def asked(app_of_site, things):
    """How many pieces of each of these things Sol has asked for, and for what."""

    def look():
        query = select(Checkout.item_id, Checkout.quantity, Checkout.notes)
        query = query.where(Checkout.student_id == SOL.id, Checkout.item_id.in_(things))
        with app_of_site.app_context():
            return [tuple(row) for row in db.session.execute(query.order_by(Checkout.id))]

    return look


@pytest.fixture
def lost(app_of_site, things):
    """Sol's basket: three metronomes, of which Nia took two since, and a tuner."""
    first, _second, third = things
    with app_of_site.app_context(), transaction():
        for line in baskets.of(SOL).lines[:]:
            basket_lines.remove(SOL, line.id)
        basket_lines.put(SOL, item=first, quantity=3)
        basket_lines.put(SOL, item=third)
        baskets.of(SOL).held_until -= timedelta(hours=1)
        asking.ask_for(NIA, item=first, quantity=2)


def test_three_things_are_asked_for_in_six_taps_and_answered(open_as, things, asked):
    tab = open_as("sol", width=390)
    tab.get_by_role("navigation").get_by_role("link", name="Borrow").click()
    for id in things:
        tab.locator(f"#add-{id}").get_by_role("button", name="Add to basket").click()
        tab.locator(f"#added-{id}").get_by_text("In your basket").wait_for()
    tab.get_by_role("link", name="Basket 3 things").click()
    tab.get_by_role("button", name="Send request").click()
    tab.get_by_role("heading", name="Your request").wait_for()
    assert asked() == [(id, 1, "") for id in things]
    answer_all_but_one(open_as("tess", width=390), tab.url)
    tab.reload()
    expect(
        tab.get_by_role("heading", name="2 of 3 approved, 0 out, 0 back")
    ).to_be_visible()
    expect(tab.locator(".lot").nth(2)).to_contain_text("Not before June")
    assert not tab.said


def answer_all_but_one(tab, request):
    """Tess approves the first two on her phone."""
    tab.goto(request)
    third = tab.locator(".lot").nth(2)
    third.get_by_role("radio", name="Decline…").check()
    third.get_by_label("Reason").fill("Not before June")
    tab.get_by_role("button", name="Send the answer").click()
    expect(tab.get_by_role("heading", name="2 of 3 approved")).to_be_visible()


@pytest.mark.parametrize("script", [True, False])
def test_what_got_lost_is_answered_before_it_is_sent(open_as, things, lost, asked, script):
    tab = open_as("sol", width=390, java_script_enabled=script)
    tab.goto("/basket")
    tab.get_by_label("Note for your teacher").fill("The concert")
    tab.get_by_role("button", name="Send request").click()
    tab.get_by_text("Nothing was sent: 1 thing needs an answer first").wait_for()
    assert asked() == []
    tab.get_by_role("button", name="Take 2").click()
    tab.get_by_text("Held for you until").wait_for()
    assert tab.get_by_label("Note for your teacher").input_value() == "The concert"
    tab.get_by_role("button", name="Send request").click()
    tab.get_by_role("heading", name="Your request").wait_for()
    assert asked() == [(things[0], 2, "The concert"), (things[2], 1, "The concert")]


def test_the_page_can_be_used_by_everybody(open_as, lost):
    tab = open_as("sol", reduced_motion="reduce")
    tab.goto("/basket")
    nothing_off_in_either_scheme(tab, (320, 390, 1280))
    tab.get_by_role("button", name="Send request").click()
    tab.get_by_text("Nothing was sent").wait_for()
    nothing_off_in_either_scheme(tab, (320, 390))
    tab.goto("/items")
    nothing_off_in_either_scheme(tab, (320, 390))


def test_from_an_items_page_it_goes_into_the_basket(open_as, things, app_of_site):
    tab = open_as("sol", width=390)
    tab.goto(f"/items/{things[1]}")
    tab.get_by_label("How many").fill("5")
    tab.get_by_role("button", name="Add to basket").click()
    tab.get_by_text("Only 4 are free").wait_for()
    tab.get_by_role("button", name="Ask for 4").click()
    tab.get_by_role("heading", name="Basket").wait_for()
    with app_of_site.app_context():
        assert (things[1], 4) in [
            (each.item_id, each.quantity) for each in baskets.of(SOL).lines
        ]
