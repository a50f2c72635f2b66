"""How a repair ends: passed, still damaged, beyond repair, some of each, or nothing was wrong after all."""

import pytest

from .conftest import API

DOORS = pytest.mark.parametrize("door", ["page", "api"])
DONE = (200, 201, 303)


@DOORS
def test_still_damaged_it_is_approved_and_sent_again(as_, act, begun, states, unit, door):
    id = begun("send")
    assert act("dora", door, id, "finish", quality_check="failed").status_code in DONE
    assert states() == {"available": 2, "damaged": 1}
    assert unit() == ("damaged", "damaged")
    assert "still damaged" in as_("tess").get(f"/repairs/{id}").text
    for who, step in (("tess", "approve"), ("dora", "send")):
        assert act(who, door, id, step).status_code in DONE
    assert act("dora", door, id, "finish", quality_check="passed").status_code in DONE
    assert states() == {"available": 3}
    assert unit() == ("available", "good")


@DOORS
@pytest.mark.parametrize("way", ["assess", "give_up", "finish"])
def test_beyond_repair_it_closes_and_is_written_off_by_others(
    as_, act, begun, states, unit, door, way
):
    id = begun({"assess": "open", "give_up": "approve", "finish": "send"}[way])
    said = {
        "assess": {"damage_type": "water", "severity": "beyond_repair"},
        "give_up": {"notes": "Not worth it"},
        "finish": {"quality_check": "beyond_repair"},
    }
    assert act("dora", door, id, way, **said[way]).status_code in DONE
    assert states() == {"available": 2, "beyond_repair": 1}
    assert unit() == ("beyond_repair", "damaged")
    assert as_("dora").get(f"{API}{id}/").json["status"] == "failed"
    page = as_("dora").get(f"/repairs/{id}").text
    assert "/operations/write-off?unit=1" in page
    assert "What next?" not in page


@DOORS
def test_nothing_was_wrong(as_, act, begun, states, unit, door):
    id = begun("assess")
    assert act("dora", door, id, "cancel", notes="Only dust").status_code in DONE
    assert states() == {"available": 3}
    assert unit() == ("available", "good")
    assert as_("dora").get(f"{API}{id}/").json["status"] == "cancelled"


@DOORS
def test_some_pass_some_do_not_and_one_is_lost_to_us(as_, act, begun, states, door):
    id = begun("send", item=2, quantity=4)
    assert (
        act(
            "dora", door, id, "finish", quality_check="partial", passed=2, beyond_repair=1
        ).status_code
        in DONE
    )
    assert states(2) == {"available": 3, "damaged": 1, "beyond_repair": 1}
    told = as_("dora").get(f"{API}{id}/").json
    assert (told["status"], told["quality_check"], told["quantity"]) == (
        "pending",
        "partial",
        1,
    )
    for who, step, said in (
        ("tess", "approve", {}),
        ("dora", "send", {}),
        ("dora", "finish", {"quality_check": "passed"}),
    ):
        assert act(who, door, id, step, **said).status_code in DONE
    assert states(2) == {"available": 4, "beyond_repair": 1}


@DOORS
@pytest.mark.parametrize(("passed", "beyond"), [(3, 0), (2, 0), (0, 0), (1, 2), (0, 2)])
def test_some_of_each_must_add_up(act, begun, states, door, passed, beyond):
    id = begun("send", item=2, quantity=2)
    no = act(
        "dora",
        door,
        id,
        "finish",
        quality_check="partial",
        passed=passed,
        beyond_repair=beyond,
    )
    assert no.status_code == 422 and "of the 2" in no.text or "2 were repaired" in no.text
    assert states(2) == {"available": 3, "under_repair": 2}
