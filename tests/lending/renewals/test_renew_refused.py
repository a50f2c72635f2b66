"""What may not be kept longer says why, before and after somebody taps."""

import pytest

from tests.support.days import ahead
from webapp.core.actor import Actor
from webapp.core.db import transaction
from webapp.school import terms

from ..ahead_acts import ask, promise
from ..conftest import API
from ..desk_acts import act
from ..queue_acts import act as act_on_place
from ..queue_acts import join, take_out
from .acts import decide, hand_out, move, say

DOORS = pytest.mark.parametrize("door", ["page", "API"])
LONGEST = 30  # of the harp
ADA = Actor(5, "Ada", "admin", 0)


def due(as_, id):
    return as_("dora").get(f"{API}{id}/").json["due_date"]


def verdict(as_, id, who="sol"):
    return as_(who).get(f"{API}{id}/").json["renewal"]


def refused(as_, id, reason):
    """The verdict says so before, and the answer after; nothing has changed."""
    said, before = verdict(as_, id), due(as_, id)
    assert (said["until"], said["reason"]) == (None, reason)
    no = act(as_("sol"), id, "renew")
    assert (no.status_code, no.json["facts"]["reason"]) == (409, reason)
    assert no.json["detail"] == said["detail"]
    assert due(as_, id) == before
    return said


def test_f03_only_so_often(app, as_, out):
    decide(app, most_renewals=2, renew_days_before=0)
    sol = as_("sol")
    for left in (1, 0):
        assert act(sol, out, "renew").json["renewals_left"] == left
    assert "2 times" in refused(as_, out, "too_often")["detail"]


def test_an_item_may_say_how_often_itself(app, as_, harp, out):
    as_("tess").patch(f"/api/inventory/items/{harp}/", json={"max_renewals": 0})
    refused(as_, out, "not_renewable")
    as_("tess").patch(f"/api/inventory/items/{harp}/", json={"max_renewals": 1})
    assert act(as_("sol"), out, "renew").json["renewals_left"] == 0


@pytest.mark.parametrize("is_approved", [True, False])
def test_f04_somebody_has_it_next(as_, harp, out, is_approved):
    days = (5, 9)
    if is_approved:
        promise(as_, harp, *days, who="nia")
    else:
        ask(as_("nia"), harp, *days)
    assert refused(as_, out, "promised")["day"] == str(ahead(5))


def test_it_lasts_until_the_day_before_somebody_has_it(as_, harp, out):
    promise(as_, harp, 9, 12, who="nia")
    assert verdict(as_, out)["until"] == str(ahead(8))
    assert act(as_("sol"), out, "renew").status_code == 200
    refused(as_, out, "promised")


def test_f05_another_piece_serves_who_has_it_next(as_, stand):
    id = hand_out(as_, stand, quantity=2)
    promise(as_, stand, 5, 9, who="nia", quantity=18)
    assert verdict(as_, id)["until"]
    ask(as_("nia"), stand, 5, 9)
    refused(as_, id, "promised")


def test_f08_too_early_says_from_when_on(app, as_, harp):
    id = hand_out(as_, harp, days=20)
    assert refused(as_, id, "too_soon")["day"] == str(ahead(13))
    decide(app, renew_days_before=20)
    assert act(as_("sol"), id, "renew").status_code == 200


def test_f04_somebody_waits_for_it(as_, harp, out):
    place = join(as_, "nia", harp)
    refused(as_, out, "waited_for")
    act_on_place(as_, "nia", place, "pause", until=str(ahead(3)))
    assert verdict(as_, out)["until"]


def test_f05_another_piece_serves_who_waits(as_, violas):
    """Who waits for one certain viola is in the way of who has it, and of nobody else."""
    soon = {"student": 2, "due_date": str(ahead(4))}
    loans = [take_out(as_, violas, unit=f"VLA-{n}", **soon) for n in (1, 2, 3)]
    join(as_, "dora", violas, student=3, unit="VLA-1")
    refused(as_, loans[0], "waited_for")
    assert verdict(as_, loans[1])["until"]


def test_f11_never_past_the_term(app, as_, out):
    with app.app_context(), transaction():
        days = {"starts_on": ahead(-30), "ends_on": ahead(20), "return_by": ahead(12)}
        terms.add(ADA, name="Winter", **days)
    assert verdict(as_, out)["until"] == str(ahead(12))
    home = as_("sol").get("/").text
    assert "You can keep it until" in home
    assert "more time" not in home  # nothing is left of the term
    assert act(as_("sol"), out, "renew").status_code == 200
    assert refused(as_, out, "past_term")["day"] == str(ahead(12))  # not only too soon
    decide(app, renew_days_before=0)
    assert refused(as_, out, "past_term")["day"] == str(ahead(12))


def test_what_is_to_be_seen_first_promises_no_day(app, as_, out):
    assert "1 more time after that" in as_("sol").get("/").text
    decide(app, unseen_renewals=1)
    assert "more time" not in as_("sol").get("/").text
    assert act(as_("sol"), out, "renew").status_code == 200
    refused(as_, out, "must_be_seen")


def test_what_is_late_is_asked_for_unless_the_school_allows_it(app, as_, out):
    move(app, out, -9, -2)
    refused(as_, out, "overdue")
    decide(app, renew_late=True)
    assert act(as_("sol"), out, "renew").json["due_date"] == str(ahead(LONGEST))


def test_after_so_many_times_it_is_shown_at_the_desk(app, as_, out):
    decide(app, unseen_renewals=1, renew_days_before=0)
    assert act(as_("sol"), out, "renew").status_code == 200
    refused(as_, out, "must_be_seen")
    act(as_("tess"), out, "extend", due_date=str(ahead(50)))
    assert verdict(as_, out)["until"]


@DOORS
def test_what_is_back_cannot_be_kept(as_, out, door):
    act(as_("dora"), out, "return_item")
    no = say(as_("sol"), door, out, "renew")
    assert no.status_code == 409
    assert verdict(as_, out)["reason"] == "not_out"


@DOORS
@pytest.mark.parametrize(("who", "status"), [("nia", 404), ("dora", 403), ("tess", 403)])
def test_whose_it_is_not(as_, out, door, who, status):
    assert say(as_(who), door, out, "renew").status_code == status
    assert due(as_, out) == str(ahead(4))


def test_whoever_is_late_is_not_told_to_be_in_time(app, as_, harp, out):
    as_("tess").patch(f"/api/inventory/items/{harp}/", json={"max_renewals": 0})
    assert "bring it back by" in refused(as_, out, "not_renewable")["detail"]
    move(app, out, -9, -6)
    assert "is late: bring it back now" in refused(as_, out, "not_renewable")["detail"]
    told = {"person": 2, "why": "Two bows lost"}
    as_("tess").patch(f"/api/inventory/items/{harp}/", json={"max_renewals": 2})
    assert as_("dora").post("/api/inventory/suspensions/", json=told).status_code == 201
    assert "in time" not in as_("sol").get("/").text.partition("<main")[2]
