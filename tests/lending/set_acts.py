"""Asking for a set, by page and by program."""

from .conftest import API, REQUESTS

SETS = "/api/inventory/sets/"


def ask(browser, door, id, **said):
    if door == "page":
        return browser.post(f"/sets/{id}", data={"quantity": 1} | said)
    return browser.post(API, json={"set": id} | said)


def lines(as_, id=1):
    return as_("tess").get(f"{REQUESTS}{id}/").json["lines"]
