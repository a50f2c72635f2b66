"""A PUT stands wherever a PATCH does: it says all of a thing, and what it leaves out is as in a new one."""

import pytest

from tests.core.test_sent_back import (
    furnished,  # noqa: F401
    more,  # noqa: F401
    opening,  # noqa: F401
    without_bookkeeping,
)
from tests.core.test_sent_back import patched as with_get_and_patch
from webapp.core.patches import usual
from webapp.rooms.schemas.rates import ChargingInput
from webapp.school.schemas.policy import PolicyWhole
from webapp.school.settings import DEFAULTS

API = "/api/inventory/"
ITEM = f"{API}items/1/"
BASKET = {
    f"{API}basket/",
    f"{API}basket/lines/{{id}}/",
}  # whose days depend on the day
LEAST = {
    "name": "Viola",
    "category": "instrument",
    "location": "Store",
    "value": "90.00",
    "max_checkout_days": 14,
}


def test_put_stands_where_patch_does(document):
    for path, calls in document["paths"].items():
        assert ("put" in calls) is ("patch" in calls and path not in BASKET), path


def test_what_get_answers_put_takes(app, as_, more):  # noqa: F811
    ada, addresses = as_("ada"), list(with_get_and_patch(app))
    replaced = 0
    for address in addresses:
        before = ada.get(address)
        after = ada.put(address, json=before.json)
        if after.status_code == 405:
            assert address == f"{API}basket/"
            continue
        replaced += 1
        assert after.status_code == 200, (address, after.json)
        same = {name: value for name, value in before.json.items() if name in after.json}
        assert without_bookkeeping(after.json) == without_bookkeeping(same), address
    assert replaced >= 20


def test_what_is_left_out_is_as_in_a_new_one(as_):
    tess = as_("tess")
    told = {"notes": "New strings", "deposit": "50.00", "needs_approval": False}
    assert tess.patch(ITEM, json=told).status_code == 200
    sku = tess.get(ITEM).json["sku"]
    now = tess.put(ITEM, json=LEAST)
    assert now.status_code == 200, now.text
    assert {name: now.json[name] for name in LEAST} == LEAST
    assert (now.json["notes"], now.json["deposit"]) == ("", None)
    assert now.json["needs_approval"] is True
    assert now.json["sku"] == sku


def test_what_has_no_usual_value_must_be_said(as_):
    tess = as_("tess")
    now = tess.get(ITEM).json
    no = tess.put(ITEM, json={"notes": "All else is gone"})
    assert no.status_code == 422
    assert no.json["fields"] == {name: ["Fill this in"] for name in LEAST}
    assert tess.get(ITEM).json == now


@pytest.mark.parametrize(
    ("said", "how"),
    [({"quantity": 7}, "This is 2. Pieces come"), ({"colour": "red"}, "Not expected here")],
)
def test_read_only_is_as_in_a_patch(as_, said, how):
    no = as_("tess").put(ITEM, json=LEAST | said)
    assert no.status_code == 422
    assert no.json["fields"][next(iter(said))][0].startswith(how)


def test_only_in_the_version_that_was_seen(as_):
    tess = as_("tess")
    tag = tess.get(ITEM).headers["ETag"]
    assert tess.put(ITEM, json=LEAST, headers={"If-Match": tag}).status_code == 200
    no = tess.put(ITEM, json=LEAST | {"notes": "x"}, headers={"If-Match": tag})
    assert (no.status_code, no.json["code"]) == (412, "stale")


def test_twice_with_one_key_is_once(as_):
    tess, key = as_("tess"), {"Idempotency-Key": "k1"}
    first, again = (tess.put(ITEM, json=LEAST, headers=key) for _ in range(2))
    assert first.status_code == 200
    assert first.data == again.data
    assert again.headers["Idempotent-Replayed"] == "true"
    assert tess.patch(ITEM, json=LEAST, headers=key).status_code == 422


@pytest.mark.parametrize(("who", "status"), [("sol", 403), ("dora", 403)])
def test_it_is_for_whom_the_patch_is_for(as_, who, status):
    browser = as_(who)
    assert browser.put(ITEM, json=LEAST).status_code == status
    assert browser.patch(ITEM, json=LEAST).status_code == status


@pytest.mark.parametrize("body", [b"{", b"[]", b'"x"', b"null"])
def test_what_is_no_object_is_said(as_, body):
    assert as_("tess").put(ITEM, data=body).status_code in (400, 422)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"data": b""}, 422),
        ({"data": b"", "content_type": "application/json"}, 422),
        ({"data": {"notes": "x"}}, 415),
        ({"data": {"notes": "x"}, "content_type": "multipart/form-data"}, 415),
        ({"data": b"{}", "content_type": "text/plain"}, 415),
    ],
)
def test_no_body_and_a_form_replace_nothing(app, as_, more, body, status):  # noqa: F811
    ada = as_("ada")
    for address in with_get_and_patch(app):
        before = ada.get(address).json
        no = ada.put(address, **body)
        if no.status_code != 405:
            assert no.status_code == status, (address, no.text)
        assert ada.get(address).json == before, address


@pytest.mark.parametrize("model", [PolicyWhole, ChargingInput])
def test_settings_left_out_are_those_of_a_new_school(model):
    for name, value in usual(model).items():
        assert value == DEFAULTS[name], name


def test_weekdays_left_out_are_closed(as_):
    ada, path = as_("ada"), f"{API}opening-hours/"
    morning = [{"from_time": "09:00", "until_time": "12:00"}]
    week = ada.put(path, json={"mon": morning, "mon_visits": 9})
    assert week.status_code == 200, week.text
    assert (week.json["mon"], week.json["tue"]) == (morning, [])
    assert ada.put(path, json={"tue": morning}).json["mon_visits"] is None
