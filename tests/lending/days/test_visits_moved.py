"""H05: days that the school or Backline moves, or that somebody keeps something until, go where there is room."""

import pytest

from tests.support.days import ahead

from ..ahead_acts import ask
from ..conftest import API
from ..renewals.acts import hand_out
from ..visit_acts import fill, limit_days
from .test_pickup_days import in_words

CLOSED = "/api/inventory/closed-days/"
RENEWALS = "/api/inventory/renewals/"


def due(as_, id):
    return as_("tess").get(f"{API}{id}/").json["due_date"]


@pytest.fixture
def out(as_, harp):
    """Sol has the one harp for four more days."""
    return hand_out(as_, harp)


def close(as_, day, **query):
    said = {"name": "Storm", "starts_on": str(ahead(day)), "ends_on": str(ahead(day))}
    return as_("ada").post(CLOSED, json=said, query_string=query)


@pytest.mark.parametrize("most", [0, 5])
def test_h05_what_a_closed_day_pushes_goes_where_there_is_room(app, as_, out, stand, most):
    limit_days(app, 1, 5)
    fill(as_, stand, 5)
    foreseen = close(as_, 4, preview=1, most=most).json["hits"]
    assert [hit["becomes"] for hit in foreseen] == [str(ahead(6))]
    assert close(as_, 4, most=most).status_code == 201
    assert due(as_, out) == str(ahead(6))


def test_h05_to_the_next_open_day_where_none_has_room_for_a_week(app, as_, out, stand):
    limit_days(app, 1, *range(7))
    for day in range(5, 13):
        assert ask(as_("nia"), stand, day, day).status_code == 201
    assert close(as_, 4).status_code == 201
    assert due(as_, out) == str(ahead(5))


def test_h05_a_typed_day_that_is_closed_offers_one_with_room(app, as_, harp, stand):
    limit_days(app, 1, 5)
    fill(as_, stand, 5)
    close(as_, 4)
    no = ask(as_("sol"), harp, 2, 4)
    (offer,) = no.json["offers"]
    assert offer["change"] == {"due_date": str(ahead(6))}
    assert in_words(app, 6) in no.json["fields"]["due_date"][0]
    assert ask(as_("sol"), harp, 2, 6).status_code == 201


def test_h05_a_full_first_day_and_a_closed_last_one_are_told_together(
    app, as_, harp, stand
):
    limit_days(app, 1, 2)
    fill(as_, stand, 2)
    close(as_, 4)
    no = ask(as_("sol"), harp, 2, 4)
    assert no.json["fields"].keys() == {"checkout_date", "due_date"}
    (offer,) = no.json["offers"]
    days = {"checkout_date": str(ahead(3)), "due_date": str(ahead(5))}
    assert offer["change"] == days
    said = {"item": harp, "quantity": 1} | days
    assert as_("sol").post(API, json=said).status_code == 201


def test_h05_keeping_longer_goes_to_a_day_with_room(app, as_, out, stand):
    limit_days(app, 1, 34)
    fill(as_, stand, 34)
    kept = as_("sol").post(f"{API}{out}/renew/", json={})
    assert kept.status_code == 200, kept.json
    assert due(as_, out) == str(ahead(35))


def test_h05_asking_to_keep_it_until_a_full_day(app, as_, out, stand):
    limit_days(app, 1, 40)
    fill(as_, stand, 40)
    said = {"checkout": out, "due_date": str(ahead(40))}
    no = as_("sol").post(RENEWALS, json=said)
    assert (no.status_code, [*no.json["fields"]]) == (422, ["due_date"])
    (offer,) = no.json["offers"]
    assert offer["change"] == {"due_date": str(ahead(41))}
    assert as_("sol").post(RENEWALS, json=said | offer["change"]).status_code == 201
