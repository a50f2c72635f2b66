"""A swap that is given to somebody else is no swap any more; given back, it is one again, if it still can be."""

import pytest

from ..ahead_acts import page_says
from ..conftest import API
from ..give_acts import DOORS, NIA, give, undo
from ..queue_acts import bring_back
from .acts import done, swap


@pytest.fixture
def given(as_, celli, half):
    """Sol's swap, given to Nia; the request's id and the loan's."""
    loan = swap(as_, celli["3/4"], half)
    assert give(as_("tess"), "API", loan["request"], NIA).status_code == 200
    return loan["request"], loan["id"]


def swaps(as_, id):
    return as_("tess").get(f"{API}{id}/").json["swaps"]


@DOORS
def test_nothing_of_another_person_comes_back_for_it(as_, celli, half, door):
    loan = swap(as_, celli["3/4"], half)
    assert give(as_("tess"), door, loan["request"], NIA).status_code in (200, 303)
    assert as_("nia").get(f"{API}{loan['id']}/").json["swaps"] is None
    done(as_, "tess", loan["id"], "approve")
    for who in ("nia", "dora"):
        assert "Cello 1/2" not in page_says(as_(who), f"/checkouts/{loan['id']}")
    swap(as_, celli["4/4"], half)


@DOORS
def test_given_back_it_is_a_swap_again(as_, given, half, door):
    request, id = given
    assert undo(as_("tess"), door, request).status_code in (200, 303)
    assert swaps(as_, id) == half
    assert "Cello 1/2 comes back" in page_says(as_("tess"), f"/checkouts/{id}")


def test_but_no_second_one(as_, celli, given, half):
    request, id = given
    swap(as_, celli["4/4"], half)
    assert undo(as_("tess"), "API", request).status_code == 200
    assert swaps(as_, id) is None


def test_nor_for_what_is_back(as_, given, half):
    request, id = given
    bring_back(as_, half)
    assert undo(as_("tess"), "API", request).status_code == 200
    assert swaps(as_, id) is None
