"""Nobody is told that something is approved which was cancelled before the e-mail left."""

import pytest
from sqlalchemy import select

from tests.support.days import ahead
from webapp.core.db import db
from webapp.core.outbox import Letter

from ..cancel_acts import DOORS, is_done, undo
from ..conftest import API, REQUESTS
from ..desk_acts import act

ABOUT_ANSWERS = {"approved", "rejected", "answered", "rearranged", "ready"}


@pytest.fixture
def told(letters):
    """The kinds of the e-mails to Sol that are to be sent, oldest first; of the answers, or all."""

    def kinds(*, every=False):
        theirs = [kind for kind, to in letters() if to == "sol"]
        return theirs if every else [kind for kind in theirs if kind in ABOUT_ANSWERS]

    return kinds


@pytest.fixture
def reads(app):
    """The text of the one e-mail of a kind that is to be sent."""

    def text(kind):
        with app.app_context():
            wanted = select(Letter.text).where(Letter.kind == kind)
            return db.session.scalars(wanted.where(Letter.cancelled_at.is_(None))).one()

    return text


@pytest.fixture
def answered(as_, three):
    """All three are approved in one act, with a word; the request and its lines."""
    request, lines = three
    said = {"notes": "At the back door"}
    answer = as_("tess").post(f"{REQUESTS}{request}/approve/", json=said)
    assert answer.status_code == 200, answer.json
    return request, lines


def cancel(browser, id, door="api", of="checkouts"):
    path = f"/api/inventory/{of}/{id}/cancel/" if door == "api" else f"/{of}/{id}/cancel"
    assert is_done(browser.post(path, **({"json": {}} if door == "api" else {"data": {}})))


@DOORS
def test_cancelled_by_its_borrower_it_is_not_told_as_approved(as_, approved, told, door):
    assert told() == ["approved"]
    cancel(as_("sol"), approved, door)
    assert told(every=True) == []


@DOORS
def test_cancelled_by_the_desk_only_that_is_told(as_, approved, told, door):
    cancel(as_("dora"), approved, door)
    assert told(every=True) == ["cancelled"]


def test_what_was_told_stays_told(as_, approved, told, all_sent):
    all_sent()
    cancel(as_("sol"), approved)
    undo(as_("sol"), "api", approved)
    assert told(every=True) == ["approved"]


@DOORS
@pytest.mark.parametrize("who", ["sol", "dora"])
def test_undone_in_time_it_is_told_again(app, as_, asked, told, reads, door, who):
    as_("tess").post(f"{API}{asked}/approve/", json={"notes": "At the back door"})
    cancel(as_(who), asked)
    assert is_done(undo(as_(who), door, asked))
    assert told(every=True) == ["approved"]
    assert "At the back door" in reads("approved")
    assert act(as_("tess"), asked, "undo").status_code == 200
    assert told(every=True) == []


def test_undone_too_late_that_is_told(as_, approved, told, all_sent):
    cancel(as_("dora"), approved)
    all_sent()
    undo(as_("dora"), "api", approved)
    assert told(every=True) == ["cancelled", "restored"]


def test_what_else_was_changed_is_not_told_either(as_, approved, told):
    moved = act(as_("tess"), approved, "rearrange", due_date=str(ahead(2)))
    assert (moved.status_code, told()) == (200, ["approved", "rearranged"])
    cancel(as_("sol"), approved)
    assert told(every=True) == []


def test_of_several_the_others_are_told_anew(as_, answered, told, reads):
    _request, lines = answered
    assert told() == ["answered"]
    cancel(as_("sol"), lines[0])
    assert told() == ["answered"]
    text = reads("answered")
    assert "Violin" not in text
    assert {
        word for word in ("Harp", "Music Stand", "At the back door") if word in text
    } == {
        "Harp",
        "Music Stand",
        "At the back door",
    }
    cancel(as_("sol"), lines[2])
    assert told() == ["approved"]
    assert "Harp" in reads("approved")
    assert act(as_("tess"), lines[1], "undo").status_code == 200
    assert told(every=True) == []


@pytest.mark.parametrize("who", ["sol", "dora"])
@DOORS
def test_the_whole_request(as_, answered, told, reads, door, who):
    request, _lines = answered
    cancel(as_(who), request, door, of="requests")
    assert told() == []
    assert is_done(undo(as_(who), door, request, "requests"))
    assert told(every=True) == ["answered"]
    for word in ("Violin", "Harp", "Music Stand", "At the back door"):
        assert word in reads("answered")
    answer = as_("tess").post(f"{REQUESTS}{request}/undo/", json={})
    assert (answer.status_code, told(every=True)) == (200, [])


def test_one_comes_back_into_the_email_about_the_others(as_, answered, told, reads):
    _request, lines = answered
    cancel(as_("dora"), lines[0])
    undo(as_("dora"), "api", lines[0])
    assert told(every=True) == ["answered"]
    assert "Violin" in reads("answered")


def test_or_is_told_alone_once_that_has_left(as_, answered, told, reads, all_sent):
    _request, lines = answered
    cancel(as_("sol"), lines[0])
    all_sent()
    undo(as_("sol"), "api", lines[0])
    assert told(every=True) == ["answered", "approved"]
    assert "Violin" in reads("approved")


def test_what_was_declined_with_it_is_told(as_, three, told, reads):
    request, lines = three
    declined = [{"checkout": line, "reason": "None left"} for line in lines[1:]]
    said = {"lines": [{"checkout": lines[0]}], "declined": declined}
    assert as_("tess").post(f"{REQUESTS}{request}/approve/", json=said).status_code == 200
    cancel(as_("sol"), lines[0])
    assert told() == ["answered"]
    assert reads("answered").count("None left") == 2
    assert "Violin" not in reads("answered")
