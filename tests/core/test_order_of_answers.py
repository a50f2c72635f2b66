"""What is answered first: 401, then 403, then 404 of a reference, then 422; each write of the API, for each role."""

import re

import pytest

API = "/api/inventory/"
EVERYBODY = {
    "POST calendars/", "POST calendars/1/revoke/", "POST checkouts/", "POST checkouts/1/cancel/", "POST requests/",
    "POST requests/1/cancel/", "DELETE basket/lines/1/", "PATCH basket/", "PATCH basket/lines/1/",
    "POST basket/lines/", "POST requests/1/again/", "POST basket/send/", "POST requests/1/change/",
    "POST requests/1/contact/", "POST requests/1/undo_contact/",
    "POST requests/1/undo_change/", "POST checkouts/1/undo_cancel/", "POST requests/1/undo_cancel/",
    "POST practice-rooms/1/book-now/", "POST reservations/", "POST reservations/1/cancel/",
    "POST reservations/1/check-in/", "POST reservations/1/end/", "POST reservations/1/move/", "POST series/",
    "POST series/preview/", "POST series/1/cancel/", "POST series/1/change/", "POST series/1/change/preview/",
    "POST checkouts/1/faults/", "POST faults/1/withdraw/",
    "POST checkouts/1/renew/", "POST checkouts/1/undo_renew/", "POST checkouts/renew/", "POST renewals/",
    "POST renewals/1/withdraw/", "POST renewals/1/undo_withdraw/",
    "POST waitlist/", "POST waitlist/1/accept/", "POST waitlist/1/leave/",
    "POST items/1/waitlist/",
    "POST items/1/waitlist/1/accept/", "POST items/1/waitlist/1/leave/", "POST items/1/waitlist/1/pause/",
    "POST items/1/waitlist/1/resume/", "POST items/1/waitlist/1/undo_leave/",
    "PATCH people/1/language/", "POST tokens/1/revoke/",
    "POST pictures/", "PATCH pictures/1/", "DELETE pictures/1/", "POST pictures/1/restore/",
}  # fmt: skip
STAFF = {
    "DELETE stocktakes/1/lines/1/", "DELETE transfers/1/lines/1/", "PATCH transfers/1/", "PATCH units/1/",
    "PATCH units/1/accessories/1/", "PATCH repairs/1/", "POST operations/", "POST operations/batch/",
    "POST operations/pending/1/reject/", "POST operations/1/undo/", "POST skus/preview/", "POST stocktakes/",
    "POST stocktakes/1/apply/", "POST stocktakes/1/cancel/", "POST stocktakes/1/choices/",
    "POST stocktakes/1/count/", "POST stocktakes/1/reopen/", "POST stocktakes/1/review/", "POST transfers/",
    "POST transfers/1/cancel/", "POST transfers/1/lines/", "POST transfers/1/lose/", "POST transfers/1/receive/",
    "POST transfers/1/reject/", "POST transfers/1/send/", "POST units/", "POST units/bulk/", "POST units/1/block/",
    "POST units/1/condition/", "POST units/1/unblock/", "POST checkouts/1/hand_out/",
    "POST checkouts/1/return_item/", "POST checkouts/1/set_aside/", "POST checkouts/1/found/",
    "POST checkouts/1/undo_missed/", "POST checkouts/1/rearrange/", "POST checkouts/1/undo_rearrange/",
    "POST checkouts/1/undo_set_aside/", "POST checkouts/1/settle/", "POST checkouts/1/undo_settle/",
    "POST checkouts/1/remind/", "POST checkouts/1/ready_now/", "POST checkouts/1/undo_ready_now/",
    "POST requests/1/give/", "POST requests/1/undo_give/",
    "POST suspensions/", "POST suspensions/1/lift/", "POST suspensions/1/undo_lift/",
    "POST checkouts/1/extend/", "POST checkouts/1/undo_extend/", "POST checkouts/1/undo_moved/", "POST repairs/",
    "POST roll_overs/", "POST roll_overs/1/undo/",
    "POST repairs/maintenance/1/start/", "POST repairs/1/assess/", "POST repairs/1/cancel/",
    "POST repairs/1/finish/", "POST repairs/1/give_up/", "POST repairs/1/gone/", "POST repairs/1/send/",
    "POST closures/", "POST closures/preview/", "POST closures/1/lift/", "POST reservations/1/excuse/",
    "POST waitlist/1/prefer/", "POST items/1/waitlist/1/move/",
    "POST payments/1/undo/", "POST reservations/1/payments/", "POST hand_overs/", "POST hand_overs/1/undo/",
    "POST take_backs/", "POST take_backs/1/undo/",
}  # fmt: skip
TEACHERS = {
    "DELETE brands/1/", "DELETE items/1/", "DELETE units/1/accessories/1/", "PATCH brands/1/", "PATCH categories/1/",
    "PATCH items/1/", "PATCH levels/1/", "PATCH locations/1/", "PATCH skus/1/", "PATCH suppliers/1/", "POST brands/",
    "POST categories/", "POST items/", "POST items/1/archive/", "POST items/1/restore/", "POST locations/",
    "POST operations/pending/1/approve/", "POST skus/",
    "POST skus/generate-bulk/", "POST skus/generate/", "POST suppliers/", "POST units/1/accessories/",
    "POST units/1/maintenance/", "POST checkouts/1/approve/", "POST checkouts/1/reject/", "POST checkouts/1/undo/",
    "POST requests/1/approve/", "POST requests/1/reject/", "POST requests/1/undo/", "PATCH sets/1/", "POST sets/",
    "POST renewals/1/approve/", "POST renewals/1/reject/", "POST renewals/1/undo/",
    "POST sets/1/archive/", "POST sets/1/restore/", "POST people/1/tokens/",
    "POST repairs/maintenance/1/plan/", "POST repairs/1/approve/", "POST reservations/1/approve/",
    "POST reservations/1/decline/", "POST reservations/1/undo/",
}  # fmt: skip
OFFICE = {
    "POST cards/",
    "POST cards/1/end/",
    "POST cards/1/restore/",
    "POST people/1/notes/",
    "PATCH people/notes/1/",
    "POST people/notes/1/remove/",
    "POST people/notes/1/restore/",
    "POST checkouts/1/look_at/",
    "POST checkouts/1/undo_look/",
}  # teachers approve, others look
ADMINS = {
    "DELETE rates/1/", "PATCH charging/", "PATCH practice-rooms/1/", "PATCH rates/1/", "PATCH rules/1/",
    "DELETE closed-days/1/", "DELETE terms/1/", "PATCH closed-days/1/", "PATCH opening-hours/", "PATCH terms/1/",
    "POST closed-days/", "POST terms/",
    "POST check-in/", "POST practice-rooms/", "POST rates/", "POST rules/", "POST rules/1/activate/",
    "POST rules/1/deactivate/", "PATCH settings/",
    "PATCH mail-words/1/", "POST mail-words/1/preview/", "PATCH forgetting/",
}  # fmt: skip
MAY_NOT = {
    "sol": STAFF | TEACHERS | OFFICE | ADMINS,
    "dora": TEACHERS | ADMINS,
    "tess": OFFICE | ADMINS,
    "ada": set(),
}


