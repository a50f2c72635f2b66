"""The day one has chosen is kept on the way to a room, back, and to a search."""

import re

import pytest


@pytest.mark.parametrize("path", ["/rooms", "/rooms/1"])
def test_a_rooms_name_leads_to_the_day_that_is_shown(as_, monday, path):
    page = as_("sol").get(f"{path}?date={monday}").text
    assert (
        re.findall(r'<th scope="row"><a href="([^"]+)">', page)[0]
        == f"/rooms/1?date={monday}"
    )
    assert f'<h2><a href="/rooms/1?date={monday}">' in page


def test_looking_for_a_room_begins_with_the_day_that_is_shown(as_, monday):
    field = r'id="find-date" name="date" type="date" value="([^"]*)"'
    assert re.search(field, as_("sol").get(f"/rooms?date={monday}").text)[1] == monday
    assert re.search(field, as_("sol").get("/rooms").text)[1] == ""


def test_from_what_was_found_the_way_back_is_to_that_day(as_, monday):
    assert (
        f'href="/rooms?date={monday}">All rooms'
        in as_("sol").get(f"/rooms/find?date={monday}").text
    )
