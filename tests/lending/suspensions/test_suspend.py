"""Staff suspend somebody: they look and bring back, and neither ask, collect nor keep longer, until it ends."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import update

from tests.support.days import ahead
from webapp.core.db import db, transaction
from webapp.lending.models import Suspension

from ..ahead_acts import ask, promise
from ..conftest import API, HAND_OVERS
from ..desk_acts import act
from ..renewals.acts import RENEWALS, hand_out

SUSPENSIONS = "/api/inventory/suspensions/"
TESS, SOL, NIA, DORA, ADA = range(1, 6)
DOORS = pytest.mark.parametrize("door", ["page", "API"])
WHY = "Lost two bows"


@pytest.fixture
def suspended(as_):
    """Sol is suspended until a day; the suspension."""
    return suspend(as_("dora"), "API", until=str(ahead(5))).json["id"]


def suspend(browser, door, person=SOL, **said):
    said = {"why": WHY} | said
    if door == "API":
        return browser.post(SUSPENSIONS, json={"person": person} | said)
    return browser.post(f"/people/{person}/suspend", data=said)


def say(browser, door, id, verb):
    if door == "API":
        return browser.post(f"{SUSPENSIONS}{id}/{verb}/", json={})
    return browser.post(f"/suspensions/{id}/{verb}")


def standing(as_):
    return [row["id"] for row in as_("dora").get(f"{SUSPENSIONS}?standing=true").json]


@DOORS
def test_j06_by_hand_with_a_reason_and_an_end(as_, door, letter):
    until = {"until": str(ahead(5))}
    assert suspend(as_("dora"), door, **until).status_code in (201, 303)
    text = letter("suspended")
    assert WHY in text
    assert f"{ahead(5):%A %-d %B %Y}" in text


def test_j06_it_ends_with_its_last_day(app, as_, harp, suspended):
    no = ask(as_("sol"), harp, 0, 4)
    assert (no.status_code, no.json["facts"]["reason"]) == (409, "suspended")
    with app.app_context(), transaction():
        over = {"starts_on": ahead(-9), "until": ahead(-1)}
        db.session.execute(update(Suspension).values(**over))
    assert ask(as_("sol"), harp, 0, 4).status_code == 201
    assert standing(as_) == []


def test_they_neither_ask_collect_nor_keep_longer(as_, harp, stand):
    out, promised = hand_out(as_, harp), promise(as_, stand, 0, 4)
    suspend(as_("dora"), "API")
    sol, dora = as_("sol"), as_("dora")
    assert act(sol, out, "renew").json["facts"]["reason"] == "suspended"
    later = {"checkout": out, "due_date": str(ahead(200))}
    assert sol.post(RENEWALS, json=later).status_code == 409
    assert act(dora, promised, "hand_out").status_code == 409
    pile = {"codes": [], "person": "Sol"}
    assert dora.post(HAND_OVERS, json=pile).status_code in (409, 422)


def test_they_look_and_bring_back_and_staff_lift_it_first(as_, harp, stand):
    out = hand_out(as_, harp)
    suspend(as_("dora"), "API")
    assert ask(as_("tess"), stand, 0, 4, student=SOL).status_code == 409
    assert as_("sol").get(f"{API}{out}/").status_code == 200
    assert act(as_("dora"), out, "return_item").status_code == 200


@DOORS
def test_it_is_lifted_and_that_is_taken_back(as_, harp, suspended, door, letters):
    dora = as_("dora")
    assert say(dora, door, suspended, "lift").status_code in (200, 303)
    assert ("suspended", "sol") not in letters()
    assert ask(as_("sol"), harp, 0, 4).status_code == 201
    assert say(dora, door, suspended, "lift").status_code == 409
    assert say(dora, door, suspended, "undo_lift").status_code in (200, 303)
    assert standing(as_) == [suspended]
    assert say(dora, door, suspended, "undo_lift").status_code == 409


def test_who_had_read_of_it_reads_that_it_is_over(as_, suspended, all_sent, letters):
    all_sent()
    say(as_("dora"), "API", suspended, "lift")
    assert ("suspension_lifted", "sol") in letters()


def test_j08_seen_at_the_desk_and_in_lists(as_, harp, suspended):
    dora = as_("dora")
    for path in (
        f"/people/{SOL}",
        "/desk?code=Sol",
        "/suspensions",
        "/people",
        f"/desk/tray?person={SOL}",
    ):
        assert WHY in dora.get(path).text, path
    assert WHY in as_("sol").get("/").text
    assert WHY not in as_("nia").get("/").text


def test_j08_seen_by_who_answers(as_, harp):
    ask(as_("sol"), harp, 0, 4)
    suspend(as_("dora"), "API")
    assert WHY in as_("tess").get("/approvals").text


@DOORS
def test_twice_is_refused(as_, suspended, door):
    assert suspend(as_("dora"), door).status_code == 409


@DOORS
@pytest.mark.parametrize(
    "said", [{"why": ""}, {"until": str(ahead(-1))}, {"until": "soon"}]
)
def test_what_makes_no_sense_is_refused(as_, door, said):
    assert suspend(as_("dora"), door, **said).status_code == 422
    assert standing(as_) == []


@DOORS
def test_whose_it_is_not(as_, suspended, door):
    assert suspend(as_("nia"), door).status_code in (403, 404)
    assert say(as_("sol"), door, suspended, "lift").status_code == 403
    assert say(as_("nia"), door, suspended, "lift").status_code == 404
    assert as_("nia").get(SUSPENSIONS).json == []
    assert [row["id"] for row in as_("sol").get(SUSPENSIONS).json] == [suspended]


@DOORS
def test_nobody_suspends_themselves_or_lifts_it(as_, door):
    for name, person in (("tess", TESS), ("dora", DORA), ("ada", ADA)):
        assert suspend(as_(name), door, person=person).status_code == 403, name
    held = suspend(as_("ada"), "API", person=TESS).json["id"]
    assert say(as_("tess"), door, held, "lift").status_code == 403
    assert standing(as_) == [held]
    assert "Lift the suspension" not in as_("tess").get(f"/people/{TESS}").text
    assert say(as_("ada"), door, held, "lift").status_code in (200, 303)
    assert say(as_("tess"), door, held, "undo_lift").status_code == 403


@DOORS
def test_only_admins_suspend_staff(as_, door):
    for person in (TESS, ADA):
        assert suspend(as_("dora"), door, person=person).status_code == 403
        assert "Suspend…" not in as_("dora").get(f"/people/{person}").text
    assert "Suspend…" in as_("dora").get(f"/people/{SOL}").text
    assert suspend(as_("ada"), door, person=DORA).status_code in (201, 303)


def test_two_at_once(app, as_):
    browsers = [as_("dora"), as_("tess")]

    def press(at):
        return suspend(browsers[at], "API").status_code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(press, range(2))) == [201, 409]
    with app.app_context():
        assert db.session.query(Suspension).count() == 1


def test_lifting_is_taken_back_where_it_was_done(as_, suspended):
    dora, path = as_("dora"), f"/suspensions/{suspended}/undo_lift"
    assert path not in dora.get(f"/people/{SOL}").text
    dora.post(f"/suspensions/{suspended}/lift")
    assert path in dora.get(f"/people/{SOL}").text
    assert dora.post(path).status_code == 303
    assert standing(as_) == [suspended]
    assert path not in dora.get(f"/people/{SOL}").text
    assert 'href="/suspensions"' in dora.get("/people").text
