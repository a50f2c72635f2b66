"""Whoever had what is lost is not the second person who agrees to it."""

import pytest

from ..conftest import API
from ..desk_acts import act
from .test_lost_seconded import DOORS, PENDING, decide, lose

OWN = "It was on loan to you"
TESS = 1


@pytest.fixture
def hers(as_, costs):
    """Tess has a violin worth 600, which an admin approved and the desk has recorded as lost; the loan."""
    costs(1, 600)
    id = as_("tess").post(API, json={"item": 1, "quantity": 1}).json["id"]
    as_("ada").post(f"{API}{id}/approve/", json={"hand_out": True})
    assert lose(as_("dora"), id).status_code == 200
    return id


@DOORS
@pytest.mark.parametrize("verb", ["approve", "reject"])
def test_their_own_loss_is_for_others_to_answer(as_, hers, status, door, verb):
    no = decide(as_("tess"), verb, door)
    assert (no.status_code, OWN in no.text) == (403, True)
    assert as_("tess").get(f"{PENDING}1/").json["decision"] is None
    assert status(hers) == "lost"
    assert decide(as_("ada"), verb, door).status_code in (200, 303)


@pytest.mark.parametrize("path", ["/operations/pending", "/operations/pending/1"])
def test_it_is_offered_to_others_only(as_, hers, path):
    page = as_("tess").get(path).text
    assert OWN in page
    assert "/operations/pending/1/" not in page
    assert "/operations/pending/1/approve" in as_("ada").get(path).text


def test_only_others_get_the_email(as_, hers, letters):
    told = [to for kind, to in letters() if kind == "second_person_loss"]
    assert told == ["ada"]


def test_of_a_pile_they_answer_what_others_had(as_, violas, costs, give, take):
    costs(violas, 600)
    give(["VLA-1"], person="Tess")
    give(["VLA-2"])
    take([{"code": tag, "outcome": "lost"} for tag in ("VLA-1", "VLA-2")])
    tess = as_("tess")
    answers = {decide(tess, "approve", id=id).status_code for id in (1, 2)}
    assert answers == {403, 200}


def test_programs_are_told_that_it_waits(as_, approved, stand, costs):
    """Of a loan that is back nothing waits."""
    costs(1, 600)
    act(as_("dora"), approved, "hand_out")
    assert lose(as_("dora"), approved).json["to_agree"] == [1]
    costs(stand, 5)
    id = as_("sol").post(API, json={"item": stand, "quantity": 2}).json["id"]
    as_("tess").post(f"{API}{id}/approve/", json={"hand_out": True})
    assert lose(as_("dora"), id, quantity=1).json["to_agree"] == []
    assert act(as_("dora"), id, "return_item").json["to_agree"] == []


def test_who_had_it_may_still_say_that_it_was_found(as_, hers, status):
    assert act(as_("tess"), hers, "found").status_code in (200, 201)
    assert status(hers) == "out"
