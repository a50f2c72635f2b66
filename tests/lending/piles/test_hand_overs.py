"""A pile handed over: many codes, one act, one receipt, one undo."""

import pytest
from sqlalchemy import select

from tests.support.loans import TESS, tagged
from webapp.core.db import db, transaction
from webapp.stock.ledger import ledger, verify
from webapp.stock.locations import home
from webapp.stock.models import Operation, Unit
from webapp.stock.units import codes, units

from ..conftest import API, TAGS


def kinds(answer):
    return [line["kind"] for line in answer.json["lines"]]


def words(answer):
    return [line["words"] for line in answer.json["lines"]]


def test_d04_what_was_asked_for_and_what_was_not_leave_together(
    give, approved, violins, violas, rows, status
):
    done = give(["VLN-1", "vla-2", TAGS[0]])
    assert done.status_code == 201, done.json
    assert kinds(done) == ["asked", "new", "new"]
    assert (done.json["number"], done.json["person_name"]) == (1, "Sol")
    assert [each["tag"] for each in done.json["goods"]] == ["VLN-1", "VLA-2", "VLA-1"]
    assert (status(approved), status(approved + 1)) == ("out", "out")
    assert rows(approved + 1) == [("VLA-2", 1, "out"), ("VLA-1", 1, "out")]


def test_d17_the_borrower_gets_one_email_with_the_receipt(
    give, approved, violins, violas, letters, letter
):
    give(["VLN-1", "VLA-2"])
    receipts = [each for each in letters() if each[0] == "handed_over"]
    assert receipts == [("handed_over", "sol")]
    assert "VLN-1" in letter("handed_over")
    assert "VLA-2" in letter("handed_over")


def test_an_operation_for_each_loan_and_the_ledger_agrees(
    app, give, approved, violins, violas
):
    give(["VLN-1", *TAGS])
    with app.app_context():
        query = select(Operation.checkout_id, Operation.kind).where(Operation.pile_id == 1)
        assert db.session.execute(query.order_by(Operation.id)).all() == [
            (approved, "hand out"),
            (approved + 1, "hand out"),
        ]
        assert list(verify.problems()) == []


def test_a_dry_run_says_the_same_and_does_nothing(give, approved, violins, violas, written):
    before = written()
    seen = give(["VLN-1", TAGS[0]], dry=True)
    assert (seen.status_code, kinds(seen)) == (200, ["asked", "new"])
    assert seen.json["id"] is None
    assert written() == before
    done = give(["VLN-1", TAGS[0]])
    assert (kinds(done), words(done)) == (kinds(seen), words(seen))


def test_a_dry_run_takes_no_key(give, approved, violins):
    no = give(["VLN-1"], dry=True, key="again")
    assert no.status_code == 422
    assert "takes no Idempotency-Key" in no.json["detail"]


def test_the_person_may_be_scanned_first_or_last(give, violas):
    for codes_sent in (["sol@school.test", TAGS[0]], [TAGS[0], "Sol"]):
        seen = give(codes_sent, person=None, dry=True)
        assert seen.json["person_name"] == "Sol"
        assert sorted(kinds(seen)) == ["named", "new"]


def test_every_way_a_thing_is_called(app, give, violins, stand_sku):
    with app.app_context():
        unit = db.session.scalars(select(Unit.id).where(Unit.tag == "VLN-1")).one()
    label = f"https://old.example/t/{codes.printed(unit)}"
    for code in ("VLN-1", "vln - 1", unit, label):
        assert [each["tag"] for each in give([code], dry=True).json["lines"]] == ["VLN-1"]
    lines = give(["S-77", stand_sku], dry=True).json["lines"]
    assert [(line["tag"], line["item_name"]) for line in lines] == [
        ("VLN-2", "Student Violin 4/4"),
        (None, "Music Stand"),
    ]


def test_counted_things_add_up_and_a_tag_counts_once(give, violins, stand_sku):
    done = give([stand_sku, "VLN-1", stand_sku, "VLN-1"])
    assert kinds(done) == ["new", "new", "twice"]
    assert [each["quantity"] for each in done.json["goods"]] == [2, 1]
    assert "counts once" in words(done)[2]


def test_one_scan_stands_for_all_that_was_asked_for(give, as_, stand, stand_sku, rows):
    asked = as_("sol").post(API, json={"item": stand, "quantity": 4}).json["id"]
    as_("tess").post(f"{API}{asked}/approve/", json={})
    two = give([{"code": stand_sku, "quantity": 2}], dry=True)
    assert kinds(two) == ["part"]
    assert "Asked for 4." in words(two)[0]
    assert kinds(give([stand_sku])) == ["asked"]
    assert rows(asked) == [(None, 4, "out")]


