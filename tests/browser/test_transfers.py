"""Three violins go to the annexe, two arrive and one is lost on the way: all of it without a mouse."""

import re

import pytest
from sqlalchemy import select

from tests.browser.looking import WIDTHS, nothing_off
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.stock.ledger import ledger, verify
from webapp.stock.ledger.ledger import Line
from webapp.stock.models import Location, Movement, Transfer, Unit

TAGS = ("VLN-1", "VLN-2", "VLN-3")


@pytest.fixture
def three_violins(app_of_site):
    with app_of_site.app_context(), transaction():
        db.session.add(Location(name="Annexe"))
        units = [Unit(item_id=1, location_id=1, tag=tag) for tag in TAGS]
        db.session.add_all(units)
        db.session.flush()
        came = "ADJUSTMENT_POSITIVE", "outside", "available", 1
        ledger.record(
            Actor(1, "Tess", "teacher", 0),
            "opening balance",
            [Line(1, 1, *came, u.id, 30_000) for u in units],
        )


def press_to(tab, name, role="button"):
    """Tab on to it as somebody does who sees where the focus is, then press it."""
    wanted = tab.get_by_role(role, name=name, exact=True).first.element_handle()
    for _ in range(80):
        if tab.evaluate("each => each === document.activeElement", wanted):
            return tab.keyboard.press("Enter")
        tab.keyboard.press("Tab")
    raise AssertionError(f"{name} cannot be reached")


def scanned(tab, code, words):
    """The box has the focus before, and again after; what was read is said."""
    tab.locator("#scan:focus").wait_for()
    tab.keyboard.type(code)
    tab.keyboard.press("Enter")
    tab.get_by_text(words, exact=True).wait_for()
    tab.locator("#scan:focus").wait_for()


def progress(tab):
    return tab.locator(".pagehead [role=status]").inner_text()


def test_three_leave_two_arrive_one_is_lost(app_of_site, open_as, three_violins):
    tab = open_as("dora")
    tab.goto("/transfers")
    press_to(tab, "Move things", "link")
    tab.wait_for_url("**/transfers/new")
    for label, place in (("From", "Store"), ("To", "Annexe")):
        tab.get_by_label(label, exact=True).focus()
        tab.keyboard.type(place, delay=60)
    press_to(tab, "Start packing")
    tab.wait_for_url(re.compile(r"/transfers/\d+$"))
    for tag in TAGS:
        scanned(tab, tag, f"{tag} added")
    scanned(tab, "VLN-9", "Nothing found here under VLN-9")
    tab.wait_for_function(
        "document.activeElement.selectionEnd === 5"
    )  # the next scan goes over it
    nothing_off(tab, WIDTHS)
    assert progress(tab) == "3 pieces on the list"
    press_to(tab, "Send it")
    tab.get_by_text("0 of 3 arrived").wait_for()
    for tag in TAGS[:2]:
        scanned(tab, tag, f"{tag} has arrived")
    assert progress(tab) == "2 of 3 arrived"
    nothing_off(tab, WIDTHS)
    press_to(tab, "Lost… VLN-3", "link")
    tab.wait_for_url("**/lose**")
    nothing_off(tab, WIDTHS)
    tab.get_by_label("What happened").focus()
    tab.keyboard.type("The van door was open", delay=60)
    tab.keyboard.press("Enter")
    tab.get_by_text("2 of 3 arrived, 1 lost").wait_for()
    nothing_off(tab, WIDTHS)
    press_to(tab, "Packing list", "link")
    tab.wait_for_url("**/packing")
    nothing_off(tab, WIDTHS)
    assert not [line for line in tab.said if "422" not in line]
    with app_of_site.app_context():
        assert db.session.scalars(select(Transfer.status)).all() == ["received"]
        rows = select(Unit.tag, Unit.location_id, Unit.available).order_by(Unit.tag)
        assert db.session.execute(rows).all() == [
            ("VLN-1", 2, 1),
            ("VLN-2", 2, 1),
            ("VLN-3", 2, 0),
        ]
        assert (
            db.session.scalar(select(Movement.type).order_by(Movement.id.desc()).limit(1))
            == "THEFT_LOSS"
        )
        assert list(verify.problems()) == []
