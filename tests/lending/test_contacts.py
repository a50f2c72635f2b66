"""N12: a request names who fetches and brings it; its borrower answers for it all the same."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.lending.models import CheckoutEvent
from webapp.people import groups

from .ahead_acts import ask, page_says
from .conftest import API, REQUESTS
from .contact_acts import contact_of, name_contact, undo

ADA = Actor(5, "Ada", "admin", 0)
TESS, SOL, NIA, DORA = 1, 2, 3, 4
DOORS = pytest.mark.parametrize("door", ["page", "API"])


@pytest.fixture
def group(app):
    """Sol's and Nia's class; its id."""
    with app.app_context(), transaction():
        return groups.add(
            ADA, name="Class 3b", kind="class", teacher_id=TESS, member_ids=[SOL, NIA]
        ).id


@pytest.fixture
def for_class(as_, stand, group):
    """Stands for the class that Sol answers for; the request."""
    said = {"student": SOL, "group": group, "quantity": 2}
    return ask(as_("tess"), stand, 2, 5, **said).json["request"]


@pytest.fixture
def own(as_, stand):
    """What Sol asked for alone; the request."""
    return ask(as_("sol"), stand, 2, 5).json["request"]


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


def test_n12_the_history_says_who(as_, for_class):
    sol = as_("sol")
    name_contact(sol, "API", for_class, NIA)
    id = sol.get(f"{REQUESTS}{for_class}/").json["lines"][0]["id"]
    assert "Nia named to fetch it by Sol" in page_says(sol, f"/checkouts/{id}").replace(
        "</b>", ""
    )
    undo(sol, "API", for_class)
    assert "Named as before to fetch it" in page_says(sol, f"/checkouts/{id}")


def test_n12_whoever_has_it_next_fetches_it(as_, own):
    tess = as_("tess")
    assert name_contact(as_("ada"), "API", own, DORA).status_code == 200
    assert tess.post(f"{REQUESTS}{own}/give/", json={"borrower": NIA}).status_code == 200
    assert contact_of(tess, own) is None
    assert tess.post(f"{REQUESTS}{own}/undo_give/").status_code == 200
    assert contact_of(tess, own) == DORA


def test_n12_what_was_named_before_it_was_given_is_not_undone(as_, for_class):
    """Whoever has it next learns nobody that another borrower named; given back, it can be undone again."""
    dora, sol, nia = as_("dora"), as_("sol"), as_("nia")
    name_contact(dora, "API", for_class, DORA)
    name_contact(dora, "API", for_class, NIA)
    give = {"borrower": NIA}
    assert dora.post(f"{REQUESTS}{for_class}/give/", json=give).status_code == 200
    assert undo(nia, "API", for_class).status_code == 409
    assert "undo_contact" not in nia.get(f"/requests/{for_class}").text
    assert contact_of(nia, for_class) is None
    assert dora.post(f"{REQUESTS}{for_class}/undo_give/").status_code == 200
    assert contact_of(sol, for_class) == NIA
    assert undo(dora, "API", for_class).status_code == 200
    assert contact_of(sol, for_class) == DORA


def test_n12_undone_it_names_nobody_who_may_not_be_named(as_, for_class):
    sol = as_("sol")
    name_contact(as_("dora"), "API", for_class, DORA)
    assert name_contact(sol, "API", for_class, TESS).status_code == 200
    no = undo(sol, "API", for_class)
    assert (no.status_code, contact_of(sol, for_class)) == (409, TESS)
    assert "Dora" not in no.text


def test_n12_the_field_must_be_given(as_, for_class):
    """What leaves it out takes nobody's naming away; null does."""
    sol, path = as_("sol"), f"{REQUESTS}{for_class}/contact/"
    name_contact(sol, "API", for_class, NIA)
    refused = [sol.post(path), sol.post(path, json={})]
    assert [no.status_code for no in refused] == [422, 422]
    assert refused[1].json["fields"].keys() == {"contact"}
    assert contact_of(sol, for_class) == NIA
    assert sol.post(path, json={"contact": None}).status_code == 200
    assert contact_of(sol, for_class) is None


def test_n12_its_borrower_fetches_it_again_by_page(as_, for_class):
    sol = as_("sol")
    name_contact(sol, "API", for_class, NIA)
    assert name_contact(sol, "page", for_class).status_code == 303
    assert contact_of(sol, for_class) is None
