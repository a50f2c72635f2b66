"""Changing a request before it is answered, by page and by program, and taking that back."""

from operator import itemgetter

import pytest

from tests.support.days import ahead
from tests.support.html import forms
from webapp.core.db import db, transaction
from webapp.lending.models import CheckoutEvent

from .conftest import REQUESTS as API

DOORS = pytest.mark.parametrize("door", ["page", "API"])


def change(browser, door, id, *lines, **said):
    """The answer to changing lines, each named by `checkout`; what a page does not say stays as its form has it."""
    if door == "API":
        return browser.post(f"{API}{id}/change/", json={"lines": lines} | said)
    path = f"/requests/{id}/change"
    typed = typed_in(browser, path)
    for line in lines:
        prefix = f"{line['checkout']}-"
        typed |= {prefix + name: str(value) for name, value in line.items()}
    return browser.post(path, data=typed | said)


def typed_in(browser, path):
    for form in forms(browser.get(path).text):
        if form.action == path:
            return dict(form.values)
    return {"version": "1"}


def undo(browser, door, id):
    path = f"{API}{id}/undo_change/" if door == "API" else f"/requests/{id}/undo_change"
    return browser.post(path)


def asked_for(browser, id):
    """How many, from and until when, and its status, for each line."""
    line = itemgetter("quantity", "checkout_date", "due_date", "status")
    return [line(each) for each in browser.get(f"{API}{id}/").json["lines"]]


def pending(quantity, first, last):
    """A line as `asked_for` has it."""
    return quantity, str(ahead(first)), str(ahead(last)), "pending"


def days(first, last):
    return {"checkout_date": str(ahead(first)), "due_date": str(ahead(last))}


def kinds_of(app, id):
    with app.app_context():
        query = db.session.query(CheckoutEvent).filter_by(checkout_id=id)
        return [event.kind for event in query.order_by(CheckoutEvent.id)]


def send_all(app):
    """As if the worker had sent every e-mail there is."""
    with app.app_context(), transaction():
        db.session.execute(
            db.text("UPDATE letters SET sent_at = written_at WHERE cancelled_at IS NULL")
        )
