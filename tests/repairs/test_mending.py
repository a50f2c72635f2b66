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


@DOORS
def test_from_damage_to_the_shelf(app, as_, act, states, unit, door):
    dora, tess = as_("dora"), as_("tess")
    said = {"description": "A crack in the top"}
    if door == "page":
        assert (
            dora.post("/repairs/new?unit=1", data=said).headers["Location"] == "/repairs/1"
        )
    else:
        assert dora.post(API, json=said | {"unit": 1}).status_code == 201
    assert states() == {"available": 2, "damaged": 1}
    assert unit() == ("damaged", "damaged")
    assert (
        act(dora, door, 1, "assess", damage_type="physical", severity="severe").status_code
        in DONE
    )
    assert act(tess, door, 1, "approve", estimate="45.50").status_code in DONE
    with app.app_context():
        back = str(calendar.after(calendar.today(), 9))
    assert (
        act(dora, door, 1, "send", vendor=1, expected_on=back, notes="By post").status_code
        in DONE
    )
    assert states() == {"available": 2, "under_repair": 1}
    checked = act(
        dora, door, 1, "finish", quality_check="passed", condition="fair", cost="40"
    )
    assert checked.status_code in DONE
    assert states() == {"available": 3}
    assert unit() == ("available", "fair")
    told = dora.get(f"{API}1/").json
    assert (told["status"], told["quality_check"], told["vendor"]) == (
        "completed",
        "passed",
        "Luthier Huber",
    )
    assert (told["estimate"], told["cost"], told["expected_on"], told["overdue"]) == (
        "45.50",
        "40.00",
        back,
        False,
    )
    acts = [(each["kind"], each["actor"], each["notes"]) for each in told["history"]]
    assert acts == [
        ("report_damage", 4, ""),
        ("assess_damage", 4, ""),
        ("approve_repair", 1, ""),
        ("send_to_repair", 4, "By post"),
        ("finish_repair", 4, ""),
    ]
    page = dora.get("/repairs/1").text
    assert "€45.50" in page
    assert "in repair → on the shelf" in page
    assert 'href="/units/1"' in page
    with app.app_context():
        assert db.session.scalar(select(func.count()).where(Operation.repair_id == 1)) == 5


@DOORS
def test_still_damaged_it_is_approved_and_sent_again(as_, act, begun, states, unit, door):
    id = begun("send")
    assert act("dora", door, id, "finish", quality_check="failed").status_code in DONE
    assert states() == {"available": 2, "damaged": 1}
    assert unit() == ("damaged", "damaged")
    assert "still damaged" in as_("tess").get(f"/repairs/{id}").text
    for who, step in (("tess", "approve"), ("dora", "send")):
        assert act(who, door, id, step).status_code in DONE
    assert act("dora", door, id, "finish", quality_check="passed").status_code in DONE
    assert states() == {"available": 3}
    assert unit() == ("available", "good")


@DOORS
@pytest.mark.parametrize("way", ["assess", "give_up", "finish"])
def test_beyond_repair_it_closes_and_is_written_off_by_others(
    as_, act, begun, states, unit, door, way
):
    id = begun({"assess": "open", "give_up": "approve", "finish": "send"}[way])
    said = {
        "assess": {"damage_type": "water", "severity": "beyond_repair"},
        "give_up": {"notes": "Not worth it"},
        "finish": {"quality_check": "beyond_repair"},
    }
    assert act("dora", door, id, way, **said[way]).status_code in DONE
    assert states() == {"available": 2, "beyond_repair": 1}
    assert unit() == ("beyond_repair", "damaged")
    assert as_("dora").get(f"{API}{id}/").json["status"] == "failed"
    page = as_("dora").get(f"/repairs/{id}").text
    assert "/operations/write-off?unit=1" in page
    assert "What next?" not in page


@DOORS
def test_nothing_was_wrong(as_, act, begun, states, unit, door):
    id = begun("assess")
    assert act("dora", door, id, "cancel", notes="Only dust").status_code in DONE
    assert states() == {"available": 3}
    assert unit() == ("available", "good")
    assert as_("dora").get(f"{API}{id}/").json["status"] == "cancelled"


@DOORS
def test_some_pass_some_do_not_and_one_is_lost_to_us(as_, act, begun, states, door):
    id = begun("send", item=2, quantity=4)
    assert (
        act(
            "dora", door, id, "finish", quality_check="partial", passed=2, beyond_repair=1
        ).status_code
        in DONE
    )
    assert states(2) == {"available": 3, "damaged": 1, "beyond_repair": 1}
    told = as_("dora").get(f"{API}{id}/").json
    assert (told["status"], told["quality_check"], told["quantity"]) == (
        "pending",
        "partial",
        1,
    )
    for who, step, said in (
        ("tess", "approve", {}),
        ("dora", "send", {}),
        ("dora", "finish", {"quality_check": "passed"}),
    ):
        assert act(who, door, id, step, **said).status_code in DONE
    assert states(2) == {"available": 4, "beyond_repair": 1}


@DOORS
@pytest.mark.parametrize(("passed", "beyond"), [(3, 0), (2, 0), (0, 0), (1, 2), (0, 2)])
def test_some_of_each_must_add_up(act, begun, states, door, passed, beyond):
    id = begun("send", item=2, quantity=2)
    no = act(
        "dora",
        door,
        id,
        "finish",
        quality_check="partial",
        passed=passed,
        beyond_repair=beyond,
    )
    assert no.status_code == 422 and "of the 2" in no.text or "2 were repaired" in no.text
    assert states(2) == {"available": 3, "under_repair": 2}


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


def test_the_same_twice_is_one_and_of_two_at_once_one_wins(app, as_, act, begun, states):
    once = {"Idempotency-Key": "k"}
    dora = as_("dora")
    for _ in range(2):
        assert dora.post(API, json={"unit": 1}, headers=once).status_code == 201
    assert count(app) == 1
    act(dora, "api", 1, "assess", damage_type="water", severity="minor")
    people = [as_("tess") for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        codes = list(
            pool.map(lambda tess: act(tess, "api", 1, "approve").status_code, people)
        )
    assert sorted(codes) == [200, 409, 409, 409]
    desks = [as_("dora") for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        codes = list(pool.map(lambda desk: act(desk, "api", 1, "send").status_code, desks))
    assert sorted(codes) == [200, 409, 409, 409]
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
