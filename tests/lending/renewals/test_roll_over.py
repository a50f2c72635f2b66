"""Roll-over: what a class has, or a teacher's students, is due on a later day in one act."""

from concurrent.futures import ThreadPoolExecutor

from tests.support.days import ahead
from tests.support.html import forms
from tests.support.queries import counted
from webapp.core.actor import Actor
from webapp.core.db import transaction
from webapp.school import terms

from ..ahead_acts import promise
from ..conftest import API
from ..desk_acts import act
from .acts import decide, due, hand_out
from .roll_acts import DAY, ROLL, reasons, roll, sent_of

ADA = Actor(5, "Ada", "admin", 0)
TESS = 1


def test_the_preview_says_what_becomes_of_each_and_changes_nothing(
    as_, group, out, stands, harp
):
    promise(as_, harp, 20, 25, who="nia")
    seen = roll(as_("tess"), group, dry=True)
    assert seen.status_code == 200
    assert reasons(seen) == {out: "promised", stands[0]: "", stands[1]: ""}
    assert f"{ahead(20):%a %-d %b}" in next(
        each["detail"] for each in seen.json["loans"] if each["checkout"] == out
    )
    assert [due(as_, id) for id in stands] == [str(ahead(4)), str(ahead(6))]


def test_all_that_nothing_is_against_is_due_then_and_each_person_is_told_once(
    app, as_, group, out, stands, letters
):
    done = roll(as_("tess"), group)
    assert (done.status_code, done.json["state"]) == (201, "done")
    assert {each["became"] for each in done.json["loans"]} == {"moved"}
    assert {due(as_, id) for id in (out, *stands)} == {DAY}
    assert sorted(letters())[-2:] == [("rolled_over", "nia"), ("rolled_over", "sol")]
    texts = sent_of(app)
    assert "2 loans of yours are due later" in texts["sol"][0]
    assert texts["sol"][1].count(f"{ahead(60):%A %-d %B %Y}") == 2


def test_a_page_shows_each_with_a_tick_and_rolls_over_what_is_ticked(
    as_, group, out, stands
):
    tess = as_("tess")
    path = f"/roll-overs?whose=group-{group}&due_date={DAY}"
    shown = tess.get(path)
    assert "3 of 3 can be due on" in shown.text
    (form,) = [
        form
        for form in forms(shown.text)
        if form.values.get("due_date") == DAY and form.method == "post"
    ]
    said = form.values | {"loans": [str(stands[0])]}
    done = tess.post("/roll-overs", data=said)
    assert done.status_code == 303
    assert due(as_, stands[0]) == DAY
    assert due(as_, out) == str(ahead(4))
    assert "1 of 1 is due on" in tess.get(done.location).text


def test_a_page_that_is_refused_keeps_what_was_ticked(as_, group, out, stands):
    said = {"whose": f"group-{group}", "due_date": DAY}
    no = as_("tess").post("/roll-overs", data=said)
    assert no.status_code == 422
    assert "Tick what is to be due on that day" in no.text
    assert f'value="{out}" checked' not in no.text
    for typed in ({"due_date": ""}, {"due_date": "soon"}, {"whose": "nobody-3"}):
        ticked = said | {"loans": [str(out)]} | typed
        assert as_("tess").post("/roll-overs", data=ticked).status_code == 422


def test_what_somebody_waits_for_is_left_out_unless_it_is_ticked(as_, group, out, harp):
    assert (
        as_("nia").post(f"/api/inventory/items/{harp}/waitlist/", json={}).status_code
        == 201
    )
    seen = roll(as_("tess"), group, dry=True)
    assert reasons(seen) == {out: "waited_for"}
    assert (seen.json["loans"][0]["possible"], seen.json["loans"][0]["chosen"]) == (
        True,
        False,
    )
    assert roll(as_("tess"), group).status_code == 409
    assert roll(as_("tess"), group, loans=[out]).status_code == 201
    assert due(as_, out) == DAY


def test_what_is_late_is_left_out_where_borrowers_may_not_keep_it(app, as_, group, late):
    assert reasons(roll(as_("tess"), group, dry=True)) == {late: "overdue"}
    decide(app, renew_late=True)
    assert reasons(roll(as_("tess"), group, dry=True)) == {late: ""}
    assert roll(as_("tess"), group).status_code == 201
    assert due(as_, late) == DAY


def test_two_of_a_class_do_not_both_get_the_last_one(as_, group, stand):
    first = hand_out(as_, stand, 4, quantity=10)
    second = hand_out(as_, stand, 4, who="nia", quantity=10)
    promise(as_, stand, 30, 35, who="nia", quantity=10)
    seen = roll(as_("tess"), group, dry=True)
    assert sorted(reasons(seen).values()) == ["", "promised"]
    done = roll(as_("tess"), group, loans=[first, second])
    became = {each["checkout"]: each["became"] for each in done.json["loans"]}
    assert sorted(became.values()) == ["moved", "refused"]
    assert sorted(due(as_, id) for id in (first, second)) == [str(ahead(4)), DAY]


def test_what_is_lent_to_the_class_itself_is_among_it(as_, group, stand):
    said = {"item": stand, "student": 4, "group": group, "due_date": str(ahead(4))}
    id = as_("tess").post(API, json=said).json["id"]
    act(as_("tess"), id, "approve")
    act(as_("dora"), id, "hand_out")
    assert reasons(roll(as_("tess"), group, dry=True)) == {id: ""}


def test_by_teacher_and_until_the_end_of_the_next_term(app, as_, out):
    with app.app_context(), transaction():
        days = {"starts_on": ahead(50), "ends_on": ahead(110), "return_by": ahead(100)}
        terms.add(ADA, name="Spring", **days)
    done = as_("tess").post(ROLL, json={"teacher": TESS})
    assert done.status_code == 201, done.json
    assert done.json["due_date"] == due(as_, out) == str(ahead(100))


def test_twice_changes_nothing(as_, group, out, letters):
    assert roll(as_("tess"), group).status_code == 201
    no = roll(as_("tess"), group)
    assert no.status_code == 409
    assert letters().count(("rolled_over", "sol")) == 1


def test_two_at_once(app, as_, group, out, letters):
    browsers = [as_("ada"), as_("tess")]
    with ThreadPoolExecutor(2) as pool:
        said = [*pool.map(lambda browser: roll(browser, group), browsers)]
    moved = [
        each
        for no in said
        for each in no.json.get("loans", ())
        if each["became"] == "moved"
    ]
    refused = [
        no for no in said if no.status_code == 409 or reasons(no) == {out: "already"}
    ]
    assert len(refused) == 1, [no.json for no in said]
    assert letters().count(("rolled_over", "sol")) == 1
    assert moved


def test_as_many_queries_for_four_as_for_one(app, as_, group, out, stand):
    tess = as_("tess")
    path = f"/roll-overs?whose=group-{group}&due_date={DAY}"
    tess.get(path)
    with counted(app) as one:
        tess.get(path)
    for each in ("nia", "sol", "nia"):
        hand_out(as_, stand, 5, who=each)
    with counted(app) as four:
        tess.get(path)
    assert len(one) == len(four)
