"""What the desk does with a loan, and takes back."""

from .conftest import API

OPERATIONS = "/api/inventory/operations/"


def act(browser, id, verb, **said):
    return browser.post(f"{API}{id}/{verb}/", json=said)


def undo(browser, id):
    return browser.post(f"{OPERATIONS}{id}/undo/", json={})


def states(answer):
    """Where each unit of the loan in an answer is, by its tag."""
    return {unit["tag"]: unit["state"] for unit in answer.json["units"]}