@pytest.fixture
def engine():
    return "sqlite"


@pytest.fixture
def writes(app):
    """Each write, with whether it reads a body."""
    document = app.test_client().get("/api/openapi.json").json
    return {
        f"{method.upper()} {re.sub('{[^}]+}', '1', path).removeprefix(API)}": "requestBody"
        in operation
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if method != "get" and path.startswith(API)
    }


def may_not(name, writes):
    """Of these, what they may not; a PUT is for whom the PATCH is for."""
    return {each for each in writes if each.replace("PUT ", "PATCH ") in MAY_NOT[name]}


def send(browser, write, **more):
    method, _, path = write.partition(" ")
    return browser.open(API + path, method=method, **more)


def test_the_table_names_every_write(writes):
    named = {each.replace("PUT ", "PATCH ") for each in writes}
    assert named == EVERYBODY | STAFF | TEACHERS | OFFICE | ADMINS


def test_nobody_is_told_to_sign_in_whatever_they_send(app, writes):
    stranger = app.test_client()
    for write in writes:
        for body in (
            {"json": {"colour": "red"}},
            {"data": b"{", "headers": {"Authorization": "Bearer no"}},
        ):
            no = send(stranger, write, **body)
            assert (no.status_code, no.json["code"]) == (401, "not_signed_in"), write
            assert no.headers["WWW-Authenticate"] == "Bearer", write


@pytest.mark.parametrize("name", [name for name in MAY_NOT if MAY_NOT[name]])
def test_who_may_not_is_told_before_what_they_sent_is_judged(as_, writes, name):
    browser = as_(name)
    for write in sorted(may_not(name, writes)):
        refused = {403, 404} if "/1/" in write else {403}
        for nonsense in nonsense_for(writes[write]):
            no = send(browser, write, **nonsense)
            assert no.status_code in refused, (write, no.json)
            if nonsense.get("json"):
                assert no.status_code == 403, (write, no.json)


@pytest.mark.parametrize("name", MAY_NOT)
def test_who_may_is_told_what_is_wrong_with_it(as_, writes, name):
    browser = as_(name)
    for write in sorted(writes.keys() - may_not(name, writes)):
        for nonsense in nonsense_for(writes[write]):
            no = send(browser, write, **nonsense)
            assert no.status_code != 403 or not writes[write], (write, no.json)
            if nonsense.get("json"):
                assert no.status_code == 422, (write, no.json)


def nonsense_for(reads_body):
    """What makes no sense to a write: with the body only where it reads one."""
    if not reads_body:
        return [{}, {"headers": {"If-Match": "no"}}]
    return [
        {"json": {"colour": "red"}},
        {"data": b"{"},
        {"data": {"colour": "red"}},
        {"json": {}, "headers": {"If-Match": "no"}},
    ]


def test_a_reference_comes_after_who_may_and_before_the_rest(as_):
    unit = {"item": 999, "tag": "X-1", "purchased_on": "2999-01-01"}
    assert as_("sol").post(f"{API}units/", json=unit).status_code == 403
    assert as_("dora").post(f"{API}units/", json=unit).status_code == 404


def test_a_method_that_is_not_there_names_those_that_are(as_):
    for path, allowed in (
        (f"{API}basket/", "GET, HEAD, OPTIONS, PATCH"),
        ("/items/1/edit", "POST"),
    ):
        no = as_("tess").put(path)
        assert no.status_code == 405
        assert set(allowed.split(", ")) <= set(no.headers["Allow"].split(", "))
