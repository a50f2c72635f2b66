"""What was cancelled of a request in one act is undone in one, or each of it alone."""

from webapp.core.db import db

from ..ahead_acts import promise
from ..cancel_acts import DOORS, is_done, undo
from ..conftest import REQUESTS
from ..desk_acts import act


@DOORS
def test_a_whole_request_is_one_act_and_one_email(
    as_, three, door, letters, status, all_sent
):
    request, lines = three
    as_("dora").post(f"{REQUESTS}{request}/cancel/")
    page = as_("dora").get(f"/requests/{request}").text
    assert "Undo: not cancelled after all" in page
    all_sent()
    before = letters()
    assert is_done(undo(as_("dora"), door, request, "requests"))
    assert [status(id) for id in lines] == ["pending"] * 3
    assert letters()[len(before) :] == [("restored_several", "sol")]
    assert undo(as_("dora"), door, request, "requests").status_code == 409


def test_a_whole_request_comes_back_whole_or_not(as_, three, harp, status):
    request, lines = three
    as_("sol").post(f"{REQUESTS}{request}/cancel/")
    promise(as_, harp, 0, 5, who="nia")
    no = undo(as_("sol"), "api", request, "requests")
    assert (no.status_code, no.json["facts"]["checkout"]) == (409, lines[1])
    assert [status(id) for id in lines] == ["cancelled"] * 3
    assert is_done(undo(as_("sol"), "api", lines[0]))
    assert status(lines[0]) == "pending"


def test_whose_request_it_is_not(as_, three):
    request, _lines = three
    as_("dora").post(f"{REQUESTS}{request}/cancel/")
    assert undo(as_("nia"), "api", request, "requests").status_code == 404
    assert undo(as_("sol"), "api", request, "requests").status_code == 403
    assert is_done(undo(as_("tess"), "page", request, "requests"))


def test_of_what_was_cancelled_together_one_alone(as_, three, letters, letter):
    request, lines = three
    as_("dora").post(f"{REQUESTS}{request}/cancel/")
    undo(as_("dora"), "api", lines[0])
    assert letters()[-1] == ("cancelled_several", "sol")
    assert "Violin" not in letter("cancelled_several")
    undo(as_("dora"), "api", lines[1])
    assert letters()[-1] == ("cancelled", "sol")
    assert "Music Stand" in letter("cancelled")
    undo(as_("dora"), "api", lines[2])
    assert {kind for kind, _to in letters()} == {"requested_several"}


def test_a_line_given_up_in_a_change_can_come_back(as_, three, status):
    request, lines = three
    said = {"cancelled": [lines[0]]}
    changed = as_("sol").post(f"{REQUESTS}{request}/change/", json=said)
    assert changed.status_code == 200, changed.json
    assert is_done(undo(as_("sol"), "api", lines[0]))
    assert [status(id) for id in lines] == ["pending"] * 3


def test_what_was_given_to_somebody_else_since_stays_theirs(as_, three, app):
    request, lines = three
    act(as_("sol"), lines[0], "cancel")
    with app.app_context():
        nia = db.session.scalar(db.text("SELECT id FROM users WHERE name = 'Nia'"))
    given = as_("dora").post(f"{REQUESTS}{request}/give/", json={"borrower": nia})
    assert given.status_code == 200, given.json
    no = undo(as_("sol"), "api", lines[0])
    assert no.status_code == 409
    assert "somebody else" in no.json["detail"]
