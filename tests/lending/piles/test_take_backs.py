"""A pile taken back: each thing finds its own loan, whoever brings it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.support.days import ahead
from tests.support.loans import lend, tagged
from webapp.core.db import db, transaction
from webapp.repairs.models import Repair
from webapp.school import calendar
from webapp.stock.ledger import verify
from webapp.stock.models import Accessory, Unit

from ..conftest import API

SOL, NIA = 2, 3


def kinds(answer):
    return [line["kind"] for line in answer.json["lines"]]


def words(answer):
    return [line["words"] for line in answer.json["lines"]]


@pytest.fixture
def bow(app, violas):
    """The id of the bow that belongs to VLA-1."""
    with app.app_context(), transaction():
        unit = db.session.scalars(select(Unit.id).where(Unit.tag == "VLA-1")).one()
        accessory = Accessory(unit_id=unit, name="Bow")
        db.session.add(accessory)
        db.session.flush()
        return accessory.id


def test_each_finds_its_own_loan(take, brought, stand_sku, status, rows):
    done = take(["VLA-1", {"code": stand_sku, "quantity": 2}, "VLA-2"])
    assert done.status_code == 201, done.json
    assert kinds(done) == ["back", "back", "back"]
    told = words(done)
    assert told[0] == "Back from Nia, 4 days late"
    assert told[1].endswith("1 of 3 still out")
    assert [status(id) for id in brought] == ["returned", "out", "returned"]
    assert rows(brought[1]) == [(None, 1, "out"), (None, 2, "returned")]
    assert [each["item_name"] for each in done.json["also"]] == ["Music Stand"]


def test_e19_each_person_gets_one_email(take, brought, stand_sku, letters, letter):
    take(["VLA-1", "VLA-2"])
    receipts = [each for each in letters() if each[0] == "taken_back"]
    assert sorted(receipts) == [("taken_back", "nia"), ("taken_back", "sol")]
    take([{"code": stand_sku, "quantity": 2}])
    assert "1 still out" in letter("taken_back")


def test_e15_somebody_elses_ends_too_and_is_told(take, brought, status):
    seen = take(["VLA-1"], person="Sol", dry=True)
    assert words(seen) == ["Somebody else's: out to Nia, 4 days late. That loan ends now"]
    assert seen.json["lines"][0]["tone"] == "wait"
    assert status(brought[0]) == "out"
    take(["VLA-1"], person="Sol")
    assert status(brought[0]) == "returned"


def test_who_waits_is_named(take, brought, as_, violas):
    wish = as_("sol").post(API, json={"item": violas, "due_date": str(ahead(9))}).json["id"]
    as_("tess").post(f"{API}{wish}/approve/", json={})
    assert words(take(["VLA-1"], dry=True)) == ["Back from Nia, 4 days late. Next: Sol"]


def test_what_is_not_out_is_told_and_the_rest_comes_back(
    take, brought, stand_sku, app, status
):
    with app.app_context(), transaction():
        lend(NIA, item=2, days=-3)
        tagged("CEL-9", item=2)
    done = take(["VLA-3", "VLA-9", "CEL-9", {"code": stand_sku, "quantity": 4}, "VLA-1"])
    assert kinds(done) == ["not_out", "nothing", "not_out", "too_many", "back"]
    told = words(done)
    assert told[0] == "Already on the shelf. Nothing to do; it belongs in Store"
    assert told[3].startswith("Only 3 out to Sol.")
    assert [status(id) for id in brought] == ["returned", "out", "out"]
    no = take(["VLA-3", "VLA-9"])
    assert no.status_code == 409
    assert [each["code"] for each in no.json["facts"]["codes"]] == ["VLA-3", "VLA-9"]


def test_counted_things_of_several_people_ask_whose_they_are(
    app, take, brought, stand, stand_sku, status
):
    with app.app_context(), transaction():
        nias = lend(NIA, item=stand, quantity=2, days=-1)
    seen = take([stand_sku], dry=True)
    assert kinds(seen) == ["whose"]
    assert "Nia" in words(seen)[0]
    assert "Sol" in words(seen)[0]
    take([stand_sku, stand_sku], person="Nia")
    assert (status(nias), status(brought[1])) == ("returned", "out")


DAMAGED = {"code": "VLA-1", "outcome": "damaged", "notes": "Bridge leans"}


def test_damaged_goes_to_repair(app, take, brought, loan):
    assert kinds(take([DAMAGED])) == ["damaged"]
    assert loan(brought[0]).return_notes == "Bridge leans"
    with app.app_context():
        repair = db.session.scalars(select(Repair)).one()
        assert (repair.description, repair.checkout_id) == ("Bridge leans", brought[0])
        unit = db.session.scalars(select(Unit).where(Unit.tag == "VLA-1")).one()
        assert (unit.condition, unit.damaged) == ("damaged", 1)
        assert list(verify.problems()) == []


def test_lost_is_told(take, brought, status, letters):
    assert kinds(take([{"code": "VLA-2", "outcome": "lost"}])) == ["lost"]
    assert status(brought[2]) == "lost"
    assert letters()[-1] == ("taken_back", "sol")


def test_condition_and_what_is_missing_are_noted(app, take, brought, bow, loan):
    take([{"code": "VLA-1", "condition": "fair", "accessories": []}])
    back = loan(brought[0])
    assert (back.return_notes, back.missing_accessories) == ("", ["Bow"])
    with app.app_context():
        assert db.session.get(Accessory, bow).is_missing
        unit = db.session.scalars(select(Unit).where(Unit.tag == "VLA-1")).one()
        assert unit.condition == "fair"


def test_a_word_that_makes_no_sense_stops_that_line_alone(take, brought, status):
    done = take([{"code": "VLA-1", "outcome": "lost", "condition": "good"}, "VLA-2"])
    assert kinds(done) == ["refused", "back"]
    assert words(done)[0] == "That cannot be. Only what came back has a condition"
    assert [status(brought[0]), status(brought[2])] == ["out", "returned"]


def test_the_day_of_the_drop_box_is_kept(app, take, brought, loan):
    with app.app_context():
        tomorrow = calendar.after(calendar.today(), 1)
        today = calendar.today()
    no = take(["VLA-1"], returned_on=str(tomorrow))
    assert (no.status_code, list(no.json["fields"])) == (422, ["returned_on"])
    early = take(["VLA-1"], returned_on=str(today - timedelta(days=1)), dry=True)
    assert kinds(early) == ["refused"]
    take(["VLA-1"], returned_on=str(today))
    assert loan(brought[0]).returned_on == today


@pytest.mark.parametrize(
    ("who", "tag", "person", "other"),
    [("sol", "VLA-2", "Sol", "Nia"), ("nia", "VLA-1", "", "Sol")],
)
def test_each_reads_only_what_is_theirs(as_, take, brought, who, tag, person, other):
    pile = take(["VLA-1", "VLA-2"], person="Sol").json["id"]
    path, reader = "/api/inventory/take_backs/", as_(who)
    receipt = reader.get(f"{path}{pile}/").json
    assert [each["tag"] for each in receipt["goods"]] == [tag]
    assert receipt["person_name"] == person
    (listed,) = reader.get(path).json
    assert listed["goods"] == receipt["goods"]
    page = reader.get(f"/receipts/{pile}").text
    assert tag in page
    assert other not in page


def test_staff_read_all_of_a_receipt(as_, take, brought):
    pile = take(["VLA-1", "VLA-2"], person="Sol").json["id"]
    whole = as_("dora").get(f"/api/inventory/take_backs/{pile}/").json
    assert [each["tag"] for each in whole["goods"]] == ["VLA-1", "VLA-2"]
