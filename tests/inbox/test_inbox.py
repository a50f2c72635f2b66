"""The inbox: all that waits for somebody, the most urgent first; nobody sees what is not theirs to answer."""

import re

import pytest
import time_machine

from tests.support.days import ahead
from tests.support.queries import counted
from webapp import inbox as door
from webapp.core.db import db, transaction
from webapp.people.models import User
from webapp.school import inbox

from .conftest import ADA, DORA, KINDS, NIA, TESS, plenty, wish

API = "/api/inventory/inbox/"
PATH = "/approvals"
CARD = (
    r'<article id="(?:(request|asked|renewal|promise|decision|act|repair|address))-(\d+)"'
)
CALLED = {"request": "loan", "decision": "room"}


def cards(page):
    """What stands on the inbox's page, in its order."""
    found = re.findall(CARD, page.text)
    return [(CALLED.get(name, name), int(id)) for name, id in found]


def told(answer):
    return [(each["kind"], each["id"]) for each in answer.json]


def kinds_of(as_, who, of=""):
    return {kind for kind, _id in cards(as_(who).get(f"{PATH}?of={of}"))}


def test_all_that_waits_has_a_card(as_, waiting):
    assert set(cards(as_("ada").get(f"{PATH}?of=everyone"))) == set(
        zip(KINDS, (getattr(waiting, kind) for kind in KINDS), strict=True)
    )


@pytest.mark.parametrize(
    ("who", "kinds"),
    [
        ("tess", {"loan", "renewal", "promise", "room", "act"}),
        ("dora", {"promise", "repair"}),
        ("ada", {"promise", "act", "repair", "address"}),
    ],
)
def test_what_waits_for_whom(as_, waiting, who, kinds):
    assert kinds_of(as_, who) == kinds


def test_a_teacher_sees_only_what_their_students_wait_for(app, as_, waiting):
    with app.app_context(), transaction():
        db.session.get_one(User, 2).teacher_id = None
    assert kinds_of(as_, "tess") == {"act"}
    assert kinds_of(as_, "tess", "everyone") == {*KINDS} - {"address"}


def test_students_have_none(as_, waiting):
    for path in (PATH, f"{PATH}/number", API):
        assert as_("sol").get(path).status_code == 403
    assert PATH not in as_("sol").get("/").text


def test_page_and_api_agree(as_, waiting):
    for who in ("tess", "dora", "ada"):
        for of in ("", "everyone"):
            page = cards(as_(who).get(f"{PATH}?of={of}"))
            assert page == told(as_(who).get(f"{API}?of={of}"))


def test_the_most_urgent_first_and_what_has_no_last_moment_after_it(app, as_, waiting):
    with app.app_context(), transaction():
        today, later = wish(0), wish(30)
    answer = as_("ada").get(f"{API}?of=everyone").json
    ends = [each["answer_by"] or "later" for each in answer]
    assert ends == sorted(ends)
    by_id = {each["id"]: each["urgency"] for each in answer if each["kind"] == "loan"}
    assert (by_id[today], by_id[later]) == ("today", "later")
    assert [each["kind"] for each in answer[-3:]] == ["act", "repair", "address"]


def test_three_headings_and_none_that_is_empty(app, as_):
    assert "All answered" in as_("tess").get(PATH).text
    with app.app_context(), transaction():
        wish(0), wish(30)
    page = as_("tess").get(PATH).text
    assert 'id="by-today">Today<' in page
    assert 'id="by-soon"' not in page
    assert 'id="by-later">When you can<' in page


def test_an_empty_filter_says_that_others_still_wait(app, as_):
    assert "All answered" in as_("tess").get(f"{PATH}?show=rooms").text
    with app.app_context(), transaction():
        wish(0)
    page = as_("tess").get(f"{PATH}?show=rooms").text
    assert "All answered" not in page
    assert "None of this kind" in page


def test_by_the_next_open_day(app, as_, shut):
    shut(1, 3)
    with app.app_context(), transaction():
        wish(4)
        page = inbox.under_headings(inbox.listed(TESS))
    assert [heading.name for heading in page] == ["soon"]
    assert inbox.KINDS


