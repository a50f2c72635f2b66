"""Notes of the office: the desk and admins write them, teachers read those about their students, nobody else does."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from webapp.core import clock
from webapp.core.db import db, transaction
from webapp.people.models import OfficeNote, User

SOL, TESS, DORA, ADA = 2, 1, 4, 5
API = "/api/inventory/people/"
WORDS = "Own chin rest. No wooden case: comes by bike."


@pytest.fixture
def note(as_):
    """Dora's note about Sol; its id."""
    answer = as_("dora").post(f"{API}{SOL}/notes/", json={"text": WORDS})
    assert answer.status_code == 201, answer.json
    return answer.json["id"]


def kept(app):
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(OfficeNote))


def listed(browser, person=SOL):
    return [each["text"] for each in browser.get(f"{API}{person}/notes/").json]


@pytest.mark.parametrize("who", ["dora", "ada", "tess"])
def test_staff_read_it_on_the_page_and_by_programs(as_, note, who):
    page = as_(who).get(f"/people/{SOL}").text
    assert WORDS in page
    assert "Dora, " in page
    assert listed(as_(who)) == [WORDS]
    assert (f"/people/notes/{note}/remove" in page) == (who != "tess")


def test_the_page_writes_it_too(as_):
    dora = as_("dora")
    assert "Note" in dora.get(f"/people/{SOL}/notes/new").text
    answer = dora.post(f"/people/{SOL}/notes/new", data={"text": WORDS})
    assert answer.location == f"/people/{SOL}"
    assert listed(dora) == [WORDS]


def test_whom_it_is_about_reads_none_of_it(as_, note):
    sol = as_("sol")
    assert WORDS not in sol.get(f"/people/{SOL}").text
    assert sol.get(f"{API}{SOL}/notes/").status_code == 403
    assert sol.get(f"{API}notes/{note}/").status_code == 404
    assert as_("nia").get(f"{API}{SOL}/notes/").status_code == 404


@pytest.mark.parametrize(
    ("who", "about", "writer"),
    [("tess", TESS, "ada"), ("dora", DORA, "ada"), ("ada", ADA, "dora")],
)
def test_staff_read_none_about_themselves(as_, who, about, writer):
    id = as_(writer).post(f"{API}{about}/notes/", json={"text": WORDS}).json["id"]
    one = as_(who)
    assert WORDS not in one.get(f"/people/{about}").text
    assert one.get(f"{API}{about}/notes/").status_code == 403
    assert one.get(f"{API}notes/{id}/").status_code == 404
    assert one.get(f"/people/notes/{id}").status_code == 404
    assert one.post(f"{API}{about}/notes/", json={"text": "x"}).status_code == 403


def test_teachers_read_those_about_their_own_students_only(app, as_, note):
    with app.app_context(), transaction():
        db.session.get(User, SOL).teacher_id = None
    assert as_("tess").get(f"{API}{SOL}/notes/").status_code == 404
    assert as_("tess").get(f"{API}notes/{note}/").status_code == 404


@pytest.mark.parametrize(("who", "status"), [("tess", 403), ("sol", 403), ("nia", 404)])
def test_nobody_else_writes(app, as_, note, who, status):
    one = as_(who)
    assert one.post(f"/people/{SOL}/notes/new", data={"text": "x"}).status_code == status
    assert one.get(f"/people/{SOL}/notes/new").status_code == status
    assert kept(app) == 1


@pytest.mark.parametrize("verb", ["remove", "restore"])
def test_teachers_read_and_act_on_none(as_, note, verb):
    tess = as_("tess")
    assert tess.post(f"/people/notes/{note}/{verb}").status_code == 403
    assert tess.post(f"{API}notes/{note}/{verb}/").status_code == 403
    assert as_("sol").post(f"/people/notes/{note}/{verb}").status_code == 404


