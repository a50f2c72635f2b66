"""The queue of an item: joining, one's place, leaving, pausing, and staff who move people."""

import pytest

from tests.support.days import ahead

from ..queue_acts import CHECKOUTS, ITEMS, act, bring_back, join, line, take_out, waitlist


@pytest.fixture
def harp_out(as_, harp):
    """The one harp, which Nia has; its id."""
    take_out(as_, harp, due_date=str(ahead(5)))
    return harp


def test_g01_what_is_out_can_be_waited_for(app, as_, harp_out):
    place = join(as_, "sol", harp_out, days=3)
    assert (place["status"], place["student_name"]) == ("waiting", "Sol")
    assert line(app, harp_out) == [("Sol", "waiting")]
    assert [each["id"] for each in as_("sol").get(f"{ITEMS}waitlist/").json] == [
        place["id"]
    ]


def test_g02_they_wait_in_order_and_know_their_place(as_, harp_out):
    join(as_, "tess", harp_out)
    place = join(as_, "sol", harp_out, days=3)
    assert (place["place"], place["waiting"]) == (2, 2)
    assert place["likely_on"] > str(
        ahead(6)
    )  # who is first may keep it as long as it is lent


def test_the_first_turn_is_likely_when_it_is_due(as_, harp_out):
    place = join(as_, "sol", harp_out)
    assert place["likely_on"] == str(ahead(6))  # a due day is not free
    shown = as_("sol").get(f"{waitlist(harp_out)}{place['id']}/").json
    assert shown["likely_on"] == place["likely_on"]


def test_what_is_free_need_not_be_waited_for(app, as_, harp):
    no = join(as_, "sol", harp, code=409)
    assert "free now" in no["detail"]
    assert line(app, harp) == []


def test_a_person_stands_once_in_a_queue(app, as_, harp_out):
    place = join(as_, "sol", harp_out)
    no = join(as_, "sol", harp_out, code=409)
    assert no["facts"] == {"wait": place["id"], "queue": place["item"]}
    assert line(app, harp_out) == [("Sol", "waiting")]


def test_leaving_and_joining_again_is_the_end_of_the_queue(app, as_, harp_out):
    place = join(as_, "sol", harp_out)
    join(as_, "tess", harp_out)
    assert act(as_, "sol", place, "leave")["status"] == "left"
    act(as_, "sol", place, "leave", code=409)
    assert join(as_, "sol", harp_out)["place"] == 2
    assert line(app, harp_out) == [("Tess", "waiting"), ("Sol", "waiting")]


def test_g05_staff_move_people_and_say_why(app, as_, harp_out):
    join(as_, "tess", harp_out)
    join(as_, "ada", harp_out)
    place = join(as_, "sol", harp_out)
    moved = act(as_, "dora", place, "move", place=1, reason="Plays on Friday")
    assert moved["place"] == 1
    assert [name for name, _ in line(app, harp_out)] == ["Sol", "Tess", "Ada"]
    assert act(as_, "dora", place, "move", place=2)["place"] == 2
    assert act(as_, "dora", place, "move", place=99)["place"] == 3
    act(as_, "sol", place, "move", code=403, place=1)


def test_g06_a_paused_place_is_kept_and_passed_over(app, as_, harp_out):
    place = join(as_, "sol", harp_out)
    behind = join(as_, "tess", harp_out)
    assert act(as_, "sol", place, "pause", until=str(ahead(10)))["is_paused"]
    loan = 1
    bring_back(as_, loan)
    assert line(app, harp_out) == [("Sol", "waiting"), ("Tess", "offered")]
    act(as_, "tess", behind, "leave")
    assert line(app, harp_out) == [("Sol", "waiting")]
    act(as_, "sol", place, "resume")
    assert line(app, harp_out) == [("Sol", "offered")]
    act(as_, "sol", place, "pause", code=409, until=str(ahead(3)))


def test_a_day_to_pause_until_is_ahead(as_, harp_out):
    place = join(as_, "sol", harp_out)
    assert act(as_, "sol", place, "pause", code=422, until=str(ahead(0)))["fields"] == {
        "until": ["Choose a day in the future"]
    }


def test_g07_a_place_for_this_one_thing(app, as_, violas):
    students = {"VLA-1": 3, "VLA-2": 5, "VLA-3": 1}
    loans = [take_out(as_, violas, student=who, unit=tag) for tag, who in students.items()]
    join(as_, "dora", violas, student=2, unit="VLA-2")
    join(as_, "sol", violas, code=409)
    bring_back(as_, loans[0])
    assert line(app, violas) == [("Sol", "waiting")]
    bring_back(as_, loans[1])
    assert line(app, violas) == [("Sol", "offered")]
    offered = as_("tess").get(waitlist(violas)).json[0]
    units = as_("tess").get(f"{CHECKOUTS}{offered['checkout']}/").json["units"]
    assert units[0]["tag"] == "VLA-2"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"days": 31}, "days"),
        ({"days": 0}, "days"),
        ({"quantity": 2}, "quantity"),
        ({"quantity": 0}, "quantity"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_bad_wishes_are_refused_at_their_field(app, as_, harp_out, said, field):
    assert [*join(as_, "sol", harp_out, code=422, **said)["fields"]] == [field]
    assert line(app, harp_out) == []


def test_strangers_and_others(as_, harp_out):
    place = join(as_, "sol", harp_out)
    for verb in ("leave", "accept", "pause", "resume"):
        act(as_, "nia", place, verb, code=404)
    assert as_("nia").get(f"{waitlist(harp_out)}{place['id']}/").status_code == 404
    assert as_("nia").get(waitlist(harp_out)).status_code == 403
    assert as_("dora").get(waitlist(harp_out)).json[0]["student_name"] == "Sol"
    join(as_, "nia", harp_out, code=404, student=2)
    join(as_, "nia", harp_out, code=403, unit="X")
    join(as_, "sol", 999, code=404)
    act(as_, "sol", place | {"item": 1}, "leave", code=404)
