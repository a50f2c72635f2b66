"""What the tests of undo do."""

import pytest

from webapp.core.actor import Actor

TESS = Actor(1, "Tess", "teacher", 0)
API = "/api/inventory/operations/"
DOORS = pytest.mark.parametrize("door", ["page", "api"])


def undo(browser, door, id, **said):
    if door == "page":
        return browser.post(f"/operations/{id}/undo", data=said)
    return browser.post(f"{API}{id}/undo/", json=said)
