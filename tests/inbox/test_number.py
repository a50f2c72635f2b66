"""The number of the inbox: on every page of staff, right after each act, and cheap to ask for each minute."""

import re

import pytest
import time_machine

from tests.support.days import ahead
from tests.support.queries import counted
from tests.support.quoted import TEST, Quoted
from webapp.core import clock, versions
from webapp.core.db import db, transaction
from webapp.core.words import CATALOGUES, ENGLISH, use
from webapp.lending.decisions import decisions
from webapp.lending.decisions.giving_up import cancel
from webapp.lending.desk import handovers
from webapp.lending.renewals import answers, renewal_requests
from webapp.lending.requests import requests
from webapp.people import accounts
from webapp.people.models import User
from webapp.repairs import mending
from webapp.rooms.approvals import approvals
from webapp.rooms.reservations import reservations
from webapp.school import inbox
from webapp.stock.operations import operations
from webapp.topics import TABLES

from .conftest import (
    ADA,
    DORA,
    NIA,
    SOL,
    TESS,
    act,
    address,
    promise,
    renewal,
    repair,
    room,
    wish,
)

NUMBER = "/approvals/number"
BY_TRIGGERS = {"levels"}  # which follow movements
READ_ALONG = {
    "basket_lines",
    "baskets",
    "checkout_events",
    "item_waits",
    "locations",
    "set_parts",
}  # with a shelf's days, and none of them decides whether a promise can be kept


def in_menu(page):
    """The number in the rail and in the phone's bar."""
    places = re.findall(r'id="inbox-in-\w+">(\d*)', page.text)
    assert len(set(places)) == 1
    return int(places[0] or 0)


def test_the_number_stands_in_the_menu_of_every_page(as_, waiting):
    for path in ("/approvals", "/items", "/rooms"):
        assert in_menu(as_("tess").get(path)) == 5
    assert in_menu(as_("dora").get("/desk")) == 2
    assert "inbox-in-rail" not in as_("sol").get("/items").text


def test_and_in_the_title_of_the_inbox_alone(as_, waiting):
    assert "<title>(5) Inbox · Backline</title>" in as_("tess").get("/approvals").text
    assert "<title>(" not in as_("tess").get("/items").text


def test_nought_is_not_shown(as_):
    page = as_("tess").get("/approvals").text
    assert '<span class="count" id="inbox-in-rail"></span>' in page
    assert "<title>Inbox" in page


def test_an_act_brings_the_new_number_along(as_, waiting):
    tess, here = as_("tess", htmx=True), {"HX-Current-URL": "http://localhost/approvals"}
    answer = tess.post(f"/checkouts/{waiting.loan}/approve", headers=here).text
    for place in ("rail", "bar"):
        assert f'hx-target="#inbox-in-{place}" hx-swap="innerHTML">4<' in answer
    assert 'hx-target="#waiting" hx-swap="innerHTML">4 wait for you<' in answer
    filters = answer.partition('hx-target="#kinds"')[2]
    assert "All <b>4</b>" in filters
    assert "Loans <b>2</b>" in filters
    everyone = {"HX-Current-URL": "http://localhost/approvals?of=everyone&show=stock"}
    answer = tess.post(f"/checkouts/{waiting.loan}/undo", headers=everyone).text
    assert "7 wait for somebody" in answer
    assert 'show=stock&amp;of=everyone" aria-current="page"' in answer
    assert 'hx-target="#inbox-in-rail" hx-swap="innerHTML">5<' in answer
    elsewhere = {"HX-Current-URL": "http://localhost/items"}
    answer = tess.post(f"/checkouts/{waiting.loan}/approve", headers=elsewhere).text
    assert 'hx-target="#inbox-in-rail" hx-swap="innerHTML">4<' in answer
    assert "#waiting" not in answer


def test_in_another_language_it_is_told_anew(as_, waiting, monkeypatch):
    monkeypatch.setitem(CATALOGUES, TEST, Quoted)
    tess = as_("tess")
    same = {"If-None-Match": tess.get(NUMBER).headers["ETag"]}
    tess.post("/me/language", data={"language": TEST})
    again = tess.get(NUMBER, headers=same)
    use(ENGLISH)
    assert again.status_code == 200
    assert "«" in again.text


def test_asked_each_minute_it_is_told_once(app, as_, waiting):
    tess = as_("tess")
    first = tess.get(NUMBER)
    assert "5<span" in first.text
    assert first.headers["Cache-Control"] == "private, no-cache"
    same = {"If-None-Match": first.headers["ETag"]}
    with counted(app, is_all=True) as seen:
        again = tess.get(NUMBER, headers=same)
    assert again.status_code == 304
    assert not again.data
    assert len(seen) == 1, "\n".join(seen)  # who it is, and the version
    as_("ada").post(f"/checkouts/{waiting.loan}/approve")
    assert "4<span" in tess.get(NUMBER, headers=same).text


