"""Another due day is taken back, and what was done before it waits until then."""

import pytest

from tests.support.days import ahead
from webapp.core.actor import Actor

from ..ahead_acts import ask
from ..conftest import API
from ..desk_acts import act
from .acts import say

ADA = Actor(5, "Ada", "admin", 0)
DOORS = pytest.mark.parametrize("door", ["page", "API"])


def due(as_, id):
    return as_("dora").get(f"{API}{id}/").json["due_date"]


@DOORS
def test_undone_it_is_due_as_before(as_, out, door, letters, decisions):
    dora = as_("dora")
    act(dora, out, "extend", due_date=str(ahead(9)))
    assert f"Undo: due on {ahead(4):%a %-d %b} again" in dora.get(f"/checkouts/{out}").text
    assert say(dora, door, out, "undo_extend").status_code in (200, 303)
    assert due(as_, out) == str(ahead(4))
    assert ("extended", "sol") not in letters()
    assert [kind for kind, *_rest in decisions(out)] == ["approve", "extend", "undo"]
    assert say(dora, door, out, "undo_extend").status_code == 409
    assert "<b>Due as before</b>" in dora.get(f"/checkouts/{out}").text


def test_who_had_read_of_it_reads_of_the_undo(as_, out, all_sent, letter):
    act(as_("dora"), out, "extend", due_date=str(ahead(9)))
    all_sent()
    act(as_("dora"), out, "undo_extend")
    assert f"{ahead(4):%A %-d %B %Y}" in letter("not_extended")


def test_what_was_done_before_waits_until_it_is_undone(as_, out, last):
    act(as_("dora"), out, "extend", due_date=str(ahead(9)))
    undo = f"/api/inventory/operations/{last('hand out')}/undo/"
    assert as_("dora").post(undo, json={}).status_code == 409
    act(as_("dora"), out, "undo_extend")
    assert as_("dora").post(undo, json={}).status_code == 201


def test_a_decision_is_not_undone_under_it(as_, harp):
    id = ask(as_("sol"), harp, 0, 4).json["id"]
    act(as_("tess"), id, "approve", hand_out=True)
    act(as_("dora"), id, "extend", due_date=str(ahead(9)))
    assert act(as_("tess"), id, "undo").status_code == 409
    act(as_("dora"), id, "undo_extend")
    assert act(as_("tess"), id, "undo").status_code == 200
