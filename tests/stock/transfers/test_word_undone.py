"""The word after what is done with a transfer has its Undo."""

import re

import pytest

from tests.stock.transfers.journeys import status

UNDO = re.compile(r'<form method="post" action="(/operations/\d+/undo)">')


@pytest.fixture
def after(desk):
    """What the word after an act leads to: the address of Undo, or none."""

    def press(id, verb, **typed):
        answer = desk.post(f"/transfers/{id}/{verb}", data=typed)
        assert answer.status_code == 303, answer.text
        page = desk.get(answer.location).text
        return UNDO.findall(page.partition('class="said"')[2])

    return press


@pytest.mark.parametrize(
    ("verb", "typed", "came_to", "before"),
    [
        ("arrived", {}, "received", "in_transit"),
        ("reject", {"notes": "Too many"}, "rejected", "in_transit"),
    ],
)
def test_of_what_was_on_its_way(app, desk, sent, after, verb, typed, came_to, before):
    id = sent({"item": 2, "quantity": 3})
    [path] = after(id, verb, **typed)
    assert status(app, id) == came_to
    assert desk.post(path).status_code == 303
    assert status(app, id) == before


def test_of_sending(app, desk, draft, after):
    id = draft({"item": 2, "quantity": 3})
    [path] = after(id, "send")
    assert desk.post(path).status_code == 303
    assert status(app, id) == "initiated"


def test_what_moved_nothing_has_none(desk, draft, after):
    assert after(draft({"item": 2, "quantity": 3}), "cancel") == []
