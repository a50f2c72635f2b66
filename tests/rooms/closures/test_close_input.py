"""Who may close rooms, and what cannot be closed."""

import pytest

from webapp.core.db import db
from webapp.rooms.models import Closure

API = "/api/inventory/closures/"


pytestmark = pytest.mark.usefixtures("utc")


@pytest.mark.parametrize("path", [API, f"{API}preview/", f"{API}1/lift/"])
def test_students_may_not(as_, shut, path):
    sol = as_("sol")
    assert sol.post(path, json=shut).status_code == 403
    assert sol.get(API).status_code == 403
    assert sol.get("/closures").status_code == sol.get("/closures/new").status_code == 403
    assert "Closures" not in sol.get("/rooms").text


BAD = [
    ({"rooms": []}, "rooms"),
    ({"rooms": [999]}, "rooms"),
    ({"reason": ""}, "reason"),
    ({"end_time": "{day}T12:00"}, "end_time"),
    ({"start_time": "2020-01-01T10:00", "end_time": "2020-01-01T12:00"}, "end_time"),
    ({"end_time": "2999-01-01T12:00"}, "end_time"),
]


@pytest.mark.parametrize(("change", "field"), BAD)
def test_bad_input_is_told_at_its_field_and_kept(app, as_, shut, monday, change, field):
    change = {
        n: v.format(day=monday) if isinstance(v, str) else v for n, v in change.items()
    }
    no = as_("dora").post(API, json=shut | change)
    assert no.status_code == 422, no.json
    assert field in no.json["fields"], no.json
    page = as_("dora").post("/closures/new", data={"reason": "Wax"} | shut | change)
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text
    with app.app_context():
        assert db.session.query(Closure).count() == 0
