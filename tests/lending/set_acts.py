"""Asking for a set, by page and by program."""

from tests.support.days import ahead

from .conftest import API, REQUESTS

SETS = "/api/inventory/sets/"
DAYS = {"checkout_date": str(ahead(1)), "due_date": str(ahead(5))}


def ask(browser, door, id, **said):
    if door == "page":
        return browser.post(f"/sets/{id}", data={"quantity": 1} | said)
    return browser.post(API, json={"set": id} | said)


def lines(as_, id=1):
    return as_("tess").get(f"{REQUESTS}{id}/").json["lines"]


def lines_of(as_, request):
    return [line["id"] for line in as_("tess").get(f"{REQUESTS}{request}/").json["lines"]]
