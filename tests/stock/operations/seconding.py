"""What the tests of acts that take two people do."""

import pytest

from tests.stock.operations.acts import API

PENDING, PAGES = f"{API}pending/", "/operations/pending"
DOORS = pytest.mark.parametrize("door", ["page", "api"])


def decide(browser, door, verb, id=1):
    if door == "page":
        return browser.post(f"{PAGES}/{id}/{verb}")
    return browser.post(f"{PENDING}{id}/{verb}/")
