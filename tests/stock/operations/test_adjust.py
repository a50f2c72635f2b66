"""Adjusting: the reason says which way it goes."""

import pytest
from sqlalchemy import select

from tests.stock.operations.acts import level, operations, post
from webapp.core.db import db
from webapp.stock.models import Movement, Operation


@pytest.mark.parametrize(
    ("reason", "type", "left"),
    [
        ("found", "ADJUSTMENT_POSITIVE", 3),
        ("counted_fewer", "ADJUSTMENT_NEGATIVE", 1),
        ("missing", "THEFT_LOSS", 1),
    ],
)
def test_the_reason_says_which_way_an_adjustment_goes(app, as_, reason, type, left):
    done = post(
        as_("dora"), "adjust", {"item": 1}, reason=reason, notes="Seen by the caretaker"
    )
    assert done.status_code == 201
    assert level(app).available == left
    with app.app_context():
        assert (
            db.session.scalars(select(Movement.type).order_by(Movement.id.desc())).first()
            == type
        )
        assert db.session.get(Operation, done.json["id"]).reason == reason


def test_an_adjustment_says_why(app, as_):
    before, dora = operations(app), as_("dora")
    assert post(dora, "adjust", {"item": 1}).json["fields"]["reason"]
    assert post(dora, "adjust", {"item": 1}, reason="whim").json["fields"]["reason"]
    assert post(dora, "adjust", {"item": 1}, reason="missing").json["fields"]["notes"]
    assert post(dora, "sell", {"item": 1}, reason="missing").json["fields"]["reason"]
    assert operations(app) == before
    assert [each["code"] for each in dora.get("/api/inventory/reasons/").json][:3] == [
        "counted_more",
        "found",
        "given",
    ]
