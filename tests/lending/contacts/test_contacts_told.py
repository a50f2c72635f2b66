"""N12: where it is read who fetches something: e-mail, calendar, desk, paper, person's page; and who may no more."""

from datetime import timedelta

import pytest

from webapp.core import clock, posting
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.lending import agenda
from webapp.people import groups
from webapp.people.models import User

from ..ahead_acts import ask, page_says
from ..conftest import API, REQUESTS
from ..contact_acts import contact_of, name_contact, undo
from ..visit_acts import limit_days
from .conftest import ADA, NIA, SOL, TESS


@pytest.fixture
def loan(as_, stand, group):
    """Promised to the class: Sol answers for it, Nia fetches it today; the loan."""
    said = {"student": SOL, "group": group, "contact": NIA}
    id = ask(as_("tess"), stand, 0, 5, **said).json["id"]
    as_("tess").post(f"{API}{id}/approve/", json={})
    return id


def mails(app, kind):
    with app.app_context():
        query = db.session.query(Letter).filter_by(kind=kind, cancelled_at=None)
        return [letter.address.partition("@")[0] for letter in query.order_by(Letter.id)]


def titles(app, who):
    with app.app_context():
        return [event.title for event in agenda.due(who, clock.now())]


def leave(app, group):
    """Nia is in the class no more."""
    with app.app_context(), transaction():
        row = groups.find(ADA, group)
        groups.describe(
            ADA,
            group,
            version=row.version,
            name="Class 3b",
            kind="class",
            teacher_id=TESS,
            member_ids=[SOL],
        )


def test_n12_both_are_told_that_it_is_ready(app, as_, loan):
    dora = as_("dora")
    assert dora.post(f"{API}{loan}/set_aside/", json={}).status_code == 200
    assert mails(app, "ready") == ["sol"]
    assert mails(app, "ready_to_fetch") == ["nia"]
    dora.post(f"{API}{loan}/undo_set_aside/", json={})
    assert mails(app, "ready") == mails(app, "ready_to_fetch") == []


def test_n12_who_is_named_later_is_told_then_and_the_other_no_more(app, as_, loan):
    as_("dora").post(f"{API}{loan}/set_aside/", json={})
    assert name_contact(as_("tess"), "API", 1, TESS).status_code == 200
    assert mails(app, "ready_to_fetch") == ["tess"]


def send(app):
    """What is due in a while leaves; which kinds went to whom."""
    with clock.at(clock.now() + timedelta(minutes=10)), app.app_context():
        sent = []
        while letter := posting.claim(clock.now()):
            with transaction():
                db.session.get(Letter, letter.id).sent_at = clock.now()
            sent.append((letter.kind, letter.address.partition("@")[0]))
        return [each for each in sent if "fetch" in each[0] and each[0] != "ready"]


def test_n12_who_left_the_group_meanwhile_is_not_told(app, as_, loan, group):
    as_("dora").post(f"{API}{loan}/set_aside/", json={})
    assert mails(app, "ready_to_fetch") == ["nia"]
    leave(app, group)
    assert send(app) == []
    assert mails(app, "ready_to_fetch") == []


def test_n12_who_was_told_hears_that_they_need_not(app, as_, loan):
    dora, tess = as_("dora"), as_("tess")
    dora.post(f"{API}{loan}/set_aside/", json={})
    assert send(app) == [("ready_to_fetch", "nia")]
    name_contact(tess, "API", 1, TESS)
    assert send(app) == [("not_to_fetch", "nia"), ("ready_to_fetch", "tess")]
    name_contact(dora, "API", 1, NIA)
    assert send(app) == [("not_to_fetch", "tess"), ("ready_to_fetch", "nia")]
    dora.post(f"{API}{loan}/cancel/", json={"reason": "Broken"})
    assert send(app) == [("not_to_fetch", "nia")]


def test_n12_what_is_true_again_is_not_told_twice(app, as_, loan):
    dora, tess = as_("dora"), as_("tess")
    dora.post(f"{API}{loan}/set_aside/", json={})
    send(app)
    name_contact(tess, "API", 1, None)
    assert mails(app, "not_to_fetch") == ["nia"]
    undo(tess, "API", 1)
    assert send(app) == []
    dora.post(f"{API}{loan}/hand_out/", json={})
    assert send(app) == []