def test_each_page_is_told_as_it_is_seen(as_, waiting):
    """From everybody's requests back to one's own, or to another kind: what was told there is not told here."""
    tess, tag = as_("tess"), ""
    for query, words in (("?of=everyone", "7 wait for somebody"), ("", "5 wait for you")):
        headers = {"HX-Current-URL": f"http://localhost/approvals{query}"}
        answer = tess.get(NUMBER, headers=headers | {"If-None-Match": tag})
        assert words in answer.text
        tag = answer.headers["ETag"]
        again = tess.get(NUMBER, headers=headers | {"If-None-Match": tag})
        assert again.status_code == 304
        assert "HX-Current-URL" in again.headers["Vary"]
    for path in ("/approvals?show=stock", "/items"):
        headers = {"HX-Current-URL": f"http://localhost{path}", "If-None-Match": tag}
        assert tess.get(NUMBER, headers=headers).status_code == 200


def test_what_lapses_by_itself_is_told_in_some_minutes(as_, waiting):
    first = as_("tess").get(NUMBER)
    same = {"If-None-Match": first.headers["ETag"]}
    with time_machine.travel(clock.now() + versions.KEPT_FOR):
        assert as_("tess").get(NUMBER, headers=same).status_code == 200
    with time_machine.travel(ahead(90)):
        assert in_menu(as_("tess").get("/items")) == 3


def test_somebody_elses_is_another(as_, waiting):
    tag = as_("tess").get(NUMBER).headers["ETag"]
    assert as_("ada").get(NUMBER, headers={"If-None-Match": tag}).status_code == 200


def test_it_costs_nothing_on_a_page_and_few_statements_to_count(app, as_):
    tess = as_("tess")
    with counted(app, is_all=True) as cold:
        tess.get("/locations")
    with counted(app, is_all=True) as warm:
        tess.get("/locations")
    with counted(app) as without:
        tess.get("/locations")
    assert len(warm) == len(without)
    # the count, promises, settings; the menu's two
    assert len(cold) <= len(warm) + 5, "\n".join(cold)


def test_each_table_that_decides_what_waits_is_of_the_topic(app, waiting):
    """So that nothing that is written changes the number unnoticed."""
    with app.app_context(), counted(app, is_all=True) as seen:
        versions.forget()
        for who in (TESS, DORA, ADA):
            for everyone in (False, True):
                inbox.counts(who, everyone=everyone)
    read = set(re.findall(r"\b(?:FROM|JOIN) (\w+)", " ".join(seen)))
    tables = read & db.metadata.tables.keys()
    assert {"checkouts", "users", "repairs", "levels"} <= tables
    assert tables - {"versions"} - BY_TRIGGERS - READ_ALONG <= {*TABLES["inbox"]}


def _approve_whole(w):
    id = wish_of(w.loan).request_id
    requests.answer(TESS, id, requests.Answer({w.loan: {}}, {}))


def wish_of(id):
    return decisions.checkouts.find(TESS, id)


def _disable_teacher(_w):
    accounts.disable(ADA, TESS.id)


def _correct_address(_w):
    sol = db.session.get_one(User, 2)
    accounts.describe(
        ADA,
        2,
        version=sol.version,
        name="Sol",
        email="sol2@school.test",
        role="student",
        teacher_id=1,
    )


ACTS = {
    "asked": lambda w: wish(9, NIA),
    "approved": lambda w: decisions.approve(TESS, w.loan),
    "declined": lambda w: decisions.reject(TESS, w.loan, reason="No"),
    "answered whole": _approve_whole,
    "cancelled": lambda w: cancel(SOL, w.loan),
    "asked to keep it": lambda w: renewal(NIA),
    "kept longer": lambda w: answers.approve(TESS, w.renewal),
    "not kept": lambda w: answers.reject(TESS, w.renewal, reason="No"),
    "withdrawn": lambda w: renewal_requests.withdraw(SOL, w.renewal),
    "promised and lost": lambda w: promise(NIA),
    "promise cancelled": lambda w: cancel(DORA, w.promise),
    "room asked for": lambda w: room(4, NIA),
    "room approved": lambda w: approvals.approve(TESS, w.room),
    "room declined": lambda w: approvals.decline(TESS, w.room, reason="No"),
    "room given up": lambda w: reservations.cancel(SOL, w.room),
    "second person wanted": lambda w: act(),
    "agreed to": lambda w: operations.approve(TESS, w.act),
    "rejected": lambda w: operations.reject(TESS, w.act),
    "damage reported": lambda w: repair("VLN-2"),
    "nothing is wrong": lambda w: mending.cancel(DORA, w.repair),
    "e-mail came back": lambda w: address("nia"),
    "address corrected": _correct_address,
    "teacher left": _disable_teacher,
}


def snapshot():
    """What waits for each of staff."""
    found = {
        (who.name, everyone): [
            (card.cursor.name, card.cursor.id)
            for card in inbox.listed(who, everyone=everyone, limit=99)
        ]
        for who in (TESS, DORA, ADA)
        for everyone in (False, True)
    }
    number = versions.of("inbox")
    db.session.rollback()
    return found, number


@pytest.mark.parametrize("name", ACTS)
def test_no_act_that_changes_the_inbox_forgets_its_version(app, waiting, name):
    with app.app_context():
        before, number = snapshot()
        with transaction():
            ACTS[name](waiting)
        after, later = snapshot()
    assert after != before
    assert later > number


def test_handing_out_leaves_it_as_it_is_for_who_answers(app, waiting):
    with app.app_context(), transaction():
        decisions.approve(TESS, waiting.loan)
        handovers.hand_out(TESS, waiting.loan)
    with app.app_context():
        assert inbox.counts(TESS)["loans"] == 2
