"""Pages that come back: by Back, in a browser that keeps pages and in one that does not; and after signing in again."""

import re
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select, update

from tests.browser.conftest import launch
from tests.rooms.conftest import person
from tests.support.days import ahead
from webapp.core import clock
from webapp.core.db import db, transaction
from webapp.people.models import SignIn
from webapp.rooms.models import Reservation
from webapp.rooms.reservations import booking, reservations
from webapp.stock.models import Item

DAY = ahead(7)
BOOK = f"/reservations/new?room=1&start_time={DAY}T10:00&end_time={DAY}T11:00"
NOTED = """addEventListener("pageshow", e => { if (e.persisted) sessionStorage.setItem("was kept", "yes"); });"""
HERE = "What you typed is still here"


@pytest.fixture(scope="module", params=[True, False], ids=["kept", "not kept"])
def browser(playwright, request):
    found = launch(playwright, keeps_pages=request.param)
    yield found
    found.close()


@pytest.fixture
def end_sign_ins(app_of_site):
    """As after 30 days, or because an admin ended them."""

    def end():
        with app_of_site.app_context(), transaction():
            db.session.execute(update(SignIn).values(ended_at=clock.now()))

    return end


def back(tab, url):
    """By the browser's own button, until the page is there and its scripts have run."""
    tab.evaluate("history.back()")
    tab.wait_for_url(url)
    tab.wait_for_function(
        "document.readyState === 'complete' && !document.documentElement.matches('.gone')"
    )


def sign_in(tab, name):
    tab.get_by_label("E-mail").fill(f"{name}@school.test")
    tab.get_by_label("Password").fill("backline")
    tab.get_by_role("button", name="Sign in").click()


def test_after_back_from_a_saved_form_it_is_fresh_and_saves_again(
    open_as, app_of_site, request
):
    tab = open_as("tess")
    tab.context.add_init_script(NOTED)
    tab.goto("/items/1/edit")
    tab.goto("/items/1")
    back(tab, "**/items/1/edit")  # as it was, where nothing was saved meanwhile
    version = int(tab.locator("[name=version]").input_value())
    for name in ("Fiddle", "Violin", "Student Violin 4/4"):
        tab.get_by_label("Name", exact=True).fill(name)
        tab.get_by_role("button", name="Save").click()
        tab.wait_for_url("**/items/1")
        version += 1
        back(tab, "**/items/1/edit")
        tab.locator(f"[name=version][value='{version}']").wait_for(state="attached")
        assert tab.get_by_label("Name", exact=True).input_value() == name
    with app_of_site.app_context():
        assert db.session.get(Item, 1).name == name
    keeps = "not" not in request.node.callspec.id
    assert tab.evaluate("sessionStorage.getItem('was kept')") == (
        "yes" if keeps else None
    )  # or this tests nothing
    assert not tab.said


@pytest.mark.parametrize("script", [True, False])
def test_after_signing_out_back_shows_nobody(open_as, script):
    tab = open_as("ada", java_script_enabled=script)
    tab.goto("/people")
    assert "sol@school.test" in tab.locator("main").inner_text()
    tab.locator(".account summary").click()
    tab.get_by_role("button", name="Sign out").click()
    tab.wait_for_url("**/login")
    tab.go_back(wait_until="commit")
    tab.wait_for_url("**/login?next=/people")
    assert "sol@school.test" not in tab.content()


def test_what_was_typed_and_not_sent_is_still_there_after_back(open_as):
    tab = open_as("tess")
    tab.goto("/items/1/edit")
    tab.locator("[name=notes]").fill("a new bridge")
    tab.get_by_role("link", name="Items").first.click()
    tab.wait_for_url("**/items")
    back(tab, "**/items/1/edit")
    tab.get_by_text(HERE).wait_for()
    assert tab.locator("[name=notes]").input_value() == "a new bridge"
    assert not tab.said


def book(tab):
    tab.goto(BOOK)
    tab.get_by_text("Add a note").click()
    tab.locator("[name=notes]").fill("with the trio")


def test_signed_out_while_typing_it_is_there_again_after_signing_in(
    open_as, app_of_site, end_sign_ins
):
    tab = open_as("sol")
    book(tab)
    end_sign_ins()
    tab.get_by_label("Until").select_option(label="12:00")  # asks for a price
    tab.wait_for_url("**/login?next=**")
    sign_in(tab, "sol")
    tab.get_by_text(HERE).wait_for()
    assert tab.url.endswith(BOOK)
    assert tab.locator("[name=notes]").input_value() == "with the trio"
    end_sign_ins()
    tab.get_by_role("button", name="Book room").click()
    tab.wait_for_url("**/login?next=**")
    sign_in(tab, "sol")
    tab.get_by_text(HERE).wait_for()
    with tab.expect_navigation(url=re.compile(r"/reservations/\d+$")):
        tab.get_by_role("button", name="Book room").click()
    with app_of_site.app_context(), transaction():
        booked = db.session.scalars(
            select(Reservation).order_by(Reservation.id.desc()).limit(1)
        ).one()
        assert (booked.notes, booked.ends_at - booked.starts_at) == (
            "with the trio",
            timedelta(hours=2),
        )
        reservations.cancel(person("sol"), booked.id)


