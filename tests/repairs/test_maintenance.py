"""What is planned comes up when it is due, leaves the shelf to be looked after, and is planned anew when it is back."""

from datetime import timedelta

import pytest

from tests.support.loans import tagged
from tests.support.pages import walk
from tests.support.queries import counted
from webapp.core.db import db, transaction
from webapp.school import calendar
from webapp.stock.models import Unit

from .conftest import API

DUE = f"{API}maintenance/"
DOORS = pytest.mark.parametrize("door", ["page", "api"])


@pytest.fixture
def today(app):
    with app.app_context():
        return calendar.today()


def plan(browser, door, unit=1, version=2, **said):
    if door == "page":
        return browser.post(
            f"/repairs/maintenance/{unit}/plan", data={"version": version} | said
        )
    return browser.post(
        f"{DUE}{unit}/plan/", json=said, headers={"If-Match": f'"v{version}"'}
    )


@pytest.fixture
def planned(app, today):
    """Unit 1 is due in so many days, every 90."""

    def do(days):
        with app.app_context(), transaction():
            unit = db.session.get(Unit, 1)
            unit.next_maintenance_on, unit.maintenance_days = (
                today + timedelta(days=days),
                90,
            )

    return do


def start(browser, door, **typed):
    if door == "page":
        return browser.post("/repairs/maintenance/1/start", data=typed)
    return browser.post(f"{DUE}1/start/", json=typed)


@DOORS
def test_planned_started_and_done_it_is_planned_anew(
    app, as_, act, states, today, planned, door
):
    planned(-3)
    dora = as_("dora")
    assert start(dora, door, description="New strings").status_code in (201, 303)
    assert states() == {"available": 2, "under_repair": 1}
    assert act(dora, door, 1, "finish", quality_check="passed").status_code in (200, 303)
    assert states() == {"available": 3}
    with app.app_context():
        unit = db.session.get(Unit, 1)
        assert unit.last_maintenance_on == today
        assert unit.next_maintenance_on == today + timedelta(days=90)
    assert dora.get(f"{API}1/").json["kind"] == "maintenance"


def test_m02_it_is_in_the_list_until_it_is_done(as_, act, planned):
    planned(-3)
    dora = as_("dora")
    assert [each["unit"] for each in dora.get(DUE).json] == [1]
    assert "3 days late" in dora.get("/repairs/maintenance").text
    start(dora, "api", description="New strings")
    act(dora, "api", 1, "finish", quality_check="passed")
    assert dora.get(DUE).json == []


def test_what_turns_out_to_be_damaged_is_to_be_assessed(as_, act, states, unit):
    as_("dora").post(f"{DUE}1/start/", json={})
    assert act("dora", "api", 1, "finish", quality_check="failed").status_code == 200
    assert states() == {"available": 2, "damaged": 1}
    assert unit() == ("damaged", "damaged")
    assert 'href="/repairs/1"' in as_("dora").get("/repairs?stage=assess").text


def test_what_is_not_on_the_shelf_cannot_be_started(as_, begun, states):
    begun()
    no = as_("dora").post(f"{DUE}1/start/", json={})
    assert no.status_code == 409
    assert "its repair comes first" in no.json["detail"]
    assert as_("dora").post(f"{DUE}9/start/", json={}).status_code == 404
    assert as_("sol").post(f"{DUE}1/start/", json={}).status_code == 403


@DOORS
def test_dates_make_sense(app, as_, today, door):
    tess = as_("tess")
    with app.app_context(), transaction():
        db.session.get(Unit, 1).last_maintenance_on = today
    for days in (-1, 0, 4000):
        day = str(today + timedelta(days=days))
        no = plan(tess, door, version=2, next_maintenance_on=day)
        assert no.status_code == 422
        assert "Choose a day" in no.text
    for typed in (
        {"maintenance_days": 0},
        {"maintenance_days": 4000},
        {"next_maintenance_on": "soon"},
    ):
        assert plan(tess, door, version=2, **typed).status_code == 422


@DOORS
def test_the_next_day_follows_from_the_last_until_nothing_is_planned(app, as_, today, door):
    def next_day():
        with app.app_context():
            return db.session.get(Unit, 1).next_maintenance_on

    tess = as_("tess")
    with app.app_context(), transaction():
        db.session.get(Unit, 1).last_maintenance_on = today
    assert plan(tess, door, version=2, maintenance_days=30).status_code in (200, 303)
    assert next_day() == today + timedelta(days=30)
    assert plan(tess, door, version=3).status_code in (200, 303)
    assert next_day() is None


@DOORS
def test_a_stale_plan_shows_both(app, as_, today, planned, door):
    planned(5)
    with app.app_context():
        seen = db.session.get(Unit, 1).version
    no = plan(as_("tess"), door, version=seen - 1, maintenance_days=30)
    assert no.status_code == 412
    assert "<b>Now:</b> 90" in no.text or no.json["facts"]["maintenance_days"] == 90
    for who in ("dora", "sol"):
        assert plan(as_(who), door, version=seen, maintenance_days=30).status_code == 403
    assert (
        plan(as_("tess"), door, unit=99, version=seen, maintenance_days=30).status_code
        == 404
    )


@pytest.fixture
def forty(app, planned, today):
    """As many units are due, one a day."""
    planned(0)

    def plan_others():
        with app.app_context(), transaction():
            for n in range(2, 42):
                unit = db.session.get(Unit, tagged(f"VLN-{n}"))
                unit.next_maintenance_on = today + timedelta(days=n)

    return plan_others


def test_the_list_has_pages_and_asks_no_more_for_more(app, as_, forty):
    dora = as_("dora")
    with counted(app) as few:
        dora.get("/repairs/maintenance")
    forty()
    with counted(app) as many:
        page = dora.get("/repairs/maintenance").text
    assert len(few) == len(many)
    assert 'rel="next"' in page
    assert walk(dora, f"{DUE}?limit=10", "unit") == list(range(1, 31))


def test_a_cursor_of_nobody_is_refused(as_, planned):
    planned(0)
    for cursor in ("x", "WzAsIDBd", "Wzk5OTk5OTk5OSwgMV0"):
        assert as_("dora").get(f"{DUE}?after={cursor}").status_code == 422
