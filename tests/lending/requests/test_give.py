"""A request is given to somebody else before it is fetched."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.days import ahead
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.lending.models import CheckoutEvent
from webapp.people import groups
from webapp.people.models import User

from ..ahead_acts import page_says, states
from ..conftest import API as LOANS
from ..conftest import REQUESTS as API
from ..desk_acts import act
from ..give_acts import DOORS, NIA, SOL, give, owner, undo

ADA = Actor(5, "Ada", "admin", 0)


@DOORS
def test_c07_a_request_is_given_to_another_person(as_, three, door, letters):
    id, ids = three
    act(as_("tess"), ids[0], "approve")
    assert give(as_("dora"), door, id).status_code in (200, 303)
    assert owner(as_("dora"), id) == (NIA, [NIA] * 3)
    assert states(as_, id, "nia") == ["approved", "pending", "pending"]
    for path in (f"{API}{id}/", f"/checkouts/{ids[0]}"):
        assert as_("sol").get(path).status_code == 404
    assert {("given_away", "sol"), ("given", "nia")} <= {*letters()}


@DOORS
def test_each_loan_keeps_whose_it_was_and_is(app, as_, three, door):
    id, _ids = three
    give(as_("dora"), door, id, reason="Taken ill")
    with app.app_context():
        gifts = db.session.query(CheckoutEvent).filter_by(kind="give").all()
        kept = [(each.before["student"], each.after["student"], each.why) for each in gifts]
    assert kept == [(SOL, NIA, "Taken ill")] * 3


def test_who_has_it_now_reads_nothing_of_who_had_it(as_, three):
    id, ids = three
    give(as_("dora"), "API", id)
    assert "Given to Nia" in page_says(as_("tess"), f"/checkouts/{ids[0]}")
    for path in (f"/checkouts/{ids[0]}", f"/requests/{id}"):
        assert "Sol" not in page_says(as_("nia"), path)


def test_both_are_told_what_and_why(as_, three, letter):
    id, _ids = three
    give(as_("dora"), "API", id, reason="Taken ill")
    for kind in ("given", "given_away"):
        assert "Harp" in letter(kind)
        assert "Taken ill" in letter(kind)
    assert "Nia" not in letter("given_away")


def test_what_is_approved_may_be_fetched_by_who_has_it_now(as_, three, shelf):
    id, ids = three
    act(as_("tess"), ids[0], "approve")
    act(as_("dora"), ids[0], "set_aside")
    give(as_("dora"), "API", id)
    assert act(as_("dora"), ids[0], "hand_out").json["student"] == NIA
    assert shelf() == (1, 0, 1, 0)


def test_what_is_over_stays_with_who_had_it(as_, three):
    id, ids = three
    act(as_("tess"), ids[1], "reject", reason="On tour")
    give(as_("dora"), "API", id)
    assert owner(as_("dora"), id) == (NIA, [NIA, SOL, NIA])
    assert "On tour" not in page_says(as_("nia"), f"/requests/{id}")
    page = page_says(as_("sol"), f"/checkouts/{ids[1]}")
    assert "On tour" in page
    assert f"/requests/{id}" not in page


@DOORS
def test_what_is_out_stays_and_the_rest_goes(as_, three, door):
    id, ids = three
    act(as_("tess"), ids[0], "approve")
    act(as_("dora"), ids[0], "hand_out")
    assert give(as_("dora"), door, id).status_code in (200, 303)
    assert owner(as_("dora"), id) == (NIA, [SOL, NIA, NIA])
    assert undo(as_("dora"), door, id).status_code in (200, 303)
    assert owner(as_("dora"), id) == (SOL, [SOL] * 3)


@DOORS
def test_the_rest_of_a_set_stays_with_who_has_a_part_of_it(as_, set_asked, door):
    lines = as_("sol").get(f"{API}{set_asked}/").json["lines"]
    harp, *_others = (line["id"] for line in lines)
    as_("tess").post(f"{API}{set_asked}/approve/", json={})
    act(as_("dora"), harp, "hand_out")
    assert give(as_("dora"), door, set_asked).status_code in (200, 303)
    assert owner(as_("dora"), set_asked) == (NIA, [SOL, SOL, NIA])


@DOORS
def test_where_nothing_is_left_nothing_is_given(as_, three, door):
    id, _ids = three
    as_("sol").post(f"{API}{id}/cancel/")
    assert give(as_("dora"), door, id).status_code == 409


@DOORS
@pytest.mark.parametrize(("who", "status"), [("nia", 404), ("sol", 403)])
def test_whose_it_is_not_to_give(as_, three, door, who, status):
    id, _ids = three
    assert give(as_(who), door, id).status_code == status
    assert undo(as_(who), door, id).status_code == status


@DOORS
def test_twice_is_refused_at_the_name(as_, three, door):
    id, _ids = three
    give(as_("dora"), door, id)
    no = give(as_("dora"), door, id)
    assert no.status_code == 422
    assert "theirs already" in no.text


@DOORS
def test_who_may_not_come_in_gets_nothing(app, as_, three, door):
    id, _ids = three
    with app.app_context(), transaction():
        db.session.get(User, NIA).is_active = False
    assert give(as_("dora"), door, id).status_code == {"API": 404, "page": 422}[door]
    assert owner(as_("dora"), id)[0] == SOL


@DOORS
def test_who_waits_for_the_same_is_named(as_, asked, door):
    request = as_("dora").get(f"{LOANS}{asked}/").json["request"]
    as_("nia").post(LOANS, json={"item": 1, "quantity": 1})
    no = give(as_("dora"), door, request)
    assert no.status_code == 409
    assert "already waiting" in no.text


@DOORS
def test_nobody_gets_what_they_approved(as_, asked, door):
    as_("ada").patch("/api/inventory/settings/", json={"second_person_loans": True})
    request = as_("dora").get(f"{LOANS}{asked}/").json["request"]
    act(as_("ada"), asked, "approve")
    to = {"API": 5, "page": "Ada"}[door]
    assert give(as_("dora"), door, request, to=to).status_code == 403


def test_a_stale_page_gives_nothing(as_, three):
    id, ids = three
    seen = as_("sol").get(f"{API}{id}/").headers["ETag"]
    as_("sol").post(f"{API}{id}/change/", json={"due_date": str(ahead(4))})
    said = {"json": {"borrower": NIA}, "headers": {"If-Match": seen}}
    assert as_("dora").post(f"{API}{id}/give/", **said).status_code == 412
    assert owner(as_("dora"), id)[0] == SOL


def test_the_teacher_of_who_has_it_now_is_asked(app, as_, three, letters):
    id, _ids = three
    with app.app_context(), transaction():
        db.session.get(User, NIA).teacher_id = 5
    give(as_("dora"), "API", id)
    assert letters()[-1] == ("request_given", "ada")


def test_for_a_class_only_its_members_answer(app, as_, harp):
    with app.app_context(), transaction():
        about = {"name": "Winds", "kind": "ensemble", "teacher_id": 1}
        group = groups.add(ADA, member_ids=[SOL], **about).id
    asked = {"item": harp, "student": SOL, "group": group}
    request = as_("tess").post(LOANS, json=asked).json["request"]
    no = give(as_("dora"), "API", request)
    assert (no.status_code, [*no.json["fields"]]) == (422, ["borrower"])


def test_two_at_once_give_it_once(app, as_, three):
    id, _ids = three
    browsers = [as_("dora"), as_("ada")]

    def to(at):
        return give(browsers[at], "API", id, to=[NIA, 5][at]).status_code

    with ThreadPoolExecutor(2) as pool:
        codes = sorted(pool.map(to, range(2)))
    assert codes in ([200, 200], [200, 409])
    student, lines = owner(as_("dora"), id)
    assert lines == [student] * 3
