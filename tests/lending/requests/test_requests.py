"""Asking for several things at once, seeing how far they are, and giving them up."""

import pytest

from tests.support.days import ahead
from tests.support.queries import counted

from ..ahead_acts import page_says, states
from ..conftest import API as LOANS
from ..conftest import REQUESTS as API


def test_b03_several_things_are_one_request(as_, three, letters):
    id, _ids = three
    request = as_("sol").get(f"{API}{id}/").json
    assert request["purpose"] == "The concert"
    assert [line["quantity"] for line in request["lines"]] == [1, 1, 4]
    assert {line["due_date"] for line in request["lines"]} == {str(ahead(5))}
    assert letters() == [("requested_several", "tess")]
    page = page_says(as_("sol"), f"/requests/{id}")
    assert "Your request" in page
    assert "Waiting for an answer" in page


def test_one_thing_is_a_request_too(as_, asked):
    request = as_("sol").get(f"{LOANS}{asked}/").json["request"]
    assert states(as_, request) == ["pending"]


@pytest.mark.parametrize("door", ["api", "page"])
def test_what_is_not_out_yet_can_be_cancelled_at_once(as_, three, door):
    id, ids = three
    as_("tess").post(f"{API}{id}/approve/", json={})
    as_("dora").post(f"{LOANS}{ids[0]}/hand_out/", json={})
    path = f"{API}{id}/cancel/" if door == "api" else f"/requests/{id}/cancel"
    assert as_("sol").post(path, json={}).status_code in (200, 303)
    assert states(as_, id) == ["out", "cancelled", "cancelled"]
    assert as_("sol").post(f"{API}{id}/cancel/", json={}).status_code == 409


def test_before_it_is_cancelled_a_page_says_what_goes(as_, three):
    id, ids = three
    sol = as_("sol")
    as_("tess").post(f"{LOANS}{ids[1]}/reject/", json={"reason": "On tour"})
    assert f'href="/requests/{id}/cancel"' in page_says(sol, f"/requests/{id}")
    page = page_says(sol, f"/requests/{id}/cancel")
    assert ("Violin" in page, "Music Stand" in page, "Harp" in page) == (True, True, False)
    assert states(as_, id) == ["pending", "rejected", "pending"]
    assert sol.post(f"/requests/{id}/cancel").status_code == 303
    assert sol.get(f"/requests/{id}/cancel").status_code == 409
    assert as_("nia").get(f"/requests/{id}/cancel").status_code == 404


def test_all_or_nothing_is_asked_for(as_, app, harp, stand):
    lines = [{"item": harp}, {"item": stand, "quantity": 21}]
    no = as_("sol").post(API, json={"lines": lines, "due_date": str(ahead(3))})
    assert (no.status_code, no.json["facts"]["line"]) == (409, 1)
    assert no.json["detail"].startswith("Music Stand: Only 20 are free")
    assert as_("sol").get(API).json == []


def test_the_same_twice_in_one_request_is_two_lines(as_, stand):
    """Whoever asks for it twice at once means it; only what waits in another request is told."""
    said = {"lines": [{"item": stand}, {"item": stand}], "due_date": str(ahead(5))}
    assert as_("sol").post(API, json=said).status_code == 201
    no = as_("sol").post(API, json=said)
    assert no.status_code == 409
    assert as_("sol").get(f"{LOANS}{no.json['facts']['checkout']}/").status_code == 200


def test_a_line_with_wrong_days_is_named(as_, harp):
    lines = [{"item": harp, "due_date": "2020-01-01"}]
    no = as_("sol").post(API, json={"lines": lines})
    assert (no.status_code, [*no.json["fields"]]) == (422, ["lines.0.due_date"])


@pytest.mark.parametrize(
    "wrong",
    [{"lines": []}, {"lines": [{"item": 1}] * 21}, {}, {"lines": [{"item": 1, "x": 1}]}],
)
def test_a_request_that_makes_no_sense_is_refused(as_, wrong):
    assert as_("sol").post(API, json=wrong).status_code == 422


def test_who_may_do_what(as_, three):
    id, _ids = three
    for who, code in (("nia", 404), ("sol", 403), ("dora", 403)):
        for verb in ("approve", "undo"):
            assert as_(who).post(f"{API}{id}/{verb}/", json={}).status_code == code
    assert as_("nia").get(f"/requests/{id}").status_code == 404
    assert as_("nia").post(f"{API}{id}/cancel/", json={}).status_code == 404
    assert as_("nia").get(API).json == []
    assert len(as_("tess").get(API).json) == 1


def test_the_queue_and_the_loan_lead_to_the_whole(as_, three):
    id, ids = three
    page = as_("tess").get("/approvals").text
    assert page.count('id="asked-1"') == 1
    assert page.count('name="line"') == 3
    assert f"/requests/{id}" in page_says(as_("sol"), f"/checkouts/{ids[0]}")


def test_a_request_that_names_nothing_real_says_which_line(as_):
    no = as_("sol").post(API, json={"lines": [{"item": 1}, {"item": 999}]})
    assert (no.status_code, no.json["facts"]["line"]) == (404, 1)


def test_a_list_asks_the_database_as_often_for_many_as_for_one(app, as_, three, stand):
    def queries():
        browser = as_("tess")
        with counted(app) as seen:
            assert browser.get(API).status_code == 200
        return len(seen)

    once = queries()
    for _ in range(3):
        lines = [{"item": stand}, {"item": 2}]
        answer = as_("sol").post(API, json={"lines": lines, "send_anyway": True})
        assert answer.status_code == 201, answer.json
    assert queries() == once
