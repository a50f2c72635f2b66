"""Moving, counting and looking after what is set aside: each names for whom it is."""

import pytest

from ..ahead_acts import promise
from ..desk_acts import act

STORE = "Store"


@pytest.fixture
def ready(app, as_, violas):
    """VLA-1 lies ready for Nia; its unit's id."""
    id = promise(as_, violas, 0, 4, who="nia")
    dora = as_("dora")
    done = act(dora, id, "set_aside", units=["VLA-1"]).json
    return next(unit["unit"] for unit in done["units"] if unit["tag"] == "VLA-1")


def test_a_transfer_names_for_whom_it_is(as_, ready):
    dora, where = as_("dora"), "/api/inventory/transfers/"
    as_("tess").post("/api/inventory/locations/", json={"name": "Annexe"})
    draft = dora.post(where, json={"from_location": STORE, "to_location": "Annexe"})
    assert draft.status_code == 201, draft.json
    lines = {"lines": [{"unit": ready}]}
    no = dora.post(f"{where}{draft.json['id']}/lines/", json=lines)
    assert (no.status_code, no.json["detail"]) == (409, "VLA-1 is set aside for Nia")


def test_maintenance_names_for_whom_it_is(as_, ready):
    no = as_("dora").post(f"/api/inventory/repairs/maintenance/{ready}/start/", json={})
    assert no.status_code == 409
    assert no.json["detail"].startswith("VLA-1 is set aside for Nia;")


def test_a_stocktake_names_for_whom_it_is_and_never_counts_it_missing(as_, ready):
    dora, where = as_("dora"), "/api/inventory/stocktakes/"
    count = dora.post(where, json={"location": STORE}).json["id"]
    assert "Set aside for Nia" in dora.get(f"/stocktakes/{count}").text
    assert dora.post(f"{where}{count}/count/", json={"code": "VLA-2"}).status_code == 200
    assert dora.post(f"{where}{count}/review/", json={}).status_code == 200
    no = dora.post(f"{where}{count}/choices/", json={"missing_units": [ready]})
    assert no.status_code == 409
    assert "Set aside for Nia" in dora.get(f"/stocktakes/{count}/review").text
