"""One certain thing is asked for: it clashes only with its own promises."""

from tests.support.days import ahead

from ..ahead_acts import ask, page_says, states
from ..conftest import API, REQUESTS
from ..desk_acts import act


def test_a15_one_certain_thing_clashes_only_with_its_own_promises(as_, violas, meant):
    tess = as_("tess")
    assert ask(tess, violas, 3, 8, unit="VLA-1", student=3).status_code == 201
    no = ask(tess, violas, 3, 8, unit="VLA-2", student=3, send_anyway=True)
    assert (no.status_code, no.json["facts"]["free_from"]) == (409, str(ahead(6)))
    offer = no.json["offers"][0]["change"]
    said = {"item": violas, "unit": "VLA-2", "student": 3, "send_anyway": True}
    assert tess.post(API, json=said | offer).status_code == 201
    assert ask(as_("sol"), violas, 0, 5, send_anyway=True).status_code == 201  # any of them


def test_it_clashes_with_the_item_s_count_too(as_, violas):
    assert ask(as_("sol"), violas, 0, 5, quantity=3).status_code == 201
    no = ask(as_("tess"), violas, 0, 5, unit="VLA-1", student=3)
    assert (no.status_code, no.json["facts"]["free"]) == (409, 0)


def test_what_only_others_ask_for_does_not_stand_in_the_way_of_approving(as_, violas):
    tess = as_("tess")
    first = ask(tess, violas, 0, 5, unit="VLA-1", student=2).json["id"]
    later = ask(tess, violas, 6, 9, unit="VLA-1", student=3).json["id"]
    days = {"checkout_date": str(ahead(0)), "due_date": str(ahead(4))}
    assert act(tess, later, "approve", **days).status_code == 200
    no = act(tess, first, "approve")
    assert (no.status_code, no.json["facts"]["free_from"]) == (409, str(ahead(5)))


def test_page_and_program_say_the_same(as_, violas, viola_ids):
    tess, path = as_("tess"), f"/items/{violas}?unit={viola_ids['VLA-3']}"
    assert f"{path}#form" in tess.get(f"/items/{violas}").text
    assert 'value="VLA-3"' in tess.get(path).text
    said = {"unit": "VLA-3", "quantity": 1, "student": "Sol", "due_date": str(ahead(4))}
    assert tess.post(path, data=said).status_code == 303
    assert tess.get(f"{API}1/").json["unit"] == viola_ids["VLA-3"]
    assert "VLA-3" in page_says(as_("sol"), "/checkouts/1")
    said["student"] = "Nia"
    assert "VLA-3 is not free for those days" in tess.post(path, data=said).text
    assert tess.post(path, data=said | {"unit": "VLN-9"}).status_code == 404


def test_who_may_ask_for_one(as_, violas, viola_ids):
    assert ask(as_("sol"), violas, 0, 5, unit="VLA-1").status_code == 403
    assert ask(as_("sol"), violas, 0, 5, unit="VLN-9").status_code == 403
    assert ask(as_("tess"), violas, 0, 5, unit="VLN-9").status_code == 404
    assert ask(as_("tess"), violas, 0, 5, unit=viola_ids["VLA-1"]).status_code == 201
    assert ask(as_("tess"), 1, 0, 5, unit=viola_ids["VLA-1"]).status_code == 404
    assert as_(None).post(API, json={"item": violas, "unit": "VLA-1"}).status_code == 401
    page = as_("sol").get(f"/items/{violas}?unit={viola_ids['VLA-1']}").text
    assert 'name="unit"' not in page


def test_one_certain_thing_is_one_piece(as_, violas):
    no = ask(as_("tess"), violas, 0, 5, unit="VLA-1", quantity=2)
    assert (no.status_code, [*no.json["fields"]]) == (422, ["quantity"])


def test_lines_of_a_request_name_theirs(as_, violas):
    lines = [{"item": violas, "unit": "VLA-1"}, {"item": violas, "unit": "VLA-1"}]
    said = {"lines": lines, "due_date": str(ahead(4))}
    no = as_("tess").post(REQUESTS, json=said)
    assert (no.status_code, no.json["facts"]["line"]) == (409, 1)
    assert as_("sol").post(REQUESTS, json=said).status_code == 403
    lines[1]["unit"] = "VLA-2"
    assert as_("tess").post(REQUESTS, json=said).status_code == 201


def test_its_borrower_asks_for_no_more_of_it(as_, violas):
    id = ask(as_("tess"), violas, 0, 5, unit="VLA-2", student=2).json["request"]
    no = as_("sol").post(
        f"{REQUESTS}{id}/change/", json={"lines": [{"checkout": 1, "quantity": 2}]}
    )
    assert no.status_code == 422
    assert states(as_, id) == ["pending"]
