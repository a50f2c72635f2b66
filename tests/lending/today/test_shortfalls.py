"""Each promise that cannot be kept says why, since when, and from when on it could be: by page and by program."""

import pytest

from tests.support.days import ahead
from tests.support.queries import counted
from webapp.core.db import db, transaction
from webapp.lending.models import Checkout

from ..ahead_acts import promise
from ..conftest import API
from ..desk_acts import act
from .test_unkept import loses

PATH = "/desk/unkept"
UNITS = "/api/inventory/units/"
REPAIRS = "/api/inventory/repairs/"


def unkept(as_):
    (line,) = as_("dora").get(f"{API}unkept/").json
    return line


def reasons(line):
    """Each reason with since when it is so."""
    return [(each["reason"], each["since"]) for each in line["shortfalls"]]


def page(as_, path=PATH):
    return " ".join(as_("dora").get(path).text.split())


def damaged(as_, tag):
    """The repair of a unit that is reported damaged."""
    units = as_("dora").get(UNITS).json
    (id,) = (unit["id"] for unit in units if unit["tag"] == tag)
    said = {"unit": id, "damage_type": "physical", "severity": "minor"}
    return as_("dora").post(REPAIRS, json=said).json["id"]


def is_out_until(app, as_, id, first, due):
    """As if it had been handed out for other days."""
    act(as_("dora"), id, "hand_out")
    with app.app_context(), transaction():
        loan = db.session.get(Checkout, id)
        loan.starts_on, loan.due_on = ahead(first), ahead(due)


def in_words(day):
    return f"{day:%a} {day.day} {day:%b}"


def test_lost(app, as_, harp):
    promise(as_, harp, 1, 4)
    loses(app, harp)
    line = unkept(as_)
    assert reasons(line) == [("lost", str(ahead(0)))]
    assert line["possible_from"] is None
    for path in (PATH, "/desk"):
        assert f"<b>Lost on {in_words(ahead(0))}</b>" in page(as_, path)
        assert "No later day is known on which it could be kept." in page(as_, path)


def test_what_was_lost_and_found_again_is_no_reason(app, as_, harp, last):
    promise(as_, harp, 1, 4)
    loses(app, harp)
    undone = as_("tess").post(f"/api/inventory/operations/{last('lost')}/undo/", json={})
    assert undone.status_code == 201
    loses(app, harp)
    assert len(unkept(as_)["shortfalls"]) == 1


def test_late_with_somebody(app, as_, harp):
    out = promise(as_, harp, 0, 1, who="nia")
    promise(as_, harp, 2, 4)
    is_out_until(app, as_, out, -9, -3)
    (reason,) = unkept(as_)["shortfalls"]
    assert (reason["reason"], reason["since"]) == ("late", str(ahead(-2)))
    assert (reason["student_name"], reason["checkout"]) == ("Nia", out)
    assert f"Late since {in_words(ahead(-2))}" in page(as_)
    assert f'<a href="/checkouts/{out}">Nia</a> has it' in page(as_)


def test_out_for_longer_with_the_first_day_on_which_it_could_be_kept(app, as_, harp):
    promise(as_, harp, 3, 5)
    out = promise(as_, harp, 0, 1, who="nia")
    is_out_until(app, as_, out, 0, 7)
    line = unkept(as_)
    assert reasons(line) == [("out", None)]
    assert line["shortfalls"][0]["until"] == str(ahead(7))
    assert line["possible_from"] == str(ahead(8))
    assert f"It could be kept from {in_words(ahead(8))} on." in page(as_)


def test_damaged_then_in_repair_with_the_day_it_is_expected(as_, violas):
    for who in ("sol", "nia", "ada"):
        promise(as_, violas, 1, 4, who=who)
    repair = f"{REPAIRS}{damaged(as_, 'VLA-2')}/"
    assert reasons(unkept(as_)) == [("damaged", str(ahead(0)))]
    as_("tess").post(f"{repair}approve/", json={})
    as_("tess").post(f"{repair}send/", json={"expected_on": str(ahead(9))})
    (reason,) = unkept(as_)["shortfalls"]
    assert (reason["reason"], reason["tag"]) == ("under_repair", "VLA-2")
    assert reason["until"] == str(ahead(9))
    assert f"expected back on {in_words(ahead(9))}" in page(as_)


def test_blocked_and_why(as_, violas):
    """Another one is free, so nothing is said about later days."""
    id, dora, tess = promise(as_, violas, 0, 4), as_("dora"), as_("tess")
    unit = act(dora, id, "set_aside").json["units"][0]["unit"]
    tess.post(f"{UNITS}{unit}/block/", json={"reason": "The neck is loose"})
    (reason,) = unkept(as_)["shortfalls"]
    assert (reason["reason"], reason["since"]) == ("blocked", str(ahead(0)))
    assert (reason["unit"], reason["notes"]) == (unit, "The neck is loose")
    assert f"Kept back since {in_words(ahead(0))}" in page(as_)
    assert "“The neck is loose”" in page(as_)
    assert "No later day" not in page(as_)


def test_of_certain_units_only_they_are_told(app, as_, violas):
    """What else of the item is away does not stand in the way of who has another one set aside."""
    id, dora, tess = promise(as_, violas, 0, 4), as_("dora"), as_("tess")
    unit = act(dora, id, "set_aside").json["units"][0]["unit"]
    damaged(as_, "VLA-3")
    tess.post(f"{UNITS}{unit}/block/", json={"reason": "Loose"})
    assert [each["unit"] for each in unkept(as_)["shortfalls"]] == [unit]


def test_loose_pieces_are_counted(app, as_, stand):
    promise(as_, stand, 1, 4, quantity=19)
    loses(app, stand, 2)
    dora = as_("dora")
    dora.post(REPAIRS, json={"item": stand, "quantity": 3, "description": "Bent"})
    told = {each["reason"]: each["quantity"] for each in unkept(as_)["shortfalls"]}
    assert told == {"damaged": 3, "lost": 2}
    assert "× 3" in page(as_)


@pytest.mark.parametrize("path", [PATH, f"{API}unkept/", "/desk"])
def test_many_take_no_more_statements_than_one(app, as_, harp, violas, stand, path):
    dora = as_("dora")
    promise(as_, harp, 1, 4)
    loses(app, harp)
    with counted(app) as one:
        dora.get(path)
    promise(as_, violas, 1, 4, quantity=3)
    promise(as_, stand, 1, 4, quantity=20)
    damaged(as_, "VLA-1")
    loses(app, stand, 5)
    with counted(app) as many:
        assert dora.get(path).status_code == 200
    assert len(many) == len(one)
    assert len(dora.get(f"{API}unkept/").json) >= 3
