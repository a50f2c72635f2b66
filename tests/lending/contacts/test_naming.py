"""N12: a request names who fetches and brings it; its borrower answers for it all the same."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.lending.ahead_acts import ask, page_says
from tests.lending.conftest import API, REQUESTS
from tests.lending.contact_acts import contact_of, name_contact, undo
from webapp.core.db import db
from webapp.lending.models import CheckoutEvent

from .conftest import DORA, NIA, SOL, TESS

DOORS = pytest.mark.parametrize("door", ["page", "API"])


@DOORS
def test_n12_the_borrower_names_somebody_of_the_group(as_, for_class, door):
    sol = as_("sol")
    assert name_contact(sol, door, for_class, NIA).status_code in (200, 303)
    assert contact_of(sol, for_class) == NIA
    page = page_says(sol, f"/requests/{for_class}")
    assert "Nia fetches it" in page
    assert undo(sol, door, for_class).status_code in (200, 303)
    assert contact_of(sol, for_class) is None


@DOORS
def test_n12_staff_name_anybody_they_see(as_, own, door):
    dora = as_("dora")
    who = NIA if door == "API" else "nia@school.test"
    assert name_contact(dora, door, own, who).status_code in (200, 303)
    assert contact_of(dora, own) == NIA
    assert name_contact(dora, door, own).status_code in (200, 303)
    assert contact_of(dora, own) is None


@DOORS
def test_n12_it_is_named_as_it_is_asked_for(as_, stand, door):
    tess = as_("tess")
    if door == "API":
        request = ask(tess, stand, 2, 5, student=SOL, contact=NIA).json["request"]
    else:
        said = {"quantity": 1, "student": "sol@school.test", "contact": "Nia"}
        assert tess.post(f"/items/{stand}", data=said).status_code == 303
        request = 1
    assert contact_of(tess, request) == NIA


def test_n12_who_fetches_it_reads_it(as_, for_class):
    name_contact(as_("sol"), "API", for_class, NIA)
    nia = as_("nia")
    shown = nia.get(f"{REQUESTS}{for_class}/")
    assert shown.status_code == 200
    (line,) = shown.json["lines"]
    assert nia.get(f"{API}{line['id']}/").status_code == 200
    assert "You fetch it; Sol answers for it" in page_says(nia, f"/requests/{for_class}")
    assert "You fetch for others" in page_says(nia, "/checkouts")
    assert nia.get(API).json == []


def test_n12_who_fetches_it_does_nothing_with_it(as_, for_class):
    name_contact(as_("sol"), "API", for_class, NIA)
    nia = as_("nia")
    (line,) = nia.get(f"{REQUESTS}{for_class}/").json["lines"]
    acts = [
        nia.post(f"{API}{line['id']}/cancel/", json={}),
        nia.get(f"/requests/{for_class}/cancel"),
        nia.post(f"{REQUESTS}{for_class}/cancel/"),
        nia.post(f"{REQUESTS}{for_class}/again/"),
        nia.post(f"{API}{line['id']}/renew/", json={}),
        name_contact(nia, "API", for_class, TESS),
        name_contact(nia, "page", for_class, TESS),
        undo(nia, "API", for_class),
    ]
    assert [answer.status_code for answer in acts] == [403] * len(acts)


def test_n12_a_stranger_finds_nothing(as_, own):
    nia = as_("nia")
    for door in ("page", "API"):
        assert name_contact(nia, door, own, NIA).status_code == 404
        assert undo(nia, door, own).status_code == 404
    assert nia.get(f"/requests/{own}/contact").status_code == 404


@pytest.mark.parametrize("who", [DORA, 999, SOL])
def test_n12_a_borrower_names_nobody_beside_the_group(as_, for_class, who):
    no = name_contact(as_("sol"), "API", for_class, who)
    assert (no.status_code, [*no.json["fields"]]) == (422, ["contact"])
    assert no.json["fields"]["contact"] == ["Choose somebody who is in Class 3b"]


def test_n12_its_teacher_may_be_named(as_, for_class):
    assert name_contact(as_("sol"), "API", for_class, TESS).status_code == 200


def test_n12_for_oneself_alone_only_staff_name_somebody(as_, own, stand):
    assert name_contact(as_("sol"), "API", own, NIA).status_code == 403
    assert "Who fetches it…" not in as_("sol").get(f"/requests/{own}").text
    no = ask(as_("sol"), stand, 8, 9, contact=NIA)
    assert no.status_code == 403


def test_n12_the_same_twice_and_what_was_handed_out(as_, own):
    tess = as_("tess")
    assert name_contact(tess, "API", own, NIA).status_code == 200
    assert name_contact(tess, "API", own, NIA).status_code == 409
    id = tess.get(f"{REQUESTS}{own}/").json["lines"][0]["id"]
    tess.post(f"{API}{id}/approve/", json={"hand_out": True})
    assert name_contact(tess, "API", own).status_code == 409
    assert undo(tess, "API", own).status_code == 409
    assert contact_of(tess, own) == NIA


def test_n12_a_version_that_is_over_is_refused(as_, for_class):
    sol = as_("sol")
    seen = sol.get(f"{REQUESTS}{for_class}/").headers["ETag"]
    name_contact(as_("tess"), "API", for_class, TESS)
    path = f"{REQUESTS}{for_class}/contact/"
    no = sol.post(path, json={"contact": NIA}, headers={"If-Match": seen})
    assert (no.status_code, contact_of(sol, for_class)) == (412, TESS)


def test_n12_two_at_once_name_somebody_one_after_the_other(app, as_, for_class):
    browsers = [(as_("sol"), NIA), (as_("tess"), TESS)]
    with ThreadPoolExecutor(2) as pool:
        codes = [
            *pool.map(
                lambda each: name_contact(each[0], "API", for_class, each[1]).status_code,
                browsers,
            )
        ]
    assert codes == [200, 200]
    with app.app_context():
        events = db.session.query(CheckoutEvent).filter_by(kind="contact")
        first, last = events.order_by(CheckoutEvent.id)
        assert last.before["contact"] == first.after["contact"]
        assert contact_of(as_("sol"), for_class) == last.after["contact"]
