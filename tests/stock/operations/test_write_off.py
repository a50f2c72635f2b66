"""Writing off takes two people; what else does, the school's amount says."""

import pytest

from tests.stock.operations.acts import TESS, level, post, unit
from tests.stock.operations.seconding import PENDING, decide
from webapp.core.db import transaction
from webapp.school import settings
from webapp.stock.ledger import ledger
from webapp.stock.ledger.ledger import Line


@pytest.mark.parametrize("state", ["damaged", "beyond_repair"])
def test_two_people_write_off(app, as_, state):
    id = unit(app, "VLN-1", "damaged")
    if state == "beyond_repair":
        with app.app_context(), transaction():
            line = Line(1, 1, "DAMAGE_ASSESSMENT", "damaged", state, 1, id)
            ledger.record(TESS, "assess", [line])
    asked = post(as_("tess"), "write_off", {"code": "VLN-1"}, notes="The neck broke")
    assert asked.status_code == 202
    assert getattr(level(app), state) == 1
    assert decide(as_("ada"), "api", "approve").status_code == 200
    assert getattr(level(app), state) == 0


def test_what_is_fit_is_not_written_off(app, as_):
    unit(app, "VLN-1")
    no = post(as_("tess"), "write_off", {"code": "VLN-1"})
    assert no.status_code == 409
    assert "VLN-1 is available and cannot be part of “write off”" in no.text
    assert as_("tess").get(PENDING).json == []


def test_the_school_sets_the_limit(app, as_):
    with app.app_context(), transaction():
        settings.change("second_person_minor", 60_000)
    assert (
        post(
            as_("dora"), "adjust", {"item": 1, "quantity": 2}, reason="counted_fewer"
        ).status_code
        == 201
    )
    assert (
        post(
            as_("dora"), "adjust", {"item": 2, "quantity": 3}, reason="counted_more"
        ).status_code
        == 202
    )


def test_what_is_in_the_books_for_nothing_still_costs_what_replacing_it_does(app, as_):
    post(as_("dora"), "receive", {"item": 1, "quantity": 98, "unit_cost": 0})
    assert (
        post(
            as_("dora"), "adjust", {"item": 1, "quantity": 2}, reason="used_up"
        ).status_code
        == 202
    )
