"""Packing: lines and descriptions change until it leaves, and never over somebody's change."""

from sqlalchemy import func, select

from tests.stock.transfers.journeys import ANNEXE, API, DOORS, STORE, act, line_of
from webapp.core.db import db
from webapp.stock.models import (
    Operation,
    TransferLine,
)


@DOORS
def test_described_and_never_over_somebodys_change(app, as_, desk, draft, door):
    id = draft({"unit": 1})

    def describe(version, notes, day="2026-12-24"):
        said = {"expected_on": day, "notes": notes}
        if door == "page":
            return desk.post(f"/transfers/{id}/edit", data=said | {"version": version})
        return desk.patch(f"{API}{id}/", json=said, headers={"If-Match": f'"v{version}"'})

    assert describe(1, "by van").status_code in (200, 303)
    no = describe(1, "by bike")
    assert no.status_code == 412
    assert "by van" in no.text
    _check_both_are_shown(door, no)
    _check_goes_on(desk, id, describe)


def _check_goes_on(desk, id, describe):
    """With the version of now it is saved, and a day that is none is refused."""
    assert describe(2, "by bike").status_code in (200, 303)
    assert describe(3, "x", "2026-02-30").status_code == 422
    assert desk.get(f"{API}{id}/").json["notes"] == "by bike"


def _check_both_are_shown(door, no):
    """What is there now, and on the page what was typed, too."""
    if door == "page":
        assert "by bike" in no.text
        assert "<b>Now:</b> by van" in no.text
    else:
        assert no.json["facts"] == {
            "version": 2,
            "expected_on": "2026-12-24",
            "notes": "by van",
        }


def test_the_same_twice_is_one(app, desk, draft):
    once, said = (
        {"Idempotency-Key": "k"},
        {"from_location": STORE, "to_location": ANNEXE, "lines": [{"unit": 1}]},
    )
    assert {desk.post(API, json=said, headers=once).json["id"] for _ in range(2)} == {1}
    for key, verb in (("s", "send"), ("r", "receive")):
        for _ in range(2):
            answer = desk.post(f"{API}1/{verb}/", json={}, headers={"Idempotency-Key": key})
            assert answer.status_code == 200
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(TransferLine)) == 1
        assert (
            db.session.scalar(select(func.count()).where(Operation.transfer_id == 1)) == 2
        )


def test_lines_change_only_while_it_is_packed(desk, draft):
    id = draft({"item": 2, "quantity": 1})
    more = {"lines": [{"item": 2, "quantity": 2}, {"unit": 1}]}
    assert [
        each["quantity"] for each in desk.post(f"{API}{id}/lines/", json=more).json["lines"]
    ] == [3, 1]
    gone = desk.delete(f"{API}{id}/lines/{line_of(desk, id)}/")
    assert [each["tag"] for each in gone.json["lines"]] == ["VLN-1"]
    act(desk, id, "send")
    assert desk.post(f"{API}{id}/lines/", json=more).status_code == 409
    assert desk.delete(f"{API}{id}/lines/{line_of(desk, id)}/").status_code == 409