@pytest.mark.parametrize(
    ("show", "kinds"),
    [
        ("loans", {"loan", "renewal", "promise"}),
        ("rooms", {"room"}),
        ("stock", {"act"}),
        ("repairs", {"repair"}),
        ("emails", {"address"}),
    ],
)
def test_a_filter_keeps_its_place_and_shows_its_number(as_, waiting, show, kinds):
    page = as_("ada").get(f"{PATH}?of=everyone&show={show}")
    assert {kind for kind, _id in cards(page)} == kinds
    assert set(told(as_("ada").get(f"{API}?of=everyone&show={show}"))) == set(cards(page))
    link = re.search(
        rf'href="[^"]*show={show}[^"]*" aria-current.*?<b>(\d+)</b>', page.text
    )
    assert int(link[1]) == len(kinds)
    assert "All <b>7</b>" in page.text


def test_nonsense_is_refused_in_words(as_):
    for query in ("show=nonsense", "after=nonsense", "of=nobody"):
        assert as_("tess").get(f"{PATH}?{query}").status_code == 422
        assert as_("tess").get(f"{API}?{query}").status_code == 422


@pytest.fixture
def many(app, waiting):
    """Six more, some of one day."""
    with app.app_context(), transaction():
        plenty()
        for days in (0, 0, 1, 2, 2, 9):
            wish(days, NIA)


def test_the_page_goes_on_where_it_ended(as_, many, monkeypatch):
    path, seen = f"{PATH}?of=everyone", []
    whole = cards(as_("ada").get(path))
    assert len(whole) == 13
    monkeypatch.setattr(door, "PAGE", 2)
    while path:
        page = as_("ada").get(path)
        seen += cards(page)
        more = re.search(r'href="([^"]+)" rel="next"', page.text)
        path = more and more[1].replace("&amp;", "&")
    assert seen == whole


def test_the_api_goes_on_where_it_ended(as_, many):
    path, seen = f"{API}?of=everyone&limit=2", []
    while path:
        answer = as_("ada").get(path)
        seen += told(answer)
        more = re.search(r'<([^>]+)>; rel="next"', answer.headers.get("Link", ""))
        path = more and more[1]
    assert seen == cards(as_("ada").get(f"{PATH}?of=everyone"))


def test_much_asks_the_database_as_often_as_little(app, as_, waiting):
    ada = as_("ada")
    ada.get(f"{PATH}?of=everyone")  # what is kept is made
    with counted(app) as few:
        ada.get(f"{PATH}?of=everyone")
    with app.app_context(), transaction():
        plenty()
        for days in range(9):
            wish(days, NIA)
    ada.get(f"{PATH}?of=everyone")
    with counted(app) as many:
        assert len(cards(ada.get(f"{PATH}?of=everyone"))) == 16
    assert len(many) == len(few), "\n".join(many)


def test_what_nobody_answered_in_time_waits_no_more(as_, waiting):
    with time_machine.travel(ahead(90)):
        left = kinds_of(as_, "ada", "everyone")
    assert left == {"renewal", "promise", "act", "repair", "address"}


def test_old_addresses_still_lead_somewhere(as_, waiting):
    for path in ("/renewals", "/reservations/approvals", "/operations/pending"):
        page = as_("tess").get(path)
        assert page.status_code == 200
        assert '<a href="/approvals" aria-current="page">' in page.text


def test_one_tap_answers_and_the_strip_says_so(as_, waiting):
    headers = {"HX-Target": f"article#act-{waiting.act}"}
    path = f"/operations/pending/{waiting.act}/approve"
    strip = as_("tess", htmx=True).post(path, headers=headers).text
    assert f'id="act-{waiting.act}" tabindex="-1" autofocus' in strip
    assert "Approved: adjust" in strip
    late = as_("ada", htmx=True).post(path, headers=headers)
    assert late.status_code == 409
    assert "Tess approved this already" in late.text


def test_who_asked_cannot_be_the_second(app, as_, waiting):
    with app.app_context():
        assert ("act", waiting.act) in [
            (card.cursor.name, card.cursor.id) for card in inbox.listed(ADA)
        ]
        assert "act" not in [card.cursor.name for card in inbox.listed(DORA)]
