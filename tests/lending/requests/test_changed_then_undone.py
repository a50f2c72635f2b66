"""What was changed since it was approved goes with the decision, and no letter of it leaves before the approval's."""

import pytest

from tests.support.days import ahead
from webapp.core.db import db
from webapp.core.outbox import Letter
from webapp.lending.models import CheckoutEvent

from ..ahead_acts import page_says, promise
from ..conftest import API, REQUESTS
from ..desk_acts import act

DOORS = pytest.mark.parametrize("path", ["/checkouts/{}/undo", API + "{}/undo/"])


@DOORS
def test_undoing_the_decision_undoes_the_approval(app, as_, harp, path, letters):
    id, tess = promise(as_, harp, 0, 4), as_("tess")
    act(as_("dora"), id, "rearrange", due_date=str(ahead(2)))
    assert tess.post(path.format(id)).status_code in (200, 303)
    assert tess.get(f"{API}{id}/").json["status"] == "pending"
    assert {"approved", "rearranged"}.isdisjoint(kind for kind, _who in letters())
    assert last_undone(app, id) == "approve"
    assert "Decision undone" in page_says(tess, f"/checkouts/{id}")


def last_undone(app, id):
    """What kind of decision about a loan was taken back last."""
    with app.app_context():
        events = db.session.query(CheckoutEvent).filter_by(checkout_id=id)
        kinds = {event.id: event.kind for event in events}
        last = max(events, key=lambda event: event.id)
        return kinds[last.undoes]


def test_so_does_undoing_a_whole_answer(as_, three, letters):
    id, ids = three
    as_("tess").post(f"{REQUESTS}{id}/approve/", json={})
    act(as_("dora"), ids[0], "rearrange", due_date=str(ahead(2)))
    assert as_("tess").post(f"{REQUESTS}{id}/undo/").status_code == 200
    assert {"answered", "rearranged"}.isdisjoint(kind for kind, _who in letters())


@pytest.mark.parametrize("together", [False, True])
def test_the_letter_of_a_change_leaves_after_the_approvals(app, as_, three, together):
    id, ids = three
    lines = [{"checkout": line} for line in (ids if together else ids[:1])]
    as_("tess").post(f"{REQUESTS}{id}/approve/", json={"lines": lines})
    act(as_("dora"), ids[0], "rearrange", due_date=str(ahead(2)))
    with app.app_context():
        query = db.session.query(Letter.kind).filter(Letter.address.like("sol%"))
        order = [kind for (kind,) in query.order_by(Letter.due_at, Letter.id)]
    assert order == ["answered" if together else "approved", "rearranged"]


@pytest.mark.parametrize("verb", ["approve", "approve_and_hand_out"])
def test_a_version_that_is_none_approves_nothing(as_, asked, verb):
    no = as_("tess").post(f"/checkouts/{asked}/{verb}?version=abc")
    assert no.status_code == 422
    assert as_("tess").get(f"{API}{asked}/").json["status"] == "pending"


def test_nor_does_it_answer_a_request(as_, three):
    id, ids = three
    typed = {"version": "abc", f"{ids[0]}-verdict": "yes"}
    assert as_("tess").post(f"/requests/{id}/answer", data=typed).status_code == 422
    assert as_("tess").get(f"{API}{ids[0]}/").json["status"] == "pending"
