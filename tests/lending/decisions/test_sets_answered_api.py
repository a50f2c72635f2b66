"""A set is answered as one by a program, which may still name some of its lines."""

import pytest

from ..ahead_acts import states
from ..conftest import API as LOANS
from ..conftest import REQUESTS
from ..set_acts import DAYS, SETS, lines_of


def test_a_program_names_a_set_instead_of_its_lines(as_, set_asked, duo):
    tess, path = as_("tess"), f"{REQUESTS}{set_asked}/approve/"
    violin = lines_of(as_, set_asked)[2]
    declined = [{"checkout": violin, "reason": "Ask Nia"}]
    said = {"lines": [{"set": duo}], "declined": declined}
    assert tess.post(path, json=said).status_code == 200
    assert states(as_, set_asked) == ["approved", "approved", "rejected"]


def test_what_is_said_of_a_line_counts_whatever_is_said_of_its_set(as_, set_asked, duo):
    path = f"{REQUESTS}{set_asked}/approve/"
    _harp, stands, violin = lines_of(as_, set_asked)
    but_one = {
        "lines": [{"set": duo}, {"checkout": violin}],
        "declined": [{"checkout": stands, "reason": "None here"}],
    }
    assert as_("tess").post(path, json=but_one).status_code == 200
    assert states(as_, set_asked) == ["approved", "rejected", "approved"]


def test_a_program_declines_a_set(as_, set_asked, duo):
    said = {"sets": [duo], "reason": "Next week"}
    assert as_("tess").post(f"{REQUESTS}{set_asked}/reject/", json=said).status_code == 200
    assert states(as_, set_asked) == ["rejected", "rejected", "pending"]


def test_fewer_sets_are_granted_each_with_all_its_parts(as_, stand):
    parts = [{"item": stand, "quantity": 2}, {"item": 1}]
    kit = as_("tess").post(SETS, json={"name": "Kit", "parts": parts}).json["id"]
    request = (
        as_("sol").post(LOANS, json={"set": kit, "quantity": 2} | DAYS).json["request"]
    )
    path = f"{REQUESTS}{request}/approve/"
    no = as_("tess").post(path, json={"lines": [{"set": kit, "granted": 3}]})
    assert (no.status_code, no.json["fields"]["lines.0.granted"]) == (
        422,
        ["Only 2 were asked for"],
    )
    said = {"lines": [{"set": kit, "granted": 1}]}
    lines = as_("tess").post(path, json=said).json["lines"]
    assert [line["granted"] for line in lines] == [2, 1]


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ({}, 422),
        ({"set": 1, "checkout": 1}, 422),
        ({"set": 1, "item": 1}, 422),
        ({"set": 99}, 404),
    ],
)
def test_what_makes_no_sense_is_refused(as_, set_asked, line, status):
    no = as_("tess").post(f"{REQUESTS}{set_asked}/approve/", json={"lines": [line]})
    assert no.status_code == status
    assert states(as_, set_asked) == ["pending"] * 3