@pytest.fixture
def crowded(app, as_, give, violas):
    """VLA-1 is set aside for Nia, who has VLA-2; VLA-3 is cracked. The id of Nia's promise."""
    nia = as_("nia").post(API, json={"item": violas, "quantity": 1}).json["id"]
    as_("tess").post(f"{API}{nia}/approve/", json={})
    as_("dora").post(f"{API}{nia}/set_aside/", json={"units": ["VLA-1"]})
    give(["VLA-2"], person="Nia")
    with app.app_context(), transaction():
        blocked = db.session.scalars(select(Unit).where(Unit.tag == "VLA-3")).one()
        units.block(TESS, blocked.id, reason="Cracked")
    return nia


def test_what_stays_is_told_and_the_rest_leaves(give, crowded, approved, violins, rows):
    done = give(["VLA-1", "VLA-2", "VLA-3", "VLN-1"])
    assert done.status_code == 201, done.json
    assert kinds(done) == ["aside", "out", "blocked", "asked"]
    told = words(done)
    assert told[0] == "Set aside for somebody else: Nia"
    assert told[1].startswith("Still out to Nia, until")
    assert "not for loan: Cracked" in told[2]
    assert [each["tag"] for each in done.json["goods"]] == ["VLN-1"]
    assert rows(crowded) == [("VLA-1", 1, "aside")]


def test_a_code_that_is_no_thing_says_what_it_is(give, violas, violins, approved):
    done = give(["VLA-9", "https://x.example/door/3", "Ada", "VLN-1"])
    assert kinds(done) == ["nothing", "room", "person", "asked"]
    told = words(done)
    assert told[0].startswith("Nothing has this code. Nearest: VLA-")
    assert told[2] == "Somebody else. This pile is for Sol; start another one"
    assert [each["tag"] for each in done.json["goods"]] == ["VLN-1"]


def test_what_somebody_set_aside_for_them_leaves_as_it_lies(give, as_, violas, rows):
    mine = as_("sol").post(API, json={"item": violas, "quantity": 1}).json["id"]
    as_("tess").post(f"{API}{mine}/approve/", json={})
    as_("dora").post(f"{API}{mine}/set_aside/", json={"units": ["VLA-1"]})
    assert kinds(give(["VLA-2", "VLA-1"])) == ["new", "asked"]
    assert rows(mine) == [("VLA-1", 1, "out")]


def test_of_units_at_two_places_each_leaves_its_own(app, give, violas):
    with app.app_context(), transaction():
        other = home(TESS, "Annex", is_new=True).id
        unit = Unit(item_id=violas, location_id=other, tag="VLA-8")
        db.session.add(unit)
        db.session.flush()
        line = ledger.Line(violas, other, "PURCHASE", "outside", "available", 1, unit.id)
        ledger.record(TESS, "receive", [line])
    assert kinds(give(["VLA-8", "VLA-1"])) == ["new", "new"]
    with app.app_context():
        assert list(verify.problems()) == []


def test_d14_accessories_go_along_unless_they_are_known_to_be_missing(give, violins):
    bow, _case = violins
    done = give([{"code": "VLN-2", "accessories": [bow]}])
    [goods] = done.json["goods"]
    assert (goods["with_accessories"], goods["missing_accessories"]) == (["Bow"], ["Case"])


def test_nobody_named_and_nothing_that_can_leave_are_refused(give, violas, written):
    before = written()
    no = give([TAGS[0]], person=None)
    assert (no.status_code, list(no.json["fields"])) == (422, ["person"])
    no = give(["VLA-9"])
    assert no.status_code == 409
    assert no.json["facts"]["codes"][0]["code"] == "VLA-9"
    assert give([TAGS[0]], person="Nobody").status_code == 422
    assert give([], person="Sol").status_code == 422
    assert give([TAGS[0]], person=999).status_code == 404
    assert written() == before


def test_more_than_there_are_is_refused_in_numbers(give, stand_sku):
    no = give([{"code": stand_sku, "quantity": 21}], dry=True)
    assert kinds(no) == ["refused"]
    assert "Only 20 are free" in words(no)[0]


def test_a_tag_that_came_later_is_found_by_its_own_name(app, give):
    with app.app_context(), transaction():
        tagged("Sol")
    seen = give(["Sol"], person=None, dry=True)
    assert [line["tag"] for line in seen.json["lines"]] == ["Sol"]
