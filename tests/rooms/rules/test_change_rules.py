"""Changing rules: only what is sent, never over somebody else's change, in force and out of it."""

import pytest

from tests.rooms.rules.conftest import TWO_HOURS, TYPED

API = "/api/inventory/rules/"


@pytest.fixture
def rule(as_):
    return as_("ada").post(API, json=TWO_HOURS).json


def test_what_is_sent_alone_changes_and_null_takes_back(as_, rule):
    ada, path = as_("ada"), f"{API}{rule['id']}/"
    changed = ada.patch(
        path, json={"max_minutes": 90, "role": None, "weekdays": ["sun"]}
    ).json
    assert (changed["name"], changed["max_minutes"], changed["role"]) == (
        "Two hours",
        90,
        None,
    )
    assert changed["weekdays"] == ["sun"]
    assert changed["sentence"] == "Everybody, Sun: at most 1 h 30 min at a time."
    assert ada.patch(path, json={"weekdays": []}).json["weekdays"] == []
    assert ada.patch(path, json={"max_minutes": None}).status_code == 422


def test_a_stale_edit_shows_both(as_, rule, stored):
    ada, path = as_("ada"), f"/rooms/rules/{rule['id']}/edit"
    assert (
        ada.post(path, data=TYPED | {"version": "1", "max_minutes": "90"}).status_code
        == 303
    )
    late = ada.post(path, data=TYPED | {"version": "1", "max_minutes": "60"})
    assert late.status_code == 412
    assert 'value="60"' in late.text
    assert "<b>Now:</b> 90" in late.text
    assert (
        ada.patch(
            f"{API}{rule['id']}/", json={"max_minutes": 60}, headers={"If-Match": '"v1"'}
        ).status_code
        == 412
    )
    assert stored() == [("Two hours", "student", 90, True)]


@pytest.mark.parametrize("door", ["page", "api"])
def test_out_of_force_and_back(as_, rule, stored, door):
    ada, path = (
        as_("ada"),
        f"/rooms/rules/{rule['id']}/" if door == "page" else f"{API}{rule['id']}/",
    )
    end = "" if door == "page" else "/"
    assert ada.post(f"{path}deactivate{end}").status_code in (200, 303)
    assert stored()[0][3] is False
    assert "Not in force" in ada.get("/rooms/rules").text
    assert "Activate" in ada.get("/rooms/rules").text
    assert ada.post(f"{path}activate{end}").status_code in (200, 303)
    assert stored()[0][3] is True
