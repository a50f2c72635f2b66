"""Pages of requests say what became of them, and lead back to where their reader came from."""

import pytest

from ..ahead_acts import page_says
from ..conftest import API, REQUESTS


@pytest.mark.parametrize("who", ["tess", "dora", "sol"])
def test_a_page_leads_back_to_a_list_of_its_reader(as_, three, who):
    id, ids = three
    for page in (f"/requests/{id}", f"/checkouts/{ids[0]}"):
        assert (
            '<p class="back"><a class="btn quiet" href="/checkouts">'
            in as_(who).get(page).text
        )


def test_what_is_approved_otherwise_can_be_left(as_, asked):
    page = as_("tess").get(f"/checkouts/{asked}/change").text
    assert f'<a href="/checkouts/{asked}">Leave it as it is</a>' in page


def test_nothing_is_cancelled_beside_an_open_answer(as_, three):
    id, _ids = three
    assert "Cancel what is not out yet" not in page_says(as_("tess"), f"/requests/{id}")
    assert "Cancel what is not out yet" in page_says(as_("sol"), f"/requests/{id}")


def test_what_was_cancelled_says_so(as_, three):
    id, _ids = three
    as_("sol").post(f"{REQUESTS}{id}/cancel/")
    page = page_says(as_("sol"), f"/requests/{id}")
    assert '<h2 id="progress">Cancelled</h2>' in page


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("to_look_at", "needs a second look"),
        ("unsettled", "still to be settled"),
        ("missed", "nobody picked up in time"),
    ],
)
def test_an_empty_list_says_what_it_would_hold(as_, status, words):
    assert as_("dora").get(f"{API}?status={status}").json == []
    assert words in page_says(as_("dora"), f"/checkouts?status={status}")
