"""Selling, returning to the supplier, and taking back what was sold."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.stock.operations.acts import API, level, post, unit


@pytest.mark.parametrize("state", ["available", "damaged"])
@pytest.mark.parametrize("kind", ["return_to_supplier", "sell"])
def test_what_goes_takes_its_share_of_the_value_along(app, as_, kind, state):
    unit(app, "VLN-1", state)
    answer = post(as_("dora"), kind, {"code": "VLN-1"})
    if (kind, state) == ("sell", "damaged"):
        assert answer.status_code == 409
        assert "VLN-1 is damaged and cannot be part of “sell”" in answer.text
    else:
        assert answer.status_code == 201
        assert answer.json["movements"][0]["value"] == "-300.00"
        assert level(app).value_minor == 60_000


def test_what_was_sold_comes_back_and_nothing_else(app, as_):
    unit(app, "VLN-1")
    dora = as_("dora")
    assert "VLN-1 is available already" in post(dora, "sale_return", {"code": "VLN-1"}).text
    assert (
        post(dora, "sell", {"code": "VLN-1"}, {"item": 1, "quantity": 1}).status_code == 201
    )
    no = post(dora, "sale_return", {"item": 1, "quantity": 2})
    assert no.status_code == 409
    assert no.json["facts"] == {"have": 1, "asked": 2, "line": 1}
    back = post(dora, "sale_return", {"item": 1, "state": "damaged"}, {"code": "VLN-1"})
    assert back.status_code == 201
    assert (level(app).available, level(app).damaged) == (2, 1)
    _check_mended_by_its_maker(dora)


def _check_mended_by_its_maker(dora):
    """What went back to its maker was not sold, and comes in again."""
    post(dora, "return_to_supplier", {"code": "VLN-1"})
    assert "VLN-1 was not sold" in post(dora, "sale_return", {"code": "VLN-1"}).text
    assert (
        post(dora, "receive", {"code": "VLN-1", "unit_cost": 5}).status_code == 201
    )  # mended by the maker


def test_too_few_are_told_in_numbers(app, as_):
    no = post(as_("dora"), "sell", {"item": 2, "quantity": 1}, {"item": 1, "quantity": 3})
    assert no.status_code == 409
    assert no.json["facts"] == {
        "state": "available",
        "have": 2,
        "asked": 3,
        "at": "Store",
        "line": 2,
    }
    assert no.json["fields"]["lines.1.quantity"] == [
        "Line 2: Only 2 of the 3 asked for are available at Store"
    ]
    assert level(app, item=2).available == 5


def test_pieces_with_a_tag_are_taken_by_their_tag(app, as_):
    unit(app, "VLN-1")
    no = post(as_("dora"), "sell", {"item": 1, "quantity": 3})
    assert no.status_code == 409
    assert "available without a tag at Store; 1 more has one" in no.text
    assert (
        post(as_("dora"), "sell", {"item": 1, "quantity": 2}, {"code": "VLN-1"}).status_code
        == 201
    )


def test_a_unit_is_named_once(app, as_):
    unit(app, "VLN-1", serial="S1")
    no = post(
        as_("dora"),
        "sell",
        {"code": "vln-1"},
        {"item": 2},
        {"code": "s 1"},
        path=f"{API}batch/",
    )
    assert no.status_code == 422
    assert no.json["fields"] == {"lines.2.unit": ["Line 3: VLN-1 is on line 1 already"]}


def test_a_serial_of_two_units_is_not_guessed(app, as_):
    unit(app, "VLN-1", serial="S1")
    unit(app, "CEL-1", serial="s 1", item=2)
    assert (
        "2 units match S1: scan the tag" in post(as_("dora"), "sell", {"code": "S1"}).text
    )


def test_the_last_two_are_sold_once(app, as_):
    desks = [as_("dora") for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        codes = list(
            pool.map(
                lambda desk: post(desk, "sell", {"item": 1, "quantity": 2}).status_code,
                desks,
            )
        )
    assert sorted(codes) == [201, 409, 409, 409]
    assert level(app).available == 0