def test_n12_given_to_somebody_else_it_is_not_fetched_any_more(app, as_, loan, group):
    dora, give = as_("dora"), {"borrower": NIA}
    dora.post(f"{API}{loan}/set_aside/", json={})
    assert send(app) == [("ready_to_fetch", "nia")]
    assert dora.post(f"{REQUESTS}1/give/", json=give).status_code == 200
    assert mails(app, "not_to_fetch") == ["nia"]
    assert dora.post(f"{REQUESTS}1/undo_give/").status_code == 200
    assert send(app) == []


def test_n12_it_is_in_the_calendar_of_who_fetches_it(app, as_, loan):
    assert titles(app, NIA) == ["Pick up: Music Stand for Sol"]
    as_("dora").post(f"{API}{loan}/hand_out/", json={})
    assert titles(app, NIA) == ["Due back: Music Stand for Sol"]
    assert titles(app, SOL) == ["Due back: Music Stand"]


def test_n12_the_desk_reads_what_they_fetch_for_others(as_, loan):
    page = page_says(as_("dora"), "/desk?code=nia@school.test").partition("<main")[2]
    found = page.partition("Fetches for others")[2]
    assert "for Class 3b" in found
    assert "Nia fetches it; Sol answers for it" in found
    assert "Fetches for others" in page_says(as_("dora"), f"/people/{NIA}")


def test_n12_the_lists_and_the_paper_say_who_fetches_it(as_, loan, give, stand_sku):
    dora = as_("dora")
    today = page_says(dora, "/desk/today").partition("<tbody>")[2]
    assert "Nia" in today
    assert "for Sol, to be fetched from Store" in today
    assert give([stand_sku]).status_code == 201
    receipt = page_says(dora, "/receipts/1")
    assert "fetched by Nia" in receipt


def test_n12_who_left_the_group_fetches_it_no_more(app, as_, loan, group):
    leave(app, group)
    nia, dora = as_("nia"), as_("dora")
    assert nia.get(f"{API}{loan}/").status_code == 404
    assert nia.get(f"{REQUESTS}1/").status_code == 404
    words = "Nia was to fetch it and may not any more: Sol does"
    assert words in page_says(dora, f"/checkouts/{loan}")
    assert "Fetches for others" not in page_says(dora, f"/people/{NIA}")
    assert titles(app, NIA) == []
    as_("dora").post(f"{API}{loan}/set_aside/", json={})
    assert mails(app, "ready_to_fetch") == []
    assert mails(app, "ready") == ["sol"]


def test_n12_who_may_not_come_in_fetches_it_no_more(app, as_, loan):
    with app.app_context(), transaction():
        db.session.get(User, NIA).is_active = False
    words = "Nia was to fetch it and may not any more: Sol does"
    assert words in page_says(as_("dora"), "/requests/1")
    assert words not in page_says(as_("sol"), "/requests/1")
    assert contact_of(as_("dora"), 1) == NIA


@pytest.mark.parametrize("door", ["page", "API"])
def test_n12_h05_a_naming_brings_nobody_beyond_the_limit(
    app, as_, stand, group, loan, door
):
    """Sol comes on that day for something else anyway, so Nia would be one more; staff may."""
    sol = as_("sol")
    name_contact(as_("tess"), "API", 1, None)
    assert ask(sol, stand, 0, 3, send_anyway=True).status_code == 201
    limit_days(app, 1, 0)
    no = name_contact(sol, door, 1, NIA)
    assert no.status_code == 422
    assert "The desk is full on" in no.text
    assert contact_of(sol, 1) is None
    assert name_contact(as_("tess"), "API", 1, NIA).status_code == 200


def test_n12_h05_who_comes_instead_is_no_more_than_before(app, as_, loan):
    sol = as_("sol")
    name_contact(as_("tess"), "API", 1, None)
    limit_days(app, 1, 0, 5)
    assert name_contact(sol, "API", 1, NIA).status_code == 200
    assert undo(sol, "API", 1).status_code == 200


def test_n12_h05_who_fetches_it_is_the_visit(app, as_, loan, stand):
    limit_days(app, 1, 0)
    assert ask(as_("nia"), stand, 0, 3).status_code == 201
    assert ask(as_("sol"), stand, 0, 3).json["fields"].keys() == {"checkout_date"}
