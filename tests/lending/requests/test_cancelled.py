"""Who cancels somebody else's loans tells them once, and may say why."""

import pytest

from ..conftest import API, REQUESTS
from ..desk_acts import act


def test_a_whole_request_cancelled_by_staff_is_one_letter(as_, three, letters, letter):
    request, _lines = three
    before = letters()
    assert as_("dora").post(f"{REQUESTS}{request}/cancel/").status_code == 200
    assert letters()[len(before) :] == [("cancelled_several", "sol")]
    for thing in ("Violin", "Harp", "Music Stand × 4"):
        assert thing in letter("cancelled_several")


def test_of_one_thing_left_it_is_the_letter_of_one(as_, three, letters):
    request, lines = three
    as_("tess").post(
        f"{REQUESTS}{request}/reject/", json={"reason": "No", "lines": lines[1:]}
    )
    as_("dora").post(f"{REQUESTS}{request}/cancel/")
    assert letters()[-1] == ("cancelled", "sol")


def test_who_cancels_their_own_is_not_told(as_, three, letters):
    before = letters()
    as_("sol").post(f"{REQUESTS}{three[0]}/cancel/")
    assert letters() == before


@pytest.mark.parametrize("door", ["page", "API"])
def test_the_reason_is_read(as_, asked, door, letter):
    told = {"reason": "The strings are gone"}
    if door == "API":
        assert act(as_("dora"), asked, "cancel", **told).status_code == 200
    else:
        assert as_("dora").post(f"/checkouts/{asked}/cancel", data=told).status_code == 303
    assert "The strings are gone" in letter("cancelled")
    assert as_("sol").get(f"{API}{asked}/").json["reason"] == "The strings are gone"


def test_a_reason_that_is_too_long_is_refused(as_, asked):
    no = act(as_("dora"), asked, "cancel", reason="x" * 501)
    assert (no.status_code, [*no.json["fields"]]) == (422, ["reason"])
