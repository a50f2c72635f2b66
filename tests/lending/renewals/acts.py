"""Loans that are out, and keeping them longer."""

from sqlalchemy import update

from tests.support.days import ahead
from webapp import day
from webapp.core.db import db, transaction
from webapp.lending.models import Checkout
from webapp.lending.renewals import by_itself
from webapp.school import settings

from ..ahead_acts import promise
from ..conftest import API
from ..desk_acts import act

RENEWALS = "/api/inventory/renewals/"
UNTIL = {"due_date": str(ahead(9))}


def hand_out(as_, item, days=4, who="sol", quantity=1):
    """A loan that is out from today on; its id."""
    id = promise(as_, item, 0, days, who=who, quantity=quantity)
    assert act(as_("dora"), id, "hand_out").status_code == 200
    return id


def move(app, id, starts, due):
    """Let a loan have begun and be due so many days from now."""
    with app.app_context(), transaction():
        days = {"starts_on": ahead(starts), "due_on": ahead(due)}
        db.session.execute(update(Checkout).where(Checkout.id == id).values(**days))


def say(browser, door, id, verb, **told):
    if door == "API":
        return act(browser, id, verb, **told)
    return browser.post(f"/checkouts/{id}/{verb}", data=told)


def decide(app, **values):
    """Settings of the school."""
    with app.app_context(), transaction():
        for name, value in values.items():
            settings.change(name, value)


def run_by_itself(app):
    """Let the daily run keep longer what may be kept so."""
    with app.app_context():
        (chore,) = (each for each in day.DAILY if getattr(each, "find", 0) == by_itself.due)
        return chore()


def ask(browser, door, id, **said):
    said = UNTIL | said
    if door == "API":
        return browser.post(RENEWALS, json={"checkout": id} | said)
    return browser.post(f"/checkouts/{id}/ask_longer", data=said)


def answer(browser, door, id, verb, **said):
    if door == "API":
        return browser.post(f"{RENEWALS}{id}/{verb}/", json=said)
    pages = {"approve": "change"} if said else {}
    return browser.post(f"/renewals/{id}/{pages.get(verb, verb)}", data=said)


def due(as_, id):
    return as_("dora").get(f"{API}{id}/").json["due_date"]


def status(as_, id):
    return as_("tess").get(f"{RENEWALS}{id}/").json["status"]
