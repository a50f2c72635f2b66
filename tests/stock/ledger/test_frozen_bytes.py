"""What is hashed of a movement stays as it is, byte for byte: ledgers are carried from one database to another."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from webapp.stock.ledger import chain
from webapp.stock.models import Movement

ROW = {
    "id": 2,
    "operation_id": 1,
    "level_id": 3,
    "seq": 2,
    "item_id": 4,
    "location_id": 5,
    "unit_id": None,
    "checkout_id": 6,
    "type": "RENTAL_OUT",
    "from_state": "available",
    "to_state": "on_rent",
    "quantity": 1,
    "available_after": 0,
    "reserved_after": 0,
    "on_rent_after": 1,
    "damaged_after": 0,
    "under_repair_after": 0,
    "beyond_repair_after": 0,
    "in_transit_after": 0,
    "value_delta_minor": 0,
    "value_after_minor": 22000,
    "prev_hash": "not sealed itself: it is hashed before the text",
    "hash": "",
    "created_at": datetime(2026, 11, 28, 19, 0, 0, 5, UTC),
}
ACT = {"kind": "hand out", "actor_id": 7} | dict.fromkeys(chain.SEALED)
TEXT = (
    '{"actor_id":7,"available_after":0,"beyond_repair_after":0,"checkout_id":6,'
    '"created_at":"2026-11-28T19:00:00.000005Z","damaged_after":0,"from_state":"available","id":2,'
    '"in_transit_after":0,"item_id":4,"level_id":3,"location_id":5,"on_rent_after":1,"operation_id":1,'
    '"operation_kind":"hand out","quantity":1,"reserved_after":0,"seq":2,"to_state":"on_rent","type":"RENTAL_OUT",'
    '"under_repair_after":0,"unit_id":null,"value_after_minor":22000,"value_delta_minor":0}'
)


def test_no_column_is_ever_added():
    assert set(ROW) == {column.name for column in Movement.__table__.columns}


def test_the_sealed_text():
    assert chain.sealed(ROW, ACT) == TEXT


def test_an_instant_is_sealed_in_utc_whatever_zone_a_driver_answers_in():
    row = ROW | {"created_at": ROW["created_at"].astimezone(timezone(timedelta(hours=-5)))}
    assert chain.sealed(row, ACT) == TEXT


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [("reference", "Größe 4", '"Größe 4"'), ("transfer_id", 9, "9")],
)
def test_what_only_some_acts_have_is_sealed_where_they_have_it(name, value, said):
    sealed = chain.sealed(ROW, ACT | {name: value})
    assert sealed == TEXT.replace('"quantity"', f'"operation_{name}":{said},"quantity"')


@pytest.mark.parametrize(
    ("before", "hash"),
    [
        ("", "ce205b214487f75c0108e9d28068b36609630adc35d2951b0cf736396ad53374"),
        ("ab", "1051b8bc1e00d92b5333759a3a55988d4108c5dac4bc087ea44f3af02f9ac253"),
    ],
)
def test_the_hash_covers_the_one_before_and_the_text(before, hash):
    assert chain.fingerprint(before, ROW, ACT) == hash
