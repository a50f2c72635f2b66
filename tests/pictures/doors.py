"""Pictures through the page and through the API."""

import pytest

from tests.support.photographs import sent

API = "/api/inventory/pictures/"
DOORS = pytest.mark.parametrize("door", ["page", "api"])


def add(browser, door, *photos, kind="item", id=1):
    to = f"/pictures/{kind}/{id}/add" if door == "page" else f"{API}?of={kind}&id={id}"
    return browser.post(to, **sent(*photos))


def remove(browser, door, id):
    if door == "page":
        return browser.post(f"/pictures/{id}/remove")
    return browser.delete(f"{API}{id}/")


def restore(browser, door, id):
    if door == "page":
        return browser.post(f"/pictures/{id}/restore")
    return browser.post(f"{API}{id}/restore/")


def move(browser, door, id, place):
    if door == "page":
        return browser.post(f"/pictures/{id}/move/{place}")
    return browser.patch(f"{API}{id}/", json={"place": place})
