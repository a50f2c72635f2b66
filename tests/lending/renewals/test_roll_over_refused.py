"""What a roll-over is refused for, and to whom."""

from tests.support.days import ahead
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.people.models import User
from webapp.school import closed_days

from ..ahead_acts import promise
from .acts import due, hand_out
from .roll_acts import DAY, ROLL, reasons, roll

ADA = Actor(5, "Ada", "admin", 0)
TESS = 1


def test_a_closed_day_is_refused_with_the_next_open_one(app, as_, group, out):
    with app.app_context(), transaction():
        days = {"starts_on": ahead(60), "ends_on": ahead(61), "yearly": False}
        closed_days.add(ADA, name="Repairs", **days)
    no = roll(as_("tess"), group)
    assert (no.status_code, [*no.json["fields"]]) == (422, ["due_date"])
    assert no.json["offers"][0]["change"] == {"due_date": str(ahead(62))}
    page = as_("tess").get(f"/roll-overs?whose=group-{group}&due_date={DAY}")
    assert page.status_code == 422
    assert f"due_date={ahead(62)}" in page.text


def test_what_makes_no_sense(as_, group, out):
    tess = as_("tess")
    assert tess.post(ROLL, json={"due_date": DAY}).status_code == 422
    assert roll(tess, group, teacher=TESS).status_code == 422
    assert roll(tess, 99).status_code == 404
    assert tess.post(ROLL, json={"group": group}).status_code == 422  # there is no term
    assert roll(tess, group, loans=[999]).status_code == 422
    assert roll(tess, group, due_date=str(ahead(-1))).status_code == 422
    key = {"Idempotency-Key": "dry"}
    said = {"group": group, "due_date": DAY}
    assert tess.post(f"{ROLL}?dry_run=1", json=said, headers=key).status_code == 422


def test_the_desk_may_say_so_only_as_long_as_it_lends(as_, group, out):
    assert reasons(roll(as_("dora"), group, dry=True)) == {out: "too_long"}
    assert roll(as_("dora"), group).status_code == 409
    near = str(ahead(20))
    assert roll(as_("dora"), group, due_date=near).status_code == 201
    assert due(as_, out) == near


def test_students_roll_nothing_over(as_, group, out):
    id = roll(as_("tess"), group).json["id"]
    sol = as_("sol")
    assert roll(sol, group).status_code == 403
    assert sol.get("/roll-overs").status_code == 403
    assert sol.get(f"/roll-overs/{id}").status_code == 404
    assert sol.get(f"{ROLL}{id}/").status_code == 404
    assert sol.post(f"/roll-overs/{id}/undo").status_code == 404
    assert "Roll over" not in sol.get(f"/groups/{group}").text
    assert f"/roll-overs?whose=group-{group}" in as_("tess").get(f"/groups/{group}").text


def test_what_is_not_ticked_keeps_nothing_from_what_is(as_, group):
    kind = {"name": "Lute", "category": "instrument", "location": "Store", "quantity": 2}
    lute = as_("tess").post("/api/inventory/items/", json=kind).json["id"]
    hand_out(as_, lute, 4, who="nia")
    mine = hand_out(as_, lute, 4, who="sol")
    promise(as_, lute, 20, 25, who="tess")
    done = roll(as_("tess"), group, loans=[mine])
    assert done.status_code == 201, done.json
    assert due(as_, mine) == DAY


def test_who_was_disabled_meanwhile_is_left_out_with_the_reason(
    app, as_, group, out, stands
):
    """Sol may come in as the plan is made, and not any more as the worker comes to it."""
    tess = as_("tess")
    assert reasons(roll(tess, group, dry=True))[out] == ""
    with app.app_context(), transaction():
        db.session.get_one(User, 2).is_active = False
    before = due(as_, out)
    seen = roll(tess, group, dry=True)
    assert reasons(seen)[out] == "disabled"
    roll(tess, group)
    assert due(as_, out) == before


def test_of_a_teacher_who_was_disabled_is_listed_as_of_a_class(app, as_, out):
    """Whatever one asks for, what they still have is seen, on paper too."""
    tess = as_("tess")
    with app.app_context(), transaction():
        db.session.get_one(User, 2).is_active = False
        teacher = db.session.get_one(User, 2).teacher_id
    seen = roll(tess, None, dry=True, teacher=teacher)
    assert reasons(seen)[out] == "disabled"
    paper = tess.get(f"/reports/out?teacher={teacher}").text.partition("<main")[2]
    assert f"/checkouts/{out}" in paper or "Sol" in paper
