"""The desk: putting aside, certain units, walk-ins, and the box that finds them."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.days import ahead
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.lending.models import CheckoutUnit
from webapp.stock.ledger import ledger
from webapp.stock.ledger.ledger import Line
from webapp.stock.models import Unit

API = "/api/inventory/checkouts/"
DORA = Actor(4, "Dora", "desk", 0)


@pytest.fixture
def units(app):
    """Two violins with tags, bought today; their ids."""
    with app.app_context(), transaction():
        made = [
            Unit(item_id=1, location_id=1, tag=f"VLN-{n}", serial_number=f"S-{n}")
            for n in (1, 2)
        ]
        db.session.add_all(made)
        db.session.flush()
        ledger.record(
            DORA,
            "receive",
            [Line(1, 1, "PURCHASE", "outside", "available", 1, unit.id) for unit in made],
        )
        return [unit.id for unit in made]


@pytest.fixture
def approved(as_, asked):
    as_("tess").post(f"/checkouts/{asked}/approve")
    return asked


def test_put_aside_is_told_and_handed_out_as_it_is(as_, approved, units, shelf, letters):
    dora = as_("dora")
    assert (
        dora.post(f"/checkouts/{approved}/set_aside", data={"unit": units[0]}).status_code
        == 303
    )
    assert ("ready", "sol") in letters()
    assert "Ready to pick up" in as_("sol").get("/").text
    assert dora.post(f"/checkouts/{approved}/hand_out").status_code == 303
    assert shelf() == (3, 0, 1, 0)
    assert "VLN-1" in dora.get(f"/checkouts/{approved}").text
    assert (
        dora.post(f"{API}{approved}/return_item/", json={"condition": "fair"}).json[
            "status"
        ]
        == "returned"
    )
    assert shelf() == (4, 0, 0, 0)


def test_it_is_put_aside_once_and_only_when_approved(as_, asked, app):
    dora = as_("dora")
    assert dora.post(f"/checkouts/{asked}/set_aside").status_code == 409
    as_("tess").post(f"/checkouts/{asked}/approve")
    assert [dora.post(f"/checkouts/{asked}/set_aside").status_code for _ in range(2)] == [
        303,
        409,
    ]


def test_a_program_puts_aside_too(as_, approved, units, letters):
    answer = as_("dora").post(f"{API}{approved}/set_aside/", json={"unit": units[1]})
    assert answer.json["status"] == "approved"
    assert ("ready", "sol") in letters()
    assert as_("dora").post(f"{API}{approved}/set_aside/", json={}).status_code == 409


@pytest.mark.parametrize(("who", "code"), [("nia", 404), ("sol", 403)])
@pytest.mark.parametrize("verb", ["set_aside", "hand_out"])
def test_students_do_not_serve_themselves(as_, approved, who, code, verb):
    assert as_(who).post(f"/checkouts/{approved}/{verb}").status_code == code


def test_d08_a_unit_that_lies_ready_is_not_given_to_another(as_, approved, units, wish):
    dora = as_("dora")
    dora.post(f"/checkouts/{approved}/set_aside", data={"unit": units[0]})
    other = as_("nia").post(API, json=wish).json["id"]
    as_("tess").post(f"/checkouts/{other}/approve")
    no = dora.post(f"{API}{other}/hand_out/", json={"unit": units[0]})
    assert no.status_code == 409
    assert "is set aside for Sol" in no.json["detail"]
    assert (
        dora.post(f"{API}{other}/hand_out/", json={"unit": units[1]}).json["status"]
        == "out"
    )


def test_d05_a_walk_in_leaves_with_it(as_, units, shelf):
    dora = as_("dora")
    assert "VLN-1" in dora.get(f"/desk/lend/{units[0]}").text
    gone = dora.post(f"/desk/lend/{units[0]}", data={"student": "Nia", "due_date": ""})
    assert gone.status_code == 303
    assert shelf() == (3, 0, 1, 0)
    assert "Nia" in dora.get(gone.location).text
    assert dora.get("/desk?code=vln-1").text.count("Check in: condition") == 1
    back = dora.post(
        "/checkouts/1/return?at=desk", data={"condition": "damaged", "notes": "a crack"}
    )
    assert back.status_code == 303
    assert "/desk" in back.location
    assert shelf() == (3, 0, 0, 1)


def test_beyond_policy_a_teacher_decides(as_, units, shelf):
    late = str(ahead(30))
    said = {"student": "nia@school.test", "due_date": late}
    no = as_("dora").post(f"/desk/lend/{units[0]}", data=said)
    assert no.status_code == 422
    assert "a teacher decides" in no.text
    assert "nia@school.test" in no.text
    assert as_("tess").post(f"/desk/lend/{units[0]}", data=said).status_code == 303
    assert shelf() == (3, 0, 1, 0)


@pytest.mark.parametrize(
    ("student", "words"),
    [("Nobody", "Nobody is called"), ("a", "Several people match"), ("", "Fill")],
)
def test_a_walk_in_needs_one_person(as_, units, shelf, student, words):
    no = as_("dora").post(f"/desk/lend/{units[0]}", data={"student": student})
    assert no.status_code == 422
    assert words in no.text
    assert shelf() == (4, 0, 0, 0)


def test_one_violin_walks_out_once(app, as_, units):
    desks = [as_("dora") for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        codes = list(
            pool.map(
                lambda d: (
                    d.post(f"/desk/lend/{units[0]}", data={"student": "Nia"}).status_code
                ),
                desks,
            )
        )
    with app.app_context():
        assert (
            db.session.query(CheckoutUnit)
            .filter_by(unit_id=units[0], ended_at=None)
            .count()
            == 1
        )
    assert sorted(codes) == [303] + [409] * 5


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("VLN-1", "On the shelf"),
        ("s-1", "On the shelf"),
        ("sol", "Nothing on loan, nothing waiting"),
        ("o", "Dora"),
        ("cello", "Cello 3/4"),
        ("%", "Nothing found for"),
        ("<b>", "Nothing found for “&lt;b&gt;”"),
    ],
)
def test_the_box_finds_it(as_, units, code, words):
    assert words in as_("dora").get("/desk", query_string={"code": code}).text


def test_the_desk_is_for_staff(as_):
    assert as_("sol").get("/desk").status_code == 403
    assert as_("sol").get("/desk/lend/1").status_code == 403


def test_the_queue_filters(as_, approved, wish):
    as_("nia").post(API, json=wish)
    dora = as_("dora")
    count = {
        s: dora.get(f"/checkouts?status={s}").text.count('<li id="checkout-')
        for s in ("approved", "pending", "")
    }
    assert count == {"approved": 1, "pending": 1, "": 2}


def test_b15_staff_ask_for_a_student_by_name(as_, letters):
    said = {"quantity": "1", "student": "nia"}
    assert as_("dora").post("/items/1", data=said).status_code == 303
    assert as_("nia").get(f"{API}1/").json["student"] == 3
    assert letters() == [("requested", "tess")]
    assert (
        "Nobody is called"
        in as_("dora").post("/items/1", data=said | {"student": "zzz"}).text
    )
