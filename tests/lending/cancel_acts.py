"""Undoing that something was cancelled, at each door."""

import pytest

DOORS = pytest.mark.parametrize("door", ["api", "page"])


def undo(browser, door, id, of="checkouts"):
    path = f"/api/inventory/{of}/{id}/undo_cancel/"
    return browser.post(path if door == "api" else f"/{of}/{id}/undo_cancel")


def is_done(answer):
    return answer.status_code in (200, 303)
