"""What the program once wrote into reasons and notes becomes data on the way up, and words again on the way down."""

import flask_migrate
import pytest

from webapp.core import guards
from webapp.core.db import db, transaction
from webapp.guards import ALL

from ..conftest import TAGS
from ..desk_acts import act

READ = db.text("SELECT id, reason, return_notes FROM checkouts ORDER BY id")
CANCELS = db.text("SELECT COUNT(*) FROM checkout_events WHERE kind = 'cancel'")
TYPED = db.text("UPDATE checkouts SET return_notes = :notes WHERE id = :id")


@pytest.fixture
def below(app):
    """What stands in the rows of the older version, after something was typed into them; then up again."""

    def move(**typed):
        with app.app_context():
            flask_migrate.downgrade(revision="0045")
            with transaction():
                for id, notes in typed.items():
                    db.session.execute(TYPED, {"notes": notes, "id": int(id[1:])})
            rows = {id: tuple(said) for id, *said in db.session.execute(READ)}
            db.session.rollback()
            flask_migrate.upgrade()
            assert not guards.missing(db.session.connection(), ALL)
        return rows

    return move


def test_what_went_by_mistake_has_its_words_below(as_, give, violas, below, loan):
    done = give([TAGS[0]], person="Sol").json["id"]
    assert as_("dora").post(f"/api/inventory/hand_overs/{done}/undo/").status_code == 200
    assert below() == {1: ("Handed out by mistake", "")}
    now = loan(1)
    assert (now.ending, now.reason) == ("mistake", "")


def test_who_typed_the_same_words_keeps_them(as_, asked, below, loan):
    said = {"reason": "Handed out by mistake, sorry"}
    as_("dora").post(f"/api/inventory/checkouts/{asked}/cancel/", json=said)
    below()
    now = loan(asked)
    assert (now.ending, now.reason) == ("", said["reason"])


def test_what_is_missing_is_a_line_of_the_notes_below(give, take, violins, below, loan):
    give(["VLN-2"], person="Sol")
    take([{"code": "VLN-2", "accessories": [], "notes": "Wet"}])
    assert below() == {1: ("", "Wet\nMissing: Bow, Case")}
    now = loan(1)
    assert (now.return_notes, now.missing_accessories) == ("Wet", ["Bow", "Case"])


def test_a_note_that_only_begins_so_stays_a_note(give, take, violins, below, loan):
    give(["VLN-2"], person="Sol")
    take(["VLN-2"])
    below(_1="Missing: my umbrella\nMissing: Bow")
    now = loan(1)
    assert now.return_notes == "Missing: my umbrella"
    assert now.missing_accessories == ["Bow"]


def test_who_put_it_back_on_the_shelf_is_known_to_have_cancelled_it(
    app, as_, approved, loan
):
    dora = as_("dora")
    act(dora, approved, "set_aside")
    act(dora, approved, "cancel")
    by = loan(approved).cancelled_by
    with app.app_context():
        flask_migrate.downgrade(revision="0047")
        assert not db.session.scalar(CANCELS)
        db.session.rollback()
        flask_migrate.upgrade()
    now = loan(approved)
    assert (now.cancelled_by, now.cancelled_by_name) == (by, "Dora")
    assert "<b>Cancelled</b> by Dora" in dora.get(f"/checkouts/{approved}").text
