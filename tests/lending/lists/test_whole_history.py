"""The whole history: what was done with stock and decided about loans, in one order by time."""

import csv
import io

import pytest

from tests.support.queries import counted

from ..ahead_acts import ask, page_says
from ..desk_acts import act

HISTORY = "/api/inventory/history/"


@pytest.fixture
def lived(as_, stand):
    """A stand asked for, approved, handed out and taken back, and another that was declined."""
    tess, dora = as_("tess"), as_("dora")
    first, second = (ask(as_(who), stand, 0, 3).json["id"] for who in ("sol", "nia"))
    act(tess, first, "approve", notes="Mind the screw")
    act(tess, second, "reject", reason="On tour")
    act(dora, first, "hand_out")
    act(dora, first, "return_item")
    act(tess, second, "undo")
    return first, second


def kinds(rows):
    return [row["kind"] for row in rows][:5]


def test_decisions_stand_beside_what_was_done(as_, lived):
    shown = as_("dora").get(HISTORY).json
    assert kinds(shown) == [
        "Decision undone",
        "Return",
        "Hand out",
        "Declined",
        "Approved",
    ]
    assert [row["at"] for row in shown] == sorted(
        (row["at"] for row in shown), reverse=True
    )
    declined = shown[3]
    assert (declined["is_undone"], declined["notes"]) == (True, "On tour")
    assert (declined["about"], declined["actor_name"]) == ("Music Stand for Nia", "Tess")
    page = page_says(as_("dora"), "/history")
    assert page.index("Decision undone") < page.index(">Hand out<") < page.index("Mind the")
    assert f'href="/checkouts/{lived[1]}"' in page


def test_it_goes_on_where_a_page_ended(as_, lived):
    dora = as_("dora")
    everything, after = dora.get(HISTORY).json, ""
    parts = []
    for _page in range(len(everything)):
        answer = dora.get(f"{HISTORY}?limit=1{after}")
        parts += answer.json
        after = (
            "&after="
            + answer.headers.get("Link", "after=>")
            .split("after=")[1]
            .split(">")[0]
            .split("&")[0]
        )
    assert parts == everything


@pytest.mark.parametrize(("words", "names"), [("actor=1", {"Tess"}), ("actor=4", {"Dora"})])
def test_by_whom(as_, lived, words, names):
    assert {
        row["actor_name"] for row in as_("dora").get(f"{HISTORY}?{words}").json
    } == names


def test_by_days(as_, lived):
    assert as_("dora").get(f"{HISTORY}?until=2020-01-01").json == []
    assert (
        as_("dora").get(f"{HISTORY}?since=2020-01-01").json == as_("dora").get(HISTORY).json
    )


def test_the_file_is_the_list(as_, lived):
    file = as_("dora").get("/history/export.csv?actor=1").text.removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(file)))
    listed = as_("dora").get(f"{HISTORY}?actor=1").json
    assert [row["What"] for row in rows] == [row["kind"] for row in listed]


def test_as_many_statements_for_many_as_for_one(app, as_, lived):
    def statements(limit):
        browser = as_("dora")
        with counted(app) as seen:
            assert browser.get(f"{HISTORY}?limit={limit}").status_code == 200
        return len(seen)

    assert statements(2) == statements(6)


@pytest.mark.parametrize("path", [HISTORY, "/history", "/history/export.csv"])
def test_it_is_for_staff(as_, lived, path):
    assert as_("sol").get(path).status_code == 403


def test_everybody_who_decided_or_works_here_can_be_asked_for(as_, lived):
    act(as_("sol"), ask(as_("sol"), 2, 0, 3).json["id"], "cancel")
    choices = as_("dora").get("/history").text.partition('name="actor"')[2]
    choices = choices.partition("</select>")[0]
    for name in ("Ada", "Dora", "Sol", "Tess"):
        assert f">{name}<" in choices
    assert ">Nia<" not in choices
