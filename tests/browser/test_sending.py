"""A form on its way: sent once, never lost, and always answered with a word; what Enter presses."""

import re
from decimal import Decimal

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from tests.browser.looking import WIDTHS, nothing_off
from tests.rooms.conftest import person
from tests.support.days import ahead
from webapp.core.db import db, transaction, write_queue
from webapp.core.idempotency import Answer
from webapp.lending.models import Checkout
from webapp.stock.items import items
from webapp.stock.models import Item

DAY = ahead(7)
NO_ANSWER = "No answer yet. Press again: it will not be done twice."
PROXY = "<!doctype html><html><head><title>502</title></head><body><center>Bad Gateway</center></body></html>"
FILL = """() => {
  const filler = Object.assign(document.createElement('input'), { type: 'hidden', name: 'filler' });
  filler.value = 'x'.repeat(1_100_000);
  document.querySelector('[name=notes]').form.append(filler);
}"""


@pytest.fixture
def stands(app_of_site):
    """23 music stands, which nobody has asked for yet."""
    with app_of_site.app_context(), transaction():
        add = {
            "category": "equipment",
            "location": "Store",
            "value": Decimal(10),
            "max_checkout_days": 30,
        }
        return items.add(person("ada"), name="Music Stand", quantity=23, **add).id


@pytest.fixture
def asked_for(app_of_site, stands):
    """How many of the stands, request by request."""

    def look():
        with app_of_site.app_context():
            found = (
                select(Checkout.quantity).filter_by(item_id=stands).order_by(Checkout.id)
            )
            return list(db.session.scalars(found))

    return look


def edit(tab):
    tab.goto("/items/1/edit")
    tab.locator("[name=notes]").fill("a new bridge")


def is_still_there(tab, words):
    """The form with what was typed, its buttons ready, and the words beside it."""
    tab.locator(".beside", has_text=words).wait_for()
    assert tab.locator("[name=notes]").input_value() == "a new bridge"
    expect(tab.get_by_role("button", name="Save")).to_be_enabled()
    nothing_off(tab, WIDTHS)


@pytest.mark.parametrize("script", [True, False])
def test_enter_takes_what_was_typed_and_no_offer(open_as, stands, asked_for, script):
    tab, before = open_as("sol", java_script_enabled=script), asked_for()
    tab.goto(f"/items/{stands}")
    tab.locator("[name=due_date]").fill(str(DAY))
    tab.locator("[name=quantity]").fill("90")
    tab.get_by_role("button", name="Send request").click()
    tab.get_by_role("button", name=re.compile("Ask for 2")).wait_for()
    tab.locator("[name=quantity]").fill("1")
    tab.locator("[name=quantity]").press("Enter")
    tab.wait_for_url("**/checkouts/*")
    assert asked_for() == [*before, 1]


def test_two_quick_clicks_on_any_two_buttons_are_one_request(open_as, stands, asked_for):
    tab, before = open_as("sol"), asked_for()
    tab.goto(f"/items/{stands}")
    tab.locator("[name=due_date]").fill(str(DAY))
    tab.locator("[name=quantity]").fill("90")
    tab.get_by_role("button", name="Send request").click()
    offer = tab.get_by_role("button", name=re.compile("Ask for 2"))
    offer.wait_for()
    tab.locator("[name=quantity]").fill("2")
    requests = []
    tab.on(
        "request", lambda each: requests.append(each.url) if each.method == "POST" else None
    )
    tab.evaluate("""() => {
      const form = document.querySelector('form:has(#refusal)');
      const main = [...form.querySelectorAll('.acts button')].find(each => each.textContent.includes('Send'));
      const offer = form.querySelector('[name=instead]');
      const outside = Object.assign(document.createElement('button'), { textContent: 'From outside' });
      outside.setAttribute('form', form.id);
      form.after(outside);
      for (const button of [main, offer, outside, main]) button.click();
    }""")
    tab.wait_for_url("**/checkouts/*")
    assert asked_for() == [*before, 2]
    assert len(requests) == 1


def test_a_form_without_htmx_is_sent_once_too(open_as):
    tab = open_as("sol")
    tab.goto("/calendars")
    requests = []
    tab.on(
        "request", lambda each: requests.append(each.url) if each.method == "POST" else None
    )
    button = tab.locator("main form[action='/calendars'] button")
    button.evaluate(
        "button => { button.click(); button.click(); button.form.requestSubmit(); }"
    )
    tab.locator("a[href^='webcal:']").first.wait_for()
    assert len(requests) == 1


