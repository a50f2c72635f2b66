"""Answering a request: the same acts on loans and on bookings, signed in and by the link of the e-mail."""

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest

from tests.rooms.conftest import person
from tests.support.days import ahead
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.people.models import User
from webapp.rooms.rules import rules
from webapp.school import calendar

PART = {"HX-Request": "true", "HX-Request-Type": "partial"}


@dataclass(frozen=True)
class Kind:
    """How one kind of request is named, and what its answers are called."""

    path: str  # below / and below the API
    decline: str
    approved: str  # its status then
    declined: str
    card: str  # the id of what shows it
    change: tuple[str, str] = ("", "")  # the verb of its other form, and that form's field


LOAN = Kind(
    "checkouts", "reject", "approved", "rejected", "request", ("change", "due_date")
)
BOOKING = Kind("reservations", "decline", "confirmed", "cancelled", "decision")
KINDS = {"loan": LOAN, "booking": BOOKING}


@pytest.fixture(params=sorted(KINDS))
def kind(request):
    return KINDS[request.param]


@pytest.fixture(params=["signed in", "by link"])
def door(request):
    return request.param


@pytest.fixture
def made(app, as_, kind):
    """Sol's request: its id."""
    body = {"item": 1, "quantity": 1, "due_date": str(ahead(7))}
    if kind is BOOKING:
        with app.app_context(), transaction():
            rules.add(
                person("ada"), name="Ask first", role="student", room=1, needs_approval=True
            )
            day = calendar.today() + timedelta(days=14)
        body = {"room": 1, "start_time": f"{day}T14:00", "end_time": f"{day}T15:00"}
    return as_("sol").post(f"/api/inventory/{kind.path}/", json=body).json["id"]


@pytest.fixture
def link(app, made):
    """The path in Tess's e-mail."""
    with app.app_context():
        text = db.session.query(Letter).filter(Letter.kind.endswith("requested")).one().text
    return re.search(r"/r/(?:room/)?[^/\s]+", text)[0]


@pytest.fixture
def own_path(kind, made):
    return f"/{kind.path}/{made}"


@pytest.fixture
def base(door, own_path, link):
    """The address below which Tess answers."""
    return own_path if door == "signed in" else link


@pytest.fixture
def tess(as_, door):
    """Tess's browser; by the link nobody is signed in."""
    return as_("tess") if door == "signed in" else as_()


@pytest.fixture
def status(as_, kind, made):
    return lambda: as_("ada").get(f"/api/inventory/{kind.path}/{made}/").json["status"]


def press(browser, path, verb="approve", **how):
    return browser.post(f"{path}/{verb}", data={"version": "1"}, **how)


def decline(browser, path, kind, reason="Talk to me first", version="1"):
    data = {"reason": reason, "version": version}
    return browser.post(f"{path}/{kind.decline}", data=data)


def test_one_button_approves(tess, base, kind, status):
    done = press(tess, base)
    assert (done.status_code, done.location) == (303, base)
    assert status() == kind.approved


def test_where_only_a_part_is_wanted_the_card_comes_back(tess, base, kind, made, status):
    done = press(tess, base, headers=PART)
    assert done.status_code == 200
    assert f'id="{kind.card}-{made}"' in done.text
    assert "<html" not in done.text
    assert "Approved by you" in done.text
    assert status() == kind.approved


def test_a_form_declines_with_a_reason(tess, base, kind, made, status, as_):
    form = tess.get(f"{base}/{kind.decline}")
    assert form.status_code == 200
    assert "Talk to me first" in form.text
    assert status() == "pending"
    done = decline(tess, base, kind)
    assert (done.status_code, done.location) == (303, base)
    assert status() == kind.declined
    assert "Talk to me first" in as_("sol").get(f"/{kind.path}/{made}").text


def test_a_form_without_what_it_needs_comes_back_and_decides_nothing(
    tess, base, kind, status
):
    refused = decline(tess, base, kind, reason="")
    assert refused.status_code == 422
    assert 'name="reason"' in refused.text
    assert status() == "pending"