def test_in_the_dialog_too(open_as, end_sign_ins):
    tab = open_as("sol", width=390)
    tab.goto(f"/rooms?date={DAY}")
    tab.locator(".times a").first.click()
    dialog = tab.get_by_role("dialog")
    dialog.get_by_text("Add a note").click()
    dialog.locator("[name=notes]").fill("with the trio")
    end_sign_ins()
    dialog.get_by_role("button", name="Book room").click()
    tab.wait_for_url("**/login?next=**")
    sign_in(tab, "sol")
    dialog.get_by_text(HERE).wait_for()
    assert tab.url.endswith(f"/rooms?date={DAY}")
    assert dialog.locator("[name=notes]").input_value() == "with the trio"


def test_a_form_that_knows_no_scripts_keeps_it_too(open_as, end_sign_ins):
    tab = open_as("sol")
    tab.goto(f"/series/new?room=1&start_time={DAY}T10:00&end_time={DAY}T11:00&date={DAY}")
    tab.locator("[name=notes]").fill("with the trio")
    end_sign_ins()
    tab.get_by_role("button", name=re.compile("dates|Preview|Show")).click()
    tab.wait_for_url("**/login?next=**")
    sign_in(tab, "sol")
    tab.get_by_text(HERE).wait_for()
    assert tab.locator("[name=notes]").input_value() == "with the trio"


def test_for_nobody_else(open_as, end_sign_ins):
    tab = open_as("sol")
    book(tab)
    end_sign_ins()
    tab.get_by_role("button", name="Book room").click()
    tab.wait_for_url("**/login?next=**")
    sign_in(tab, "nia")
    tab.wait_for_url(f"**{BOOK}")
    expect(tab.get_by_text(HERE)).to_have_count(0)
    assert tab.locator("[name=notes]").input_value() == ""
    assert "trio" not in tab.evaluate("JSON.stringify(sessionStorage)")


def test_a_password_is_never_kept_and_signing_out_forgets(open_as, end_sign_ins):
    tab = open_as("ada")
    tab.goto("/people/new")
    tab.get_by_label("Name").fill("Zoe")
    tab.get_by_label("Initial password").fill("quite a secret")
    end_sign_ins()
    tab.get_by_role("button", name="Add person").click()
    tab.wait_for_url("**/login?next=**")
    kept = tab.evaluate("JSON.stringify(sessionStorage)")
    assert "Zoe" in kept
    assert "quite a secret" not in kept
    sign_in(tab, "ada")
    tab.get_by_text(HERE).wait_for()
    assert tab.get_by_label("Name").input_value() == "Zoe"
    assert tab.get_by_label("Initial password").input_value() == ""
    tab.locator(".account summary").click()
    tab.get_by_role("button", name="Sign out").click()
    tab.wait_for_url("**/login")
    assert "Zoe" not in tab.evaluate("JSON.stringify(sessionStorage)")


@pytest.fixture
def reservation(app_of_site):
    """One of Sol's, which can be moved."""
    at = datetime.fromisoformat(f"{ahead(9)}T10:00")
    with app_of_site.app_context(), transaction():
        id = booking.book(
            person("sol"), room=2, start_time=at, end_time=at + timedelta(hours=1)
        ).id
    yield id
    with app_of_site.app_context(), transaction():
        reservations.cancel(person("sol"), id)


SELVES = {  # forms that replace themselves: who is at it, where, what is typed, and the button
    "move": (
        "sol",
        f"/reservations/{{reservation}}/move?room=2&start_time={ahead(9)}T12:00&end_time={ahead(9)}T13:00",
        {"end_time": "13:30"},
        "Move booking",
    ),
    "rate": (
        "ada",
        "/rooms/rates/new",
        {"name": "In the holidays", "hourly_rate": "7.50"},
        "Add rate",
    ),
    "rule": (
        "ada",
        "/rooms/rules/new",
        {"name": "Short ones", "max_minutes": "60"},
        "Add rule",
    ),
    "closure": ("ada", "/closures/new?room=1", {"reason": "The tuner comes"}, "Continue"),
}


@pytest.mark.parametrize("form", SELVES)
def test_in_every_form_that_replaces_itself(open_as, end_sign_ins, reservation, form):
    name, path, typed, button = SELVES[form]
    tab, path = open_as(name), path.format(reservation=reservation)
    tab.goto(path)
    fields = {each: tab.locator(f"main [name={each}]") for each in typed}
    for each, text in typed.items():
        is_choice = fields[each].evaluate("field => field.matches('select')")
        fields[each].select_option(label=text) if is_choice else fields[each].fill(text)
    filled = {each: field.input_value() for each, field in fields.items()}
    end_sign_ins()
    tab.get_by_role("button", name=button).last.click()
    tab.wait_for_url("**/login?next=**")
    sign_in(tab, name)
    tab.get_by_text(HERE).wait_for()
    assert tab.url.endswith(path)
    assert {each: field.input_value() for each, field in fields.items()} == filled