def test_no_answer_is_told_and_pressing_again_does_it_once(open_as, app_of_site):
    tab = open_as("tess")
    edit(tab)
    key = tab.locator("[name=idempotency_key]").input_value()
    done = []

    def lose(route):
        if not done:
            done.append(route.fetch().status)  # it is done, and only the answer is lost
            route.abort()
        else:
            route.continue_()

    tab.route(
        "**/items/1/edit",
        lambda route: lose(route) if route.request.method == "POST" else route.continue_(),
    )
    tab.get_by_role("button", name="Save").click()
    is_still_there(tab, NO_ANSWER)
    tab.get_by_role("button", name="Save").click()
    tab.wait_for_url("**/items/1")
    with app_of_site.app_context():
        assert db.session.get(Item, 1).notes == "a new bridge"
        assert db.session.scalar(select(func.count()).where(Answer.key == key)) == 1


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (502, PROXY, "That did not work. Press again: it will not be done twice."),
        (413, PROXY, "That did not work"),
    ],
)
def test_a_proxys_page_does_not_take_the_form_away(open_as, status, body, words):
    tab = open_as("tess")
    edit(tab)
    answer = {"status": status, "body": body, "content_type": "text/html"}
    tab.route("**/items/1/edit", lambda route: route.fulfill(**answer))
    tab.get_by_role("button", name="Save").click()
    is_still_there(tab, words)


def test_a_refusal_of_another_kind_stands_beside_the_form(open_as, monkeypatch):
    tab = open_as("tess")
    edit(tab)
    monkeypatch.setattr(write_queue, "patience", 0.1)  # seconds
    write_queue.take()
    try:
        tab.get_by_role("button", name="Save").click()
        is_still_there(tab, "Too many people are saving at once")
    finally:
        write_queue.give()
    tab.evaluate(FILL)
    tab.get_by_role("button", name="Save").click()
    tab.locator(".beside", has_text="Send less at once").wait_for()
    tab.evaluate("document.querySelector('[name=filler]').remove()")
    tab.get_by_role("button", name="Save").click()
    tab.wait_for_url("**/items/1")


def test_a_page_open_too_long_is_fresh_again_where_it_is(open_as):
    tab = open_as("tess")
    edit(tab)
    tab.evaluate(
        "document.querySelectorAll('[name=csrf_token]').forEach(each => each.value = 'of yesterday')"
    )
    tab.get_by_role("button", name="Save").click()
    is_still_there(tab, "press the button once more")
    tab.get_by_role("button", name="Save").click()
    tab.wait_for_url("**/items/1")


def test_a_link_into_a_dialog_says_so_too(open_as):
    tab = open_as("sol", width=390)
    tab.goto(f"/rooms?date={DAY}")
    tab.route("**/book?*", lambda route: route.abort())
    tab.locator(".times a").first.click()
    tab.locator(".toast", has_text="No answer yet. Try again.").wait_for()
    nothing_off(tab, WIDTHS)
    tab.unroute("**/book?*")
    tab.set_viewport_size({"width": 390, "height": 844})
    tab.locator(".times a").first.click()
    tab.get_by_role("dialog").get_by_role("heading", name="Book Studio A").wait_for()


def test_the_page_waits_longer_than_the_server_for_its_turn(open_as):
    tab = open_as("sol")
    assert tab.evaluate("htmx.config.defaultTimeout") > 2 * write_queue.patience * 1000


def test_a_field_made_taller_before_a_refusal_breaks_no_policy(open_as):
    """Its size is a style of the browser's, which htmx would set anew as an attribute: the policy forbids that."""
    tab = open_as("sol")
    tab.goto(f"/rooms?date={DAY}")
    tab.locator("a.free").first.click()
    dialog = tab.get_by_role("dialog")
    dialog.get_by_text("Add a note").click()
    notes = dialog.locator("[name=notes]")
    corner = notes.bounding_box()
    x, y = corner["x"] + corner["width"] - 5, corner["y"] + corner["height"] - 5
    tab.mouse.move(x, y)
    tab.mouse.down()
    tab.mouse.move(x, y + 60)
    tab.mouse.up()
    assert notes.bounding_box()["height"] > corner["height"] + 40
    notes.fill("with the trio")
    dialog.get_by_label("Until").evaluate("until => { until.selectedIndex = 0; }")
    dialog.get_by_role("button", name="Book room").click()
    dialog.locator("#end_time-error").wait_for()
    tab.wait_for_timeout(200)  # what comes after the form is there
    assert notes.input_value() == "with the trio"
    assert not [line for line in tab.said if "422" not in line]