@pytest.mark.parametrize("kind", [LOAN], ids=["loan"])
def test_another_form_changes_what_is_approved(tess, base, kind, status):
    verb, field = kind.change
    form = tess.get(f"{base}/{verb}")
    assert re.search(rf'name="{field}"[^>]*value="{ahead(7)}"', form.text)
    done = tess.post(f"{base}/{verb}", data={field: str(ahead(9))})
    assert (done.status_code, done.location) == (303, base)
    assert status() == kind.approved


@pytest.mark.parametrize("answer", ["approve", "decline"])
def test_either_answer_can_be_undone(tess, base, kind, status, answer):
    if answer == "approve":
        press(tess, base)
    else:
        decline(tess, base, kind)
    assert status() != "pending"
    done = press(tess, base, "undo")
    assert (done.status_code, done.location) == (303, base)
    assert status() == "pending"


def test_what_was_not_answered_cannot_be_undone(tess, base, kind, made, status):
    refused = press(tess, base, "undo")
    assert refused.status_code == 409
    assert f'id="{kind.card}-{made}"' in refused.text
    assert status() == "pending"


def test_the_second_time_shows_what_became_of_it(tess, base, kind, made, status):
    press(tess, base)
    again = press(tess, base)
    assert again.status_code == 409
    assert f'id="{kind.card}-{made}"' in again.text
    assert "Approved by you" in again.text
    assert status() == kind.approved


@pytest.mark.parametrize("headers", [{}, PART], ids=["page", "part"])
def test_who_was_slower_sees_who_was_faster(as_, tess, base, own_path, kind, made, headers):
    press(as_("ada"), own_path)
    late = press(tess, base, headers=headers)
    assert late.status_code == 409
    assert f'id="{kind.card}-{made}"' in late.text
    assert "Approved by Ada" in late.text
    assert ("<h1" in late.text) == (not headers)


def test_a_form_that_comes_too_late_decides_nothing(
    as_, tess, base, own_path, kind, made, status
):
    """A booking shows what became of it; a loan's form comes back, for another date may be the way out."""
    press(as_("ada"), own_path)
    late = decline(tess, base, kind, version="2")
    assert late.status_code == 409
    assert (f'id="{kind.card}-{made}"' in late.text) == (kind is BOOKING)
    assert ('name="reason"' in late.text) == (kind is LOAN)
    assert status() == kind.approved


def test_to_a_stranger_it_is_not_there(as_, own_path, kind, status):
    nia = as_("nia")
    assert press(nia, own_path).status_code == 404
    assert nia.get(f"{own_path}/{kind.decline}").status_code == 404
    assert decline(nia, own_path, kind).status_code == 404
    assert press(nia, own_path, "undo").status_code == 404
    assert status() == "pending"


@pytest.mark.parametrize("name", ["sol", "dora"])
def test_who_sees_it_but_does_not_answer_may_not(as_, own_path, kind, status, name):
    browser = as_(name)
    assert press(browser, own_path).status_code == 403
    assert decline(browser, own_path, kind).status_code == 403
    assert press(browser, own_path, "undo").status_code == 403
    assert status() == "pending"


def test_the_link_of_who_answers_no_more_may_not(app, as_, link, kind, status):
    with app.app_context(), transaction():
        db.session.query(User).filter_by(teacher_id=1).update({"teacher_id": None})
        db.session.get(User, 1).role = "desk"
    assert press(as_(), link).status_code == 403
    assert decline(as_(), link, kind).status_code == 403
    assert status() == "pending"


def test_a_link_of_another_kind_or_a_forged_one_opens_nothing(as_, link, kind, status):
    token = link.rpartition("/")[2]
    other = f"/r/{token}" if kind is BOOKING else f"/r/room/{token}"
    for path in (other, f"{link[:-3]}abc"):
        assert as_().get(path).status_code == 404
        assert press(as_(), path).status_code == 404
        assert as_().get(f"{path}/{kind.decline}").status_code == 404
    assert status() == "pending"


def test_only_buttons_and_forms_have_routes(tess, base, kind, status):
    assert press(tess, base, "expire").status_code in (404, 405)
    assert tess.get(f"{base}/approve").status_code == 405
    assert status() == "pending"
