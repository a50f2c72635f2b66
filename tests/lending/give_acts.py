"""Giving a request to somebody else, by page and by program, and taking that back."""

import pytest

from .change_acts import typed_in
from .conftest import REQUESTS as API

DOORS = pytest.mark.parametrize("door", ["page", "API"])
NIA, SOL = 3, 2


def give(browser, door, id, to=NIA, **said):
    if door == "API":
        return browser.post(f"{API}{id}/give/", json={"borrower": to} | said)
    path = f"/requests/{id}/give"
    names = {NIA: "Nia", SOL: "sol@school.test"}
    typed = {"borrower": names.get(to, str(to))} | said
    return browser.post(path, data=typed_in(browser, path) | typed)


def undo(browser, door, id):
    path = f"{API}{id}/undo_give/" if door == "API" else f"/requests/{id}/undo_give"
    return browser.post(path)


def owner(browser, id):
    """Whose the request is, and whose each of its lines."""
    shown = browser.get(f"{API}{id}/").json
    return shown["student"], [line["student"] for line in shown["lines"]]
