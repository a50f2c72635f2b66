"""Opening rooms again: what another closure covers stays closed."""

import pytest

API, BOOK = "/api/inventory/closures/", "/api/inventory/reservations/"


pytestmark = pytest.mark.usefixtures("utc")


def test_lifting_one_leaves_the_other(as_, shut, held, monday):
    dora = as_("dora")
    first = dora.post(API, json=shut).json["id"]
    second = {
        "start_time": f"{monday}T15:00",
        "end_time": f"{monday}T20:00",
        "all_rooms": True,
        "rooms": [],
    }
    assert dora.post(API, json=shut | second).json["rooms"] == [1, 2, 3]
    assert dora.post(f"/closures/{first}/lift").status_code == 303
    assert held()[0] == (1, "15:00", "18:00")
    assert held()[1] == (1, "18:00", "20:00")
    assert dora.post(f"{API}{first}/lift/").status_code == 409
    assert [one["id"] for one in dora.get(API).json] == [first + 1]
    assert [one["id"] for one in dora.get(f"{API}?past=true").json] == [first]
    assert "lifted" in dora.get("/closures?past=1").text


@pytest.mark.parametrize("id", [1, 2**31 - 1])
def test_an_unknown_closure_is_not_lifted(as_, id):
    assert as_("dora").post(f"{API}{id}/lift/").status_code == 404
