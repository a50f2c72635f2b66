"""Opening rooms again: what another closure covers stays closed."""

import pytest

API = "/api/inventory/closures/"


pytestmark = pytest.mark.usefixtures("utc")


def test_lifting_one_leaves_the_other(as_, shut, held, monday):
    dora = as_("dora")
    first = dora.post(API, json=shut).json["id"]
    times = {"start_time": f"{monday}T15:00", "end_time": f"{monday}T20:00"}
    assert dora.post(API, json=shut | times | ALL).json["rooms"] == [1, 2, 3]
    assert dora.post(f"/closures/{first}/lift").status_code == 303
    assert held()[:2] == [(1, "15:00", "18:00"), (1, "18:00", "20:00")]
    assert dora.post(f"{API}{first}/lift/").status_code == 409
    assert listed(dora) == [first + 1]
    assert listed(dora, "?past=true") == [first]
    assert "lifted" in dora.get("/closures?past=1").text


ALL = {"all_rooms": True, "rooms": []}


def listed(browser, query=""):
    return [closure["id"] for closure in browser.get(f"{API}{query}").json]


@pytest.mark.parametrize("id", [1, 2**31 - 1])
def test_an_unknown_closure_is_not_lifted(as_, id):
    assert as_("dora").post(f"{API}{id}/lift/").status_code == 404
