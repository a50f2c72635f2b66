"""The menu: each role's own places open, and say where one is."""

import re

import pytest

from webapp.navigation import AT_HAND, MENUS, here

WHO = {"student": "sol", "teacher": "tess", "desk": "dora", "admin": "ada"}
ROLES = pytest.mark.parametrize("role", WHO)


@ROLES
def test_each_place_opens_and_says_that_one_is_there(as_, role):
    browser = as_(WHO[role])
    for place in [place for group in MENUS[role] for place in group.places]:
        answer = browser.get(place.href)
        assert answer.status_code == 200, place.href
        marked = re.findall(r'<a href="([^"]+)" aria-current="page"><svg', answer.text)
        assert set(marked) == {place.href}


@ROLES
def test_the_places_at_hand_are_four_of_the_menu(role):
    places = [place for group in MENUS[role] for place in group.places]
    assert len(AT_HAND[role]) == 4
    assert set(AT_HAND[role]) <= set(places)
    assert len({place.href for place in places}) == len(places)


@pytest.mark.parametrize(
    ("role", "path", "place"),
    [
        ("desk", "/rooms/find", "/rooms/find"),
        ("desk", "/rooms/7", "/rooms"),
        ("desk", "/operations/receive", "/operations/receive"),
        ("desk", "/operations/12", "/stock"),
        ("desk", "/levels/alerts", "/levels/alerts"),
        ("desk", "/reports/rooms", "/reports/out"),
        ("desk", "/reports/overdue", "/reports/overdue"),
        ("desk", "/requests/3", "/checkouts"),
        ("desk", "/roomserie", None),
        ("student", "/", "/"),
        ("student", "/me/password", None),
        ("student", "/sets/2", "/items"),
        ("", "/login", None),
    ],
)
def test_a_page_belongs_to_the_place_that_stands_for_most_of_its_address(role, path, place):
    found = here(role, path)
    assert (found and found.href) == place
