"""Naming who fetches something in its borrower's stead, by page and by program, and taking that back."""

import re

from .conftest import REQUESTS


def name_contact(browser, door, id, contact=None):
    """The contact by id in the API and for a borrower's choice; staff type a name on the page."""
    if door == "API":
        return browser.post(f"{REQUESTS}{id}/contact/", json={"contact": contact})
    path = f"/requests/{id}/contact"
    drawn = re.search(r'name="version"[^>]* value="(\d+)"', browser.get(path).text)
    typed = {"version": drawn[1] if drawn else "1", "contact": contact or ""}
    return browser.post(path, data=typed)


def undo(browser, door, id):
    path = (
        f"{REQUESTS}{id}/undo_contact/" if door == "API" else f"/requests/{id}/undo_contact"
    )
    return browser.post(path)


def contact_of(browser, id):
    return browser.get(f"{REQUESTS}{id}/").json["contact"]
