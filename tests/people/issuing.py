"""What tests of tokens share: who has them, and issuing one at either door."""

API = "/api/inventory/"
TESS, SOL, ADA = 1, 2, 5
TOKENS = f"{API}people/{SOL}/tokens/"


def issued(browser, door, id=SOL, **typed):
    if door == "api":
        return browser.post(f"{API}people/{id}/tokens/", json=typed)
    return browser.post(f"/people/{id}/token", data=typed)
