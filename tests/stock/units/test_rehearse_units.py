"""A dry run of adding units: what would come of it, and nothing of it stays."""

from sqlalchemy import func, select

from webapp.core.db import db
from webapp.stock.models import Location, Movement

API = "/api/inventory/units/"

BULK = f"{API}bulk/"

TWO = {
    "item": 1,
    "location": "Annexe",
    "units": [{"serial_number": "S 1"}, {"condition": "fair"}],
    "new_location": True,
}


def test_a_dry_run_says_what_would_come_of_it(app, as_, level):
    dry = as_("dora").post(f"{BULK}?dry_run=1", json=TWO)
    assert dry.status_code == 200
    assert level() == (2, 60000, 0)
    first = {"tag": "INS-00001-001", "serial_number": "S 1", "condition": "good"}
    second = {"tag": "INS-00001-002", "serial_number": None, "condition": "fair"}
    units = [{"id": None} | unit for unit in (first, second)]
    assert dry.json == {"dry_run": True, "units": units}
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Location)) == 1
        assert db.session.scalar(select(func.count()).select_from(Movement)) == 2


def test_a_dry_run_is_refused_as_the_act_is(as_):
    dora = as_("dora")
    no = dora.post(f"{BULK}?dry_run=1", json=TWO | {"new_location": False})
    assert no.status_code == 422
    assert no.json["offers"][-1]["change"] == {"new_location": True}
    no = dora.post(f"{BULK}?dry_run=1", json=TWO | {"already_here": True})
    assert no.status_code == 409


def test_after_a_dry_run_it_comes_true(as_):
    dora = as_("dora")
    assert dora.post(f"{BULK}?dry_run=1", json=TWO).status_code == 200
    wet = dora.post(BULK, json=TWO)
    assert wet.status_code == 201
    assert [unit["tag"] for unit in wet.json["units"]] == ["INS-00001-001", "INS-00001-002"]
