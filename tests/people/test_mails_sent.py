"""E-mails sent to somebody and to their guardians: what about and whether they arrived, for staff."""

from datetime import timedelta

import pytest

from tests.support.queries import counted
from webapp.core import clock, outbox
from webapp.core.bounces import Bounce
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.people.models import Guardian

SOL = 2
EMAILS = f"/api/inventory/people/{SOL}/emails/"


def write(step, address="sol@school.test", about=("person", SOL), **state):
    outbox.write(
        kind="reminder", subject_type=about[0], subject_id=about[1], step=step,
        address=address, name=address.partition("@")[0].title(), subject=step, text="Secret",
    )  # fmt: skip
    letter = db.session.query(Letter).filter_by(step=step).one()
    for name, value in state.items():
        setattr(letter, name, value)


@pytest.fixture
def sent(app):
    """Four to Sol, of which the second came back, one to Sol's guardian, one to Nia, and one that was withdrawn."""
    now = clock.now()
    with app.app_context(), transaction():
        guardian = Guardian(user_id=SOL, name="Pia", email="pia@home.test")
        db.session.add(guardian)
        db.session.flush()
        write("First", sent_at=now - timedelta(days=4))
        write("Second", sent_at=now - timedelta(days=3))
        db.session.add(
            Bounce(address="sol@school.test", reason="", at=now - timedelta(days=2))
        )
        write("Third", last_error="550 No such user")
        write("Fourth")
        write("Copy", "pia@home.test", ("guardian", guardian.id), sent_at=now)
        write("Hers", "nia@school.test", ("person", 3), sent_at=now)
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
