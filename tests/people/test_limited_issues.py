"""A token with limits, be it an end, issues no other one."""

import pytest

from tests.people.issuing import ADA, SOL, TOKENS, issued

DOORS = pytest.mark.parametrize("door", ["page", "api"])


def test_a_limited_one_issues_none(program, as_):
    client = program("office", who="ada", id=ADA)
    no = client.post(TOKENS, json={"name": "More", "may": ["all"]})
    assert no.status_code == 403
    assert "with limits" in no.json["detail"]
    assert as_("sol").get(TOKENS).json == []


@DOORS
def test_one_that_ends_issues_none(program, as_, door):
    for days in ({}, {"days": 1}):
        for who, id in (("sol", SOL), ("ada", ADA)):
            client = program("all", who=who, id=id, days=30)
            no = issued(client, door, name="More", may=["all"], **days)
            assert no.status_code == 403
            assert "with limits" in no.text
    mine = as_("sol").get(TOKENS).json
    assert [token["name"] for token in mine] == ["x", "x"]


def test_one_without_an_end_issues_more(program, as_):
    assert issued(program("all"), "api", name="More", may=["all"]).status_code == 201
    assert [token["name"] for token in as_("sol").get(TOKENS).json] == ["More", "x"]
