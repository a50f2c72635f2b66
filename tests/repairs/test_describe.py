"""What is said about a repair is changed by one person at a time; lists are found by every side of it."""

import re
from datetime import timedelta

import pytest

from tests.support.pages import walk
from tests.support.queries import counted
from webapp.core.db import db, transaction
from webapp.repairs.models import Repair
from webapp.school import calendar

from .conftest import API


def described(browser, door, id=1, version=1, **said):
    if door == "page":
        return browser.post(f"/repairs/{id}/edit", data={"version": version} | said)
    return browser.patch(f"{API}{id}/", json=said, headers={"If-Match": f'"v{version}"'})


@pytest.fixture
def version(as_):
    return lambda id=1: as_("dora").get(f"{API}{id}/").json["version"]


@pytest.mark.parametrize("door", ["page", "api"])
def test_a_stale_change_shows_both(as_, begun, version, door):
    begun()
    seen = version()
    change = {"description": "Two cracks", "estimate": "30"}
    assert described(as_("tess"), door, version=seen, **change).status_code in (200, 303)
    no = described(as_("dora"), door, version=seen, description="The neck too", vendor=1)
    assert no.status_code == 412
    if door == "page":
        assert "The neck too" in no.text
        assert "<b>Now:</b> Two cracks" in no.text
        assert "<b>Now:</b> 30.00" in no.text
    else:
        assert no.json["facts"]["description"] == "Two cracks"
        assert no.json["facts"]["version"] == seen + 1


@pytest.mark.parametrize("door", ["page", "api"])
def test_who_saw_the_change_may_still_make_theirs(as_, begun, version, door):
    begun()
    dora, seen = as_("dora"), version()
    described(as_("tess"), door, version=seen, description="Two cracks", estimate="30")
    assert described(dora, door, version=seen, vendor=1).status_code == 412
    again = described(dora, door, version=seen + 1, description="Both", vendor=1)
    assert again.status_code in (200, 303)
    shown = dora.get(f"{API}1/").json
    assert (shown["description"], shown["vendor"]) == ("Both", "Luthier Huber")


@pytest.mark.parametrize("door", ["page", "api"])
def test_an_approved_estimate_is_for_who_approves(as_, begun, version, door):
    begun("approve")
    assert (
        described(as_("dora"), door, version=version(), estimate="4500").status_code == 403
    )
    assert described(
        as_("dora"), door, version=version(), estimate="45.00", cost="50"
    ).status_code in (200, 303)
    assert described(
        as_("tess"), door, version=version(), estimate="60.00"
    ).status_code in (200, 303)
    assert as_("dora").get(f"{API}1/").json["estimate"] == "60.00"


@pytest.mark.parametrize("door", ["page", "api"])
@pytest.mark.parametrize(
    "said",
    [{"estimate": "1.005"}, {"vendor": 2}, {"expected_on": "2020-01-01"}, {"cost": "-1"}],
)
def test_nonsense_is_refused_at_its_field(as_, begun, version, door, said):
    begun()
    before = version()
    no = described(as_("tess"), door, version=before, **said)
    assert no.status_code == 422
    assert version() == before
    assert as_("sol").patch(f"{API}1/", json={"description": "x"}).status_code == 403


def test_what_has_an_unused_vendor_can_still_be_edited(app, as_, begun, version):
    begun("send")
    with app.app_context(), transaction():
        db.session.get(Repair, 1).supplier_id = 2
    assert "Old Shop" in as_("dora").get("/repairs/1/edit").text
    assert (
        described(
            as_("dora"), "page", version=version(), vendor=2, estimate="45.00"
        ).status_code
        == 303
    )


@pytest.fixture
def one_of_each(app, begun):
    """Repairs in every stage: the fifth is here to be checked, and so is the sixth, which is late."""
    begun("open")
    for far in ("assess", "approve", "send", "send", "send"):
        begun(far, item=2, quantity=1)
    with app.app_context(), transaction():
        db.session.get(Repair, 5).supplier_id = None
        db.session.get(Repair, 6).expected_on = calendar.today() - timedelta(days=1)


@pytest.mark.parametrize(
    ("stage", "ids"),
    [
        ("assess", {1}),
        ("approve", {2}),
        ("send", {3}),
        ("away", {4}),
        ("check", {5, 6}),
        ("done", set()),
    ],
)
def test_m03_each_is_in_the_list_of_its_stage(as_, one_of_each, stage, ids):
    page = as_("dora").get(f"/repairs?stage={stage}").text.partition("<main")[2]
    assert set(map(int, re.findall(r'href="/repairs/(\d+)"', page))) == ids
    assert ("Nothing here" in page) == (not ids)
    assert ("Overdue" in page) == (stage == "check")


def test_the_api_filters_by_each_of_its_fields(as_, one_of_each):
    filtered = {
        "overdue=1": [6],
        "status=approved": [3],
        "unit=1": [1],
        "item=2": [6, 5, 4, 3, 2],
        "vendor=1": [6, 4],
        "kind=maintenance": [],
    }
    dora = as_("dora")
    for query, ids in filtered.items():
        assert [each["id"] for each in dora.get(f"{API}?{query}").json] == ids, query


def test_the_list_has_pages_and_asks_no_more_for_more(app, as_, begun):
    dora, _ = as_("dora"), begun()
    with counted(app) as few:
        dora.get("/repairs")
    with app.app_context(), transaction():
        db.session.add_all(Repair(item_id=1, location_id=1, opened_by=4) for _ in range(60))
    with counted(app) as many:
        page = dora.get("/repairs").text
    assert len(few) == len(many)
    assert 'rel="next"' in page
    ids = walk(dora, f"{API}?limit=25")
    assert ids == sorted(ids, reverse=True)
    assert len(ids) == 61
