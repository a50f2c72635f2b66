"""Asking for days ahead, promising them, and what has become of it."""

from tests.support.days import ahead

from .conftest import API, REQUESTS


def ask(browser, item, first, last, quantity=1, **said):
    days = {"checkout_date": str(ahead(first)), "due_date": str(ahead(last))}
    return browser.post(API, json={"item": item, "quantity": quantity} | days | said)


def promise(as_, item, first, last, who="sol", **said):
    id = ask(as_(who), item, first, last, **said).json["id"]
    assert as_("tess").post(f"{API}{id}/approve/", json={}).status_code == 200
    return id


def states(as_, id, who="sol"):
    return [line["status"] for line in as_(who).get(f"{REQUESTS}{id}/").json["lines"]]


def page_says(browser, path):
    return " ".join(browser.get(path).text.split())
