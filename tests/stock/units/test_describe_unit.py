"""Describing a unit: its numbers, purchase, warranty, care and price, never over somebody's change."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from tests.stock.units.conftest import say
from tests.support.days import ahead

API = "/api/inventory/units/1/"

pytestmark = pytest.mark.usefixtures("described")

DOORS = pytest.mark.parametrize("door", ["page", "api"])

TODAY = ahead(0)

LAST, NEXT = TODAY - timedelta(300), TODAY + timedelta(65)

WARRANTY = TODAY + timedelta(100)

FACTS = {
    "purchased_on": "2024-03-01",
    "purchase_price": "420.50",
    "supplier": "Thonhaus",
    "warranty_until": str(WARRANTY),
    "warranty_provider": "The maker",
    "last_maintenance_on": str(LAST),
    "next_maintenance_on": str(NEXT),
    "rental_rate": "12.00",
    "deposit": "50.00",
    "notes": "Short neck",
}


@DOORS
def test_all_of_it_is_kept_and_shown(as_, unit, door):
    tess = as_("tess")
    assert say(tess, door, **FACTS).status_code in (200, 303)
    shown = tess.get(API)
    assert {name: shown.json[name] for name in FACTS} == FACTS
    assert shown.headers["ETag"] == '"v2"'
    assert (
        unit().purchase_price_minor,
        unit().rental_rate_minor,
        unit().serial_number,
    ) == (42050, 1200, "ÄB 12-c")
    page = as_("dora").get("/units/1").text
    until = f"until {WARRANTY:%-d %b %Y}, by The maker"
    for words in ("1 Mar 2024", "Thonhaus", "€420.50", until, "€12.00 a month", "€50.00"):
        assert words in page, words
    form = tess.get("/units/1/edit").text
    assert 'value="420.50"' in form
    assert '<option selected value="Thonhaus">' in form
    assert "Alt &amp; Co" not in form


NONSENSE = [
    ("purchased_on", str(TODAY + timedelta(2))),
    ("purchased_on", "2026-02-30"),
    ("warranty_until", "2024-02-28"),
    ("last_maintenance_on", str(TODAY + timedelta(2))),
    ("next_maintenance_on", str(LAST)),
    ("next_maintenance_on", str(TODAY - timedelta(2))),
    ("next_maintenance_on", str(TODAY + timedelta(4000))),
    ("maintenance_days", "0"),
    ("purchase_price", "-1"),
    ("rental_rate", "1.001"),
    ("supplier", "Nobody & Sons"),
    ("batch_number", "B-7"),
    ("condition", "damaged"),
    ("serial_number", "x" * 81),
]


@DOORS
@pytest.mark.parametrize(("field", "value"), NONSENSE)
def test_what_makes_no_sense_is_told_at_its_field(as_, unit, door, field, value):
    no = say(as_("ada"), door, **FACTS | {"serial_number": "ÄB 12-c"} | {field: value})
    assert no.status_code == 422
    if door == "api":
        assert list(no.json["fields"]) == [field]
    else:
        assert f'id="{field}-error"' in no.text
        assert "Short neck" in no.text
    assert unit().purchased_on is None
    assert unit().version == 1


@DOORS
@pytest.mark.parametrize("typed", ["ÄB 12-c", "äb12-C", "Ä b 1 2 - c"])
def test_a_serial_number_is_one_units_of_its_item(as_, unit, door, typed):
    ada = as_("ada")
    no = say(ada, door, id=2, serial_number=typed)
    assert no.status_code == 422
    assert "VLN-1 has this serial number" in no.text
    assert unit(2).serial_number is None
    assert say(ada, door, id=3, serial_number=typed).status_code in (200, 303)
    assert say(ada, door, id=1, serial_number=typed).status_code in (200, 303)


def test_two_units_at_once_do_not_get_the_same_serial_number(as_, unit):
    browsers = [as_("tess"), as_("ada")]
    acts = [(browsers[0], 1, "S 1"), (browsers[1], 2, "s1")]
    with ThreadPoolExecutor() as pool:
        codes = [
            *pool.map(
                lambda act: say(act[0], "api", act[1], serial_number=act[2]).status_code,
                acts,
            )
        ]
    assert sorted(codes) == [200, 422]
    assert {unit(1).serial_number, unit(2).serial_number} & {"S 1", "s1"}


@DOORS
def test_a_stale_change_shows_both(as_, unit, door):
    tess, ada = as_("tess"), as_("ada")
    say(ada, "api", notes="New strings", supplier="Thonhaus", purchase_price="10.00")
    no = say(tess, door, notes="Old strings", purchase_price="9")
    assert no.status_code == 412
    assert unit().notes == "New strings"
    if door == "page":
        assert "Old strings" in no.text
        assert "<b>Now:</b> New strings" in no.text
        assert "<b>Now:</b> 10.00" in no.text
        assert "<b>Now:</b> Thonhaus" in no.text
        assert 'value="2"' in no.text
    else:
        facts = no.json["facts"]
        assert (facts["version"], facts["notes"], facts["supplier"]) == (
            2,
            "New strings",
            "Thonhaus",
        )
    assert say(tess, door, version=2, notes="Old strings").status_code in (200, 303)


@DOORS
def test_the_desk_changes_condition_and_notes_only(as_, unit, door):
    dora = as_("dora")
    assert say(dora, door, condition="fair", notes="A scratch").status_code in (200, 303)
    assert (unit().condition, unit().notes, unit().serial_number) == (
        "fair",
        "A scratch",
        "ÄB 12-c",
    )
    say(dora, door, version=2, notes="x", purchase_price="1.00")
    assert unit().purchase_price_minor is None
    assert dora.patch(API, json={"deposit": 1}).status_code == 403
    assert "Price paid" not in dora.get("/units/1/edit").text
    assert (
        dora.post(f"{API}condition/", json={"condition": "poor"}).json["condition"]
        == "poor"
    )
    assert dora.post(f"{API}maintenance/", json={"maintenance_days": 9}).status_code == 403


@DOORS
def test_students_and_strangers(as_, door):
    assert say(as_("sol"), door, notes="mine").status_code == 403
    assert say(as_("tess"), door, id=99, notes="x").status_code == 404
    assert as_("sol").get("/units/1/edit").status_code == 403
    assert as_("tess").get("/units/99/edit").status_code == 404


def test_a_rate_needs_the_items_period(as_):
    no = as_("tess").patch("/api/inventory/units/3/", json={"rental_rate": 5})
    assert no.status_code == 422
    assert list(no.json["fields"]) == ["rental_rate"]


def test_a_batch_keeps_its_number(as_):
    tess = as_("tess")
    batch = tess.post(
        "/api/inventory/units/", json={"item": 2, "batch_number": "B-7", "quantity": 4}
    ).json
    path = f"/api/inventory/units/{batch['id']}/"
    assert tess.patch(path, json={"batch_number": None}).json["fields"].keys() == {
        "batch_number"
    }
    assert tess.patch(path, json={"batch_number": "B-8"}).json["batch_number"] == "B-8"


def test_the_same_twice_is_one_change(as_, unit):
    tess, once = as_("tess"), {"Idempotency-Key": "k", "If-Match": '"v1"'}
    codes = [
        tess.patch(API, json={"notes": "x"}, headers=once).status_code for _ in range(2)
    ]
    assert codes == [200, 200]
    assert unit().version == 2
