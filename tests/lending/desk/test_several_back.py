"""Several tagged pieces of one loan come back one by one."""

from webapp.core.db import db
from webapp.lending.models import Checkout
from webapp.repairs.models import Repair

from ..conftest import TAGS
from ..desk_acts import act, states, undo


def test_e02_what_comes_back_is_said_by_its_tag_and_the_rest_stays_out(as_, violas_out):
    dora = as_("dora")
    no = act(dora, violas_out, "return_item", quantity=1)
    assert no.status_code == 409
    assert [offer["label"] for offer in no.json["offers"]] == TAGS
    back = act(dora, violas_out, "return_item", units=["VLA-2"])
    assert (back.json["status"], back.json["out"], back.json["returned"]) == ("out", 2, 1)
    assert states(back) == {"VLA-1": "out", "VLA-2": "returned", "VLA-3": "out"}
    assert act(dora, violas_out, "return_item", units=["VLA-2"]).status_code == 409


def test_the_undo_of_a_part_puts_it_back_and_all_can_come_back_after_it(
    as_, violas_out, rows, last
):
    dora = as_("dora")
    act(dora, violas_out, "return_item", units=["VLA-2"])
    assert undo(dora, last("return")).status_code == 201
    assert rows(violas_out) == [(tag, 1, "out") for tag in TAGS]
    assert act(dora, violas_out, "return_item").json["status"] == "returned"
    assert rows(violas_out) == [(tag, 1, "returned") for tag in TAGS]


def test_e01_a_scan_takes_back_that_unit_only(as_, violas_out, rows):
    dora = as_("dora")
    panel = dora.get("/desk?code=VLA-2").text
    unit = panel.split('name="units" value="')[1].split('"')[0]
    form = {"units": unit, "condition": "good"}
    dora.post(f"/checkouts/{violas_out}/return?at=desk", data=form)
    assert [state for _tag, _count, state in rows(violas_out)] == ["out", "returned", "out"]


def test_the_page_ticks_what_is_out_and_takes_back_what_stays_ticked(as_, violas_out, rows):
    dora = as_("dora")
    form = dora.get(f"/checkouts/{violas_out}/return").text
    assert form.count('name="units"') == 3
    ids = [part.split('"')[0] for part in form.split('name="units"')[1:]]
    assert ids
    chosen = act(dora, violas_out, "return_item", quantity=1).json["facts"]["units"][0][
        "id"
    ]
    dora.post(
        f"/checkouts/{violas_out}/return", data={"units": chosen, "condition": "good"}
    )
    assert [state for _tag, _count, state in rows(violas_out)] == ["returned", "out", "out"]


def test_each_unit_that_comes_back_damaged_has_a_repair_of_its_own(
    app, as_, violas_out, last
):
    dora = as_("dora")
    act(dora, violas_out, "return_item", units=["VLA-1", "VLA-3"], condition="damaged")
    with app.app_context():
        repairs = db.session.query(Repair).order_by(Repair.id).all()
        loan = db.session.get(Checkout, violas_out)
        damaged = [row.unit_id for row in loan.pieces if row.state == "damaged"]
        assert [repair.unit_id for repair in repairs] == damaged
        assert len(damaged) == 2
    assert undo(dora, last("return damaged")).status_code == 201
    with app.app_context():
        assert {r.status for r in db.session.query(Repair)} == {"cancelled"}


def test_a_loans_page_shows_each_unit_with_its_state(as_, violas_out):
    dora = as_("dora")
    act(dora, violas_out, "return_item", units=["VLA-2"])
    page = dora.get(f"/checkouts/{violas_out}").text
    pieces = page.split('id="units"')[1].split("</section>")[0]
    assert [tag in pieces for tag in TAGS] == [True] * 3
    assert pieces.count("Returned") == 1
