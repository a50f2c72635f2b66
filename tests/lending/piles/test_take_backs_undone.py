"""A pile taken back, undone: whole or not at all; who may, and the same request twice."""

from sqlalchemy import select

from webapp.core.db import db
from webapp.lending.models import Checkout, Pile
from webapp.stock.ledger import verify

from ..conftest import TAGS, TAKE_BACKS


def kinds(answer):
    return [line["kind"] for line in answer.json["lines"]]


def _undo(take, done):
    return take.args[0]("dora").post(f"{TAKE_BACKS}{done.json['id']}/undo/")


def test_of_one_loan_some_come_back_and_one_is_damaged(app, take, violas_out, status, rows):
    done = take(["VLA-1", {"code": "VLA-2", "outcome": "damaged"}, "VLA-3"])
    assert done.status_code == 201, done.json
    assert status(violas_out) == "returned"
    assert sorted(rows(violas_out)) == [
        ("VLA-1", 1, "returned"),
        ("VLA-2", 1, "damaged"),
        ("VLA-3", 1, "returned"),
    ]
    assert _undo(take, done).status_code == 200
    assert status(violas_out) == "out"
    assert {state for _tag, _count, state in rows(violas_out)} == {"out"}


def test_undo_of_a_damage_and_a_loss(take, brought, status):
    damaged = {"code": "VLA-1", "outcome": "damaged"}
    done = take([damaged, {"code": "VLA-2", "outcome": "lost"}])
    assert [status(brought[0]), status(brought[2])] == ["returned", "lost"]
    assert _undo(take, done).status_code == 200
    assert [status(brought[0]), status(brought[2])] == ["out", "out"]


def test_who_may(take, brought, as_):
    assert take(["VLA-1"], who="sol").status_code == 403
    done = take(["VLA-1"]).json["id"]
    assert as_("nia").get(f"{TAKE_BACKS}{done}/").status_code == 200  # it was theirs
    assert as_("sol").get(f"{TAKE_BACKS}{done}/").status_code == 404
    assert as_("sol").post(f"{TAKE_BACKS}{done}/undo/").status_code in (403, 404)
    assert as_("dora").post("/api/inventory/hand_overs/1/undo/").status_code == 404


def test_twice_with_one_key_is_done_once(app, take, brought):
    first, again = take(["VLA-1"], key="b"), take(["VLA-1"], key="b")
    assert again.headers["Idempotent-Replayed"] == "true"
    assert first.json == again.json
    with app.app_context():
        assert len(db.session.scalars(select(Pile.id)).all()) == 1


def test_undo_puts_every_loan_out_again_and_calls_the_emails_back(
    app, take, brought, status, letters, stand_sku
):
    done = take(["VLA-1", stand_sku, "VLA-2"])
    assert _undo(take, done).status_code == 200
    assert [status(id) for id in brought] == ["out", "out", "out"]
    assert not [each for each in letters() if each[0] == "taken_back"]
    with app.app_context():
        assert db.session.get(Checkout, brought[1]).out == 3
        assert list(verify.problems()) == []


def test_undo_after_a_unit_moved_on_names_it_and_undoes_nothing(
    take, give, brought, as_, status
):
    done = take(["VLA-1", "VLA-2"])
    give(["VLA-1"], person="Sol")
    no = _undo(take, done)
    assert no.status_code == 409
    assert "VLA-1" in no.json["detail"]
    assert [status(brought[0]), status(brought[2])] == ["returned", "returned"]


def test_what_was_taken_back_leaves_in_the_next_pile(take, give, brought, status):
    take(["VLA-1", "VLA-2"])
    assert kinds(give(TAGS[:2], person="Nia")) == ["new", "new"]
