"""When a unit is due for maintenance: one rule, whoever says it."""

from datetime import timedelta

import pytest

from tests.stock.units.conftest import say
from tests.support.days import ahead
from webapp.core.db import db, transaction
from webapp.school import calendar
from webapp.stock.models import Unit

API = "/api/inventory/units/1/"

pytestmark = pytest.mark.usefixtures("described")

DOORS = pytest.mark.parametrize("door", ["page", "api"])

TODAY = ahead(0)

LAST, NEXT = TODAY - timedelta(300), TODAY + timedelta(65)


@DOORS
def test_a_maintenance_plans_the_next_one(as_, unit, door):
    tess = as_("tess")
    say(tess, door, maintenance_days="365", last_maintenance_on=str(LAST))
    assert unit().next_maintenance_on == NEXT
    last, soon = str(LAST + timedelta(9)), TODAY + timedelta(30)
    say(
        tess,
        door,
        version=2,
        maintenance_days="365",
        last_maintenance_on=last,
        next_maintenance_on=str(soon),
    )
    assert unit().next_maintenance_on == soon
    done = tess.post(
        f"{API}maintenance/", json={"last_maintenance_on": str(LAST + timedelta(20))}
    )
    assert done.json["next_maintenance_on"] == str(NEXT + timedelta(20))
    assert done.json["maintenance_days"] == 365


DUE = [(None, 30, 30), (-10, 30, 20), (-300, 30, 0), (0, 1, 1), (-10, None, None)]


@pytest.mark.parametrize(("last", "days", "due"), DUE)
def test_describing_and_planning_follow_one_rule(app, as_, unit, last, days, due):
    tess = as_("tess")
    with app.app_context(), transaction():
        today = calendar.today()
        looked_after = None if last is None else today + timedelta(last)
        for id in (1, 2):
            db.session.get(Unit, id).last_maintenance_on = looked_after
    assert tess.patch(API, json={"maintenance_days": days}).status_code == 200
    planned = tess.post(
        "/api/inventory/repairs/maintenance/2/plan/", json={"maintenance_days": days}
    )
    assert planned.status_code == 200
    expected = None if due is None else today + timedelta(due)
    assert unit(1).next_maintenance_on == unit(2).next_maintenance_on == expected


def test_what_is_due_is_said_on_the_page(app, as_):
    due = TODAY - timedelta(3)
    with app.app_context(), transaction():
        db.session.get(Unit, 1).next_maintenance_on = due
    tess = as_("tess")
    assert f"Maintenance was due on {due:%-d %b %Y}" in tess.get("/units/1").text
    late = tess.post(
        f"{API}maintenance/", json={"last_maintenance_on": str(due - timedelta(9))}
    )
    assert late.status_code == 200
    assert late.json["next_maintenance_on"] == str(due)
