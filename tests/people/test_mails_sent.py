"""E-mails sent to somebody and to their guardians: what about and whether they arrived, for staff."""

from datetime import timedelta

import pytest

from tests.lending.telling.acts import send
from tests.support.queries import counted
from webapp.core import clock, outbox
from webapp.core.bounces import Bounce
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.people.models import Guardian, User
from webapp.school import settings

SOL, NIA = 2, 3
EMAILS = f"/api/inventory/people/{SOL}/emails/"


def write(step, address="sol@school.test", person=SOL, to_guardian=False, **state):
    outbox.write(
        kind="reminder", subject_type="checkout", subject_id=1, step=step, person_id=person,
        is_to_guardian=to_guardian, address=address,
        name=address.partition("@")[0].title(), subject=step, text="Secret",
    )  # fmt: skip
    letter = db.session.query(Letter).filter_by(step=step).one()
    for name, value in state.items():
        setattr(letter, name, value)


def move(app, ada, person, email):
    """Somebody has another address from now on."""
    with app.app_context():
        user = db.session.get_one(User, person)
        form = {
            "version": user.version,
            "name": user.name,
            "email": email,
            "role": user.role,
        }
        form["teacher_id"] = user.teacher_id or ""
    assert ada.post(f"/people/{person}/edit", data=form).status_code == 303


@pytest.fixture
def sent(app):
    """Four to Sol, of which the second came back, one to Sol's guardian, one to Nia, and one that was withdrawn."""
    now = clock.now()
    with app.app_context(), transaction():
        write("First", sent_at=now - timedelta(days=4))
        write("Second", sent_at=now - timedelta(days=3))
        db.session.add(
            Bounce(address="sol@school.test", reason="", at=now - timedelta(days=2))
        )
        write("Third", last_error="550 No such user")
        write("Fourth")
        write("Copy", "pia@home.test", to_guardian=True, sent_at=now)
        write("Hers", "nia@school.test", 3, sent_at=now)
        write("Withdrawn", cancelled_at=now)


@pytest.mark.parametrize("who", ["dora", "ada", "tess"])
def test_staff_read_what_went_out_and_what_became_of_it(as_, sent, who):
    rows = as_(who).get(EMAILS).json
    assert [(row["subject"], row["state"], row["is_copy"]) for row in rows] == [
        ("Copy", "sent", True),
        ("Fourth", "waiting", False),
        ("Third", "failing", False),
        ("Second", "came_back", False),
        ("First", "sent", False),
    ]


def test_nothing_of_what_they_say_is_told(as_, sent):
    dora = as_("dora")
    for path in (EMAILS, f"/people/{SOL}", f"/people/{SOL}/emails"):
        assert "Secret" not in dora.get(path).text


def test_the_page_shows_the_last_few_and_leads_to_all(as_, sent):
    dora = as_("dora")
    page = dora.get(f"/people/{SOL}").text.partition('id="mails"')[2]
    assert "copy to Pia" in page
    assert "came back" in page
    assert "First" not in page.partition("All e-mails")[0]
    every = dora.get(f"/people/{SOL}/emails").text
    assert "First" in every
    assert "Hers" not in every


def test_who_has_none_reads_so(as_):
    assert "No e-mails yet" in as_("dora").get(f"/people/{SOL}/emails").text
    assert 'id="mails"' not in as_("dora").get(f"/people/{SOL}").text


@pytest.mark.parametrize(("who", "status"), [("sol", 403), ("nia", 404)])
def test_nobody_else_does(as_, sent, who, status):
    assert as_(who).get(EMAILS).status_code == status
    assert as_(who).get(f"/people/{SOL}/emails").status_code == status


def test_the_list_goes_on_where_a_page_ended_in_as_many_statements(app, as_, sent):
    dora = as_("dora")
    answer = dora.get(f"{EMAILS}?limit=2")
    assert [row["subject"] for row in answer.json] == ["Copy", "Fourth"]
    after = (
        answer.headers["Link"].partition("after=")[2].partition("&")[0].partition(">")[0]
    )
    counts = []
    for limit in (1, 3):
        with counted(app) as seen:
            rows = dora.get(f"{EMAILS}?limit={limit}&after={after}").json
        counts.append(len(seen))
        assert rows[0]["subject"] == "Third"
    assert counts[0] == counts[1]


def test_they_follow_the_person_over_a_change_of_address(app, as_):
    """Nia gets the address that Sol had: what was written to it stays his."""
    ada = as_("ada")
    with app.app_context(), transaction():
        write("Sols", sent_at=clock.now())
    move(app, ada, SOL, "sol@new.test")
    move(app, ada, NIA, "sol@school.test")
    assert [row["subject"] for row in ada.get(EMAILS).json] == ["Sols"]
    assert ada.get(EMAILS).json[0]["is_copy"] is False
    assert ada.get(f"/api/inventory/people/{NIA}/emails/").json == []
    assert "Sols" not in ada.get(f"/people/{NIA}/emails").text


def test_a_copy_to_a_guardian_is_among_those_of_whom_they_answer_for(app, as_):
    """Nia's guardian has Sol's address: what is told them of Nia is not Sol's."""
    with app.app_context(), transaction():
        db.session.add(Guardian(user_id=NIA, name="Pia", email="sol@school.test"))
        settings.change("copies_to_guardian", ["answers"])
    checkout = as_("nia").post("/api/inventory/checkouts/", json={"item": 1}).json["id"]
    path = f"/api/inventory/checkouts/{checkout}/approve/"
    assert as_("ada").post(path, json={}).status_code == 200
    send(app, "copy")
    rows = as_("dora").get(f"/api/inventory/people/{NIA}/emails/").json
    copies = [row["is_copy"] for row in rows if row["subject"].startswith("Copy: ")]
    assert copies == [True]
    assert as_("dora").get(EMAILS).json == []


def test_what_waits_for_a_guardian_stays_at_an_address_that_somebody_left(app, as_):
    with app.app_context(), transaction():
        write("Sols")
        write("Of Nia", person=NIA, to_guardian=True)
    move(app, as_("ada"), SOL, "sol@new.test")
    with app.app_context():
        query = db.select(Letter.step, Letter.address).where(Letter.kind == "reminder")
        assert dict(db.session.execute(query).all()) == {
            "Sols": "sol@new.test",
            "Of Nia": "sol@school.test",
        }
