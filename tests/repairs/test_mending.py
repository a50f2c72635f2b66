"""From damage to the shelf, or to the end: every step through both doors, with the shelf right at each."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from webapp.core.db import db
from webapp.repairs.models import Repair
from webapp.school import calendar
from webapp.stock.models import Operation

from .conftest import API

DOORS = pytest.mark.parametrize("door", ["page", "api"])
DONE = (200, 201, 303)


def count(app, *rules):
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Repair).where(*rules))


@pytest.fixture
def back_on(app):
    with app.app_context():
        return str(calendar.after(calendar.today(), 9))


@pytest.fixture
def mended(as_, act, back_on):
    """`mended(door)`: reported, assessed, approved, sent and back on the shelf, every step through that door."""

    def mend(door):
        steps = (
            ("dora", "assess", {"damage_type": "physical", "severity": "severe"}),
            ("tess", "approve", {"estimate": "45.50"}),
            ("dora", "send", {"vendor": 1, "expected_on": back_on, "notes": "By post"}),
            (
                "dora",
                "finish",
                {"quality_check": "passed", "condition": "fair", "cost": "40"},
            ),
        )
        report(as_("dora"), door)
        for who, step, typed in steps:
            yield step, act(as_(who), door, 1, step, **typed)

    return mend


def report(dora, door):
    typed = {"description": "A crack in the top"}
    if door == "page":
        return dora.post("/repairs/new?unit=1", data=typed)
    return dora.post(API, json=typed | {"unit": 1})


@DOORS
def test_it_is_reported(as_, states, unit, door):
    reported = report(as_("dora"), door)
    assert reported.status_code in DONE
    if door == "page":
        assert reported.headers["Location"] == "/repairs/1"
    assert states() == {"available": 2, "damaged": 1}
    assert unit() == ("damaged", "damaged")


@DOORS
def test_from_damage_to_the_shelf(mended, states, unit, door):
    after = {
        "assess": {"available": 2, "damaged": 1},
        "approve": {"available": 2, "damaged": 1},
        "send": {"available": 2, "under_repair": 1},
        "finish": {"available": 3},
    }
    for step, answer in mended(door):
        assert answer.status_code in DONE, step
        assert states() == after[step], step
    assert unit() == ("available", "fair")


@DOORS
def test_what_was_said_on_the_way_is_shown(as_, mended, back_on, door):
    list(mended(door))
    shown = as_("dora").get(f"{API}1/").json
    said = {
        "status": "completed",
        "quality_check": "passed",
        "vendor": "Luthier Huber",
        "estimate": "45.50",
        "cost": "40.00",
        "expected_on": back_on,
        "overdue": False,
    }
    assert {name: shown[name] for name in said} == said
    page = as_("dora").get("/repairs/1").text
    assert "€45.50" in page
    assert "in repair → on the shelf" in page
    assert 'href="/units/1"' in page


@DOORS
def test_every_step_is_in_the_ledger(app, as_, mended, door):
    list(mended(door))
    acts = as_("dora").get(f"{API}1/").json["history"]
    assert [(act["kind"], act["actor"], act["notes"]) for act in acts] == [
        ("report_damage", 4, ""),
        ("assess_damage", 4, ""),
        ("approve_repair", 1, ""),
        ("send_to_repair", 4, "By post"),
        ("finish_repair", 4, ""),
    ]
    with app.app_context():
        assert db.session.scalar(select(func.count()).where(Operation.repair_id == 1)) == 5


@DOORS
@pytest.mark.parametrize(
    ("far", "step"),
    [
        ("open", "approve"),
        ("open", "send"),
        ("open", "finish"),
        ("assess", "send"),
        ("approve", "approve"),
    ]
    + [
        ("approve", "assess"),
        ("approve", "finish"),
        ("send", "cancel"),
        ("send", "give_up"),
        ("send", "send"),
    ],
)
def test_the_wrong_state_is_a_conflict_that_says_why(
    app, act, begun, states, door, far, step
):
    id, before = begun(far), states()
    said = {
        "assess": {"damage_type": "water", "severity": "minor"},
        "finish": {"quality_check": "passed"},
    }
    no = act("tess", door, id, step, **said.get(step, {}))
    assert no.status_code == 409
    assert "This repair is" in no.text or "Assess the damage first" in no.text
    assert states() == before


@DOORS
@pytest.mark.parametrize(
    "step", ["assess", "approve", "send", "finish", "give_up", "cancel"]
)
def test_students_see_nothing_of_it_and_strangers_find_nothing(
    act, begun, states, door, step
):
    id, before = begun("assess"), states()
    said = {
        "assess": {"damage_type": "water", "severity": "minor"},
        "finish": {"quality_check": "passed"},
    }
    assert act("sol", door, id, step, **said.get(step, {})).status_code == 403
    assert act("ada", door, 99, step, **said.get(step, {})).status_code == 404
    assert states() == before


def test_no_page_is_for_students(as_, begun):
    sol, id = as_("sol"), begun()
    paths = (
        "",
        "/new",
        "/new?unit=1",
        "/new?item=1",
        f"/{id}",
        f"/{id}/edit",
        f"/{id}/assess",
        "/maintenance",
    )
    for path in (*paths, "/maintenance/1/start", "/maintenance/1/plan"):
        assert sol.get(f"/repairs{path}").status_code == 403, path
    for path in ("", f"{id}/", "maintenance/"):
        assert sol.get(f"{API}{path}").status_code == 403, path
    assert sol.post(API, json={"unit": 1}).status_code == 403
    assert sol.post("/repairs/new?unit=1").status_code == 403
    assert (
        as_("dora").get("/repairs/99").status_code
        == as_("dora").get(f"{API}99/").status_code
        == 404
    )


@DOORS
def test_the_desk_does_not_approve(as_, act, begun, door):
    id = begun("assess")
    assert act("dora", door, id, "approve").status_code == 403
    assert f"/repairs/{id}/approve" not in as_("dora").get(f"/repairs/{id}").text
    assert f"/repairs/{id}/approve" in as_("tess").get(f"/repairs/{id}").text


def test_reported_twice_with_one_key_is_one(app, as_):
    once = {"Idempotency-Key": "k"}
    for _ in range(2):
        assert as_("dora").post(API, json={"unit": 1}, headers=once).status_code == 201
    assert count(app) == 1


@pytest.mark.parametrize(
    ("who", "far", "step"), [("tess", "assess", "approve"), ("dora", "approve", "send")]
)
def test_of_four_at_once_one_wins(as_, act, begun, states, who, far, step):
    id = begun(far)
    browsers = [as_(who) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        answers = pool.map(lambda browser: act(browser, "api", id, step), browsers)
        codes = sorted(answer.status_code for answer in answers)
    assert codes == [200, 409, 409, 409]
    if step == "send":
        assert states() == {"available": 2, "under_repair": 1}


@DOORS
def test_nonsense_writes_nothing_and_keeps_what_was_typed(app, act, begun, states, door):
    id, before = begun("approve"), states()
    with app.app_context():
        late = str(calendar.today() - timedelta(days=1))
    for said, field in (
        ({"expected_on": late}, "expected_on"),
        ({"vendor": 2}, "vendor"),
        ({"vendor": 99}, "vendor"),
    ):
        no = act("dora", door, id, "send", notes="By post", **said)
        assert no.status_code == 422
        assert "By post" in no.text if door == "page" else no.json["fields"][field]
    assert states() == before
