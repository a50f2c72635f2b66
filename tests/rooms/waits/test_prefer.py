"""The order of the waitlist: staff put somebody first, and everybody sees what they may."""

import pytest

from tests.rooms.waits.conftest import free
from tests.support.queries import counted

API = "/api/inventory/waitlist/"

DOORS = pytest.mark.parametrize("door", ["page", "api"])


@DOORS
def test_staff_put_somebody_first(as_, join, stored, door):
    join("sol"), join("nia")
    dora = as_("dora")
    assert put_first(dora, door, 2).status_code in (200, 303)
    listed = dora.get("/waitlist").text
    assert listed.index("Nia</b>") < listed.index("Sol</b>")
    assert "Back in order" in listed
    assert "Move to the front" in listed
    everyone = dora.get(API, query_string={"of": "everyone"}).json
    assert [(each["student"], each["comes_first"]) for each in everyone] == [
        (3, True),
        (2, False),
    ]
    assert "before others who wait" in as_("nia").get("/waitlist/2").text
    free(as_)
    assert stored() == [("offered", 1, "15:00"), ("offered", 1, "14:00")]
    assert put_first(dora, door, 1).status_code == 409  # something is offered already


@DOORS
def test_and_back_in_turn_once_or_twice(as_, join, stored, door):
    join("sol"), join("nia")
    dora = as_("dora")
    for first in (True, True, False, False):
        assert put_first(dora, door, 2, first).status_code in (200, 303)
    free(as_)
    assert stored()[0] == ("offered", 1, "14:00")


@DOORS
def test_students_put_nobody_first(as_, join, door):
    join("sol")
    assert put_first(as_("sol"), door, 1).status_code == 403
    assert (
        put_first(as_("nia"), door, 1).status_code
        == put_first(as_("dora"), door, 9).status_code
        == 404
    )
    sol = as_("sol")
    assert sol.get(API, query_string={"of": "everyone"}).status_code == 403
    assert put_first(as_(), door, 1).status_code in (302, 303, 401)
    assert (
        as_("dora").post(f"{API}1/prefer/", json={"comes_first": "perhaps"}).status_code
        == 422
    )


def test_a_student_sees_their_own_place_and_nobody_elses(as_, join):
    join("sol"), join("nia")
    own = as_("sol").get("/waitlist").text
    assert "<b>You</b></a> for Studio A" in own
    assert "Nia" not in own
    assert "Move to the front" not in own
    assert as_("sol").post(f"{API}1/leave/").status_code in (200, 204)
    assert "You are not on any waitlist" in as_("sol").get("/waitlist").text


def test_programs_read_the_queue_in_the_order_served(as_, join):
    dora = as_("dora")
    for name in ("sol", "nia", "tess"):
        join(name, minutes=30)
    put_first(dora, "api", 3)
    put_first(dora, "api", 1)
    ids, path = [], f"{API}?of=everyone&limit=1"
    while path:
        answer = dora.get(path)
        ids += [wait["id"] for wait in answer.json]
        path = answer.headers.get("Link", "").partition(";")[0].strip("<>")
    assert ids == [1, 3, 2]


def test_an_empty_queue_says_so(as_):
    assert "Nobody is waiting" in as_("dora").get("/waitlist").text


def test_the_queue_has_pages_and_few_queries(app, as_, join, monkeypatch):
    dora = as_("dora")
    for name in ("sol", "nia", "tess"):
        join(name, minutes=30)
    put_first(dora, "api", 3)
    put_first(dora, "api", 1)
    with counted(app) as three:
        dora.get("/waitlist")
    monkeypatch.setattr("webapp.rooms.pages.waits.PAGE", 1)
    with counted(app) as one:
        page = dora.get("/waitlist")
    assert len(one) == len(three) <= 3, "\n".join(one)
    following = (
        page.text.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
    )
    assert "Tess</b>" in dora.get(following).text
    assert "Back to the first" in dora.get(following).text


def put_first(browser, door, id, first=True):
    if door == "page":
        return browser.post(
            f"/waitlist/{id}/prefer", data={"comes_first": "y"} if first else {}
        )
    return browser.post(f"{API}{id}/prefer/", json={"comes_first": first})
