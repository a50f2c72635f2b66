"""How tests add and describe SKU sequences, through the page and the API."""

import pytest

from webapp.core.actor import Actor

API, ITEMS = "/api/inventory/skus/", "/api/inventory/items/"

TESS = Actor(1, "Tess", "teacher", 0)

OBOE = {"name": "Oboe d'amore", "category": "instrument", "location": "Store"}

DOORS = pytest.mark.parametrize("door", ["page", "api"])


def add(browser, door="api", **said):
    return (
        browser.post("/skus/new", data=said)
        if door == "page"
        else browser.post(API, json=said)
    )


def describe(browser, door="api", id=1, version=1, **said):
    if door == "page":
        kept = {"template": "{category}-{seq:5}", "is_active": "y", "version": version}
        return browser.post(f"/skus/{id}/edit", data=kept | said)
    return browser.patch(f"{API}{id}/", json=said, headers={"If-Match": f'"v{version}"'})
