"""The code on a thing opens for anyone: who has it sees until when, staff all of it, others where to bring it."""

import re
from datetime import timedelta

import pytest

from tests.lending.ahead_acts import page_says
from tests.support.queries import counted
from webapp.core import clock
from webapp.core.db import db, transaction
from webapp.lending.models import Request
from webapp.people.models import SignInFailure
from webapp.school import settings
from webapp.stock.units import codes

from .conftest import NIA, SOL

NOBODYS = ["ZZ", "21", "U", "9S", "a" * 50, "VLN-1"]


@pytest.fixture(autouse=True)
def place(app):
    with app.app_context(), transaction():
        settings.change("address", "Am Kirchplatz 4\nLindental")
        settings.change("phone", "+49 30 23125-010")


def said(answer):
    """A page without what is its own by chance."""
    text = answer.text.partition("<main")[2].partition("</main>")[0]
    return re.sub(r"/t/[^/\"]+", "/t/", text)


def test_its_borrower_sees_until_when_and_keeps_it_in_one_tap(app, as_, out, code):
    sol = as_("sol")
    page = page_says(sol, f"/t/{code}")
    assert "Yours until" in page
    assert "Keep it until" in page
    assert "That is certain" in page
    assert "Bow" in page
    assert "Am Kirchplatz 4" in page
    [action] = re.findall(
        r'action="(/checkouts/\d+/renew[^"]*)"', sol.get(f"/t/{code}").text
    )
    assert sol.post(action).location == f"/t/{code}"
    assert "Undo" in page_says(sol, f"/t/{code}")


def test_its_borrower_says_that_it_is_broken(as_, out, code):
    sol = as_("sol")
    text = sol.get(f"/t/{code.lower()}").text
    [action] = re.findall(r'action="(/checkouts/\d+/fault[^"]*)"', text)
    typed = {"words": "A peg slips", "is_playable": "y"}
    answer = sol.post(action.replace("&amp;", "&"), data=typed)
    assert answer.location == f"/t/{code}"
    page = page_says(sol, f"/t/{code}")
    assert "The desk knows: “A peg slips”" in page
    assert "It can still be played." in page
    assert "Something is broken" not in page
    assert "The desk knows" not in page_says(sol, f"/t/{code}")


def test_staff_see_all_of_it(as_, out, code):
    for who in ("tess", "dora", "ada"):
        assert as_(who).get(f"/t/{code}").location == "/units/1"
    assert as_("dora").get("/t/ZZ").status_code == 404


def test_others_read_where_to_bring_it_and_nothing_else(as_, out, code):
    for browser in (as_(), as_("nia")):
        answer = browser.get(f"/t/{code}")
        assert answer.status_code == 200
        page = said(answer)
        assert "Found? Please bring it to us." in page
        assert "tel:+493023125010" in page
        for secret in ("VLN", "Violin", "Sol", "Yours"):
            assert secret not in page


def test_every_code_is_answered_alike(as_, out, code):
    for browser in (as_(), as_("nia")):
        mine = said(browser.get(f"/t/{code}"))
        for other in NOBODYS:
            answer = browser.get(f"/t/{other}")
            assert (answer.status_code, said(answer)) == (200, mine)


def test_every_code_costs_the_same(app, as_, out, code):
    for who in ("nobody", "nia"):
        browser = as_() if who == "nobody" else as_(who)
        browser.get(f"/t/{code}")
        spent = []
        for each in (code, codes.printed(2**30), *NOBODYS):
            with counted(app) as queries:
                browser.get(f"/t/{each}")
            spent.append(len(queries))
        assert len(set(spent)) == 1


def looked(app, address):
    """So often as nobody may for a while."""
    with app.app_context(), transaction():
        for _ in range(300):
            db.session.add(
                SignInFailure(
                    kind="thing",
                    address=address,
                    created_at=clock.now() - timedelta(minutes=1),
                )
            )


def test_who_tries_many_is_told_to_wait_and_who_has_it_is_not(app, as_, out, code):
    for person in (SOL, NIA):
        looked(app, f"person {person}")
    for path in (f"/t/{code}", "/t/ZZ"):
        assert as_("nia").get(path).status_code == 429
    assert as_("sol").get(f"/t/{code}").status_code == 200


def test_whoever_else_looked_at_the_school_a_stranger_reads_where_to_bring_it(
    app, as_, out, code
):
    looked(app, "127.0.0.1")
    for browser in (as_(), as_("nia")):
        assert "Found?" in browser.get(f"/t/{code}").text


def test_what_is_looked_at_is_counted_by_person_and_for_strangers_not_at_all(
    app, as_, out, code
):
    for browser in (as_(), as_("nia"), as_("sol")):
        browser.get(f"/t/{code}")
    with app.app_context():
        query = db.select(SignInFailure.address).where(SignInFailure.kind == "thing")
        assert db.session.scalars(query).all() == [f"person {NIA}"]


def test_signing_in_leads_back(as_, code):
    stranger = as_()
    assert f'href="/t/{code}/in"' in stranger.get(f"/t/{code}").text
    assert stranger.get(f"/t/{code}/in").location == f"/login?next=/t/{code}/in"
    assert as_("sol").get(f"/t/{code}/in").location == f"/t/{code}"


def test_who_fetches_it_for_another_sees_it_and_keeps_nothing(app, as_, out, code):
    with app.app_context(), transaction():
        request = db.session.get(Request, 1)
        request.contact_id, request.contact_name = NIA, "Nia"
    page = page_says(as_("nia"), f"/t/{code}")
    assert "On loan to Sol until" in page
    assert "Something is broken" in page
    assert "Keep it until" not in page


def test_once_it_is_back_its_borrower_is_a_stranger(as_, out, code):
    as_("dora").post(f"/api/inventory/checkouts/{out}/return_item/", json={})
    assert "Found?" in as_("sol").get(f"/t/{code}").text