def test_one_is_written_anew_in_the_name_of_who_does_and_not_over_somebody_else(as_, note):
    ada = as_("ada")
    assert WORDS in ada.get(f"/people/notes/{note}").text
    data = {"text": "Left-handed", "version": "1"}
    assert ada.post(f"/people/notes/{note}", data=data).status_code == 303
    shown = ada.get(f"{API}notes/{note}/")
    assert (shown.json["text"], shown.json["by"]) == ("Left-handed", 5)
    assert ada.post(f"/people/notes/{note}", data=data).status_code == 412
    stale = ada.patch(f"{API}notes/{note}/", json={"text": "x"}, headers={"If-Match": "v1"})
    assert stale.status_code == 412


def test_one_that_is_removed_can_be_put_back(as_, note):
    dora = as_("dora")
    assert dora.post(f"/people/notes/{note}/remove").location == f"/people/{SOL}"
    assert listed(dora) == []
    page = dora.get(f"/people/{SOL}").text
    assert WORDS not in page.replace("this note: Own", "")
    assert f"/people/notes/{note}/restore" in page
    assert f"/people/notes/{note}/restore" not in as_("tess").get(f"/people/{SOL}").text
    assert dora.post(f"/people/notes/{note}/restore").status_code == 303
    assert listed(dora) == [WORDS]


def test_one_that_was_removed_is_read_by_who_can_put_it_back_alone(as_, note):
    as_("dora").post(f"{API}notes/{note}/remove/")
    assert as_("tess").get(f"{API}notes/{note}/").status_code == 404
    assert as_("tess").post(f"{API}notes/{note}/restore/").status_code == 404
    assert as_("tess").post(f"/people/notes/{note}/restore").status_code == 404
    assert as_("ada").get(f"{API}notes/{note}/").json["text"] == WORDS


def test_it_can_be_put_back_for_a_day(as_, note):
    as_("dora").post(f"{API}notes/{note}/remove/")
    with time_machine.travel(clock.now() + timedelta(hours=25), tick=False):
        dora = as_("dora")
        assert dora.get(f"{API}notes/{note}/").status_code == 404
        assert dora.get(f"/people/notes/{note}").status_code == 404
        assert dora.post(f"{API}notes/{note}/restore/").status_code == 404
        assert dora.post(f"/people/notes/{note}/restore").status_code == 404
        assert listed(dora) == []


def test_neither_is_done_twice(as_, note):
    dora = as_("dora")
    assert dora.post(f"{API}notes/{note}/restore/").status_code == 409
    assert dora.post(f"{API}notes/{note}/remove/").status_code == 200
    assert dora.post(f"{API}notes/{note}/remove/").status_code == 409
    assert dora.patch(f"{API}notes/{note}/", json={"text": "x"}).status_code == 409


def test_what_was_removed_is_gone_a_day_later(app, as_, note):
    as_("dora").post(f"/people/notes/{note}/remove")
    with time_machine.travel(clock.now() + timedelta(hours=25), tick=False):
        ada = as_("ada")
        assert f"/people/notes/{note}/restore" not in ada.get(f"/people/{SOL}").text
        assert ada.post(f"{API}{SOL}/notes/", json={"text": "New"}).status_code == 201
    assert kept(app) == 1


@pytest.mark.parametrize("text", ["", "  ", "x" * 1001, "\0", None, 1])
def test_bad_input(app, as_, text):
    assert as_("dora").post(f"{API}{SOL}/notes/", json={"text": text}).status_code == 422
    assert kept(app) == 0


def test_two_who_remove_one_at_once_do_it_once(as_, note):
    browsers = as_("dora"), as_("ada")
    with ThreadPoolExecutor(2) as pool:
        answers = list(
            pool.map(lambda one: one.post(f"{API}notes/{note}/remove/"), browsers)
        )
    assert sorted(answer.status_code for answer in answers) == [200, 409]


def test_the_list_goes_on_where_a_page_ended(as_):
    dora = as_("dora")
    for number in range(3):
        dora.post(f"{API}{SOL}/notes/", json={"text": f"Note {number}"})
    answer = dora.get(f"{API}{SOL}/notes/?limit=2")
    assert [each["text"] for each in answer.json] == ["Note 2", "Note 1"]
    assert 'rel="next"' in answer.headers["Link"]
