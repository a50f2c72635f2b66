"""Looking at transfers: open ones first, for staff only."""

from tests.stock.transfers.journeys import ANNEXE, API, STORE, act
from tests.support.queries import counted


def test_students_see_nothing_of_it(as_, sent):
    id, sol = sent({"unit": 1}), as_("sol")
    said = {"from_location": STORE, "to_location": ANNEXE}
    _check_api_refuses(id, sol, said)
    assert sol.delete(f"{API}{id}/lines/1/").status_code == 403
    assert sol.post(f"{API}{id}/lines/", json={"lines": [{"unit": 2}]}).status_code == 403
    _check_pages_refuse(id, sol, said)


def _check_api_refuses(id, sol, said):
    """No list, no transfer, and no act on one."""
    assert (
        sol.get(API).status_code
        == sol.get(f"{API}{id}/").status_code
        == sol.post(API, json=said).status_code
        == 403
    )
    assert sol.patch(f"{API}{id}/", json={"notes": "x"}).status_code == 403
    lines = {"receive": {}, "cancel": {}, "send": {}, "reject": {"notes": "x"}}
    lines["lose"] = {"lines": [{"line": 1}], "notes": "x"}
    assert {act(sol, id, verb, **body).status_code for verb, body in lines.items()} == {403}


def _check_pages_refuse(id, sol, said):
    """No page of it, and no act on one."""
    pages = (
        "",
        "/new",
        f"/{id}",
        f"/{id}/edit",
        f"/{id}/packing",
        f"/{id}/lose",
        f"/{id}/reject",
    )
    assert {sol.get(f"/transfers{path}").status_code for path in pages} == {403}
    acts = (
        "add",
        "receive",
        "arrived",
        "send",
        "cancel",
        "lose",
        "reject",
        "edit",
        "remove",
    )
    typed = {"code": "VLN-1", "line": "1", "notes": "x", "version": "1"}
    assert {
        sol.post(f"/transfers/{id}/{path}", data=typed).status_code for path in acts
    } == {403}
    assert sol.post("/transfers/new", data=said).status_code == 403


def test_there_is_no_such_transfer(desk, draft):
    id = draft({"unit": 1})
    assert desk.get(f"{API}9/").status_code == act(desk, 9, "send").status_code == 404
    assert desk.delete(f"{API}{id}/lines/99/").status_code == 404
    assert {
        desk.get(f"/transfers/9{path}").status_code
        for path in ("", "/edit", "/lose", "/packing")
    } == {404}
    assert desk.post("/transfers/9/add", data={"code": "VLN-1"}).status_code == 404


def test_the_list_begins_with_open_ones_and_asks_no_more_for_more(app, desk, draft, sent):
    first = sent({"unit": 1})
    desk.get("/transfers")  # the menu's number is counted once after an act
    with counted(app) as few:
        desk.get("/transfers")
    for n in range(30):
        id = draft({"item": 2, "quantity": 1 + n % 5})
        if n % 2:
            act(desk, id, "cancel")
    with counted(app) as many:
        page = desk.get("/transfers").text
    assert len(few) == len(many)
    assert 'rel="next"' in page
    _check_order(desk, first)
    _check_filters(desk, first)
    _check_one_asks_no_more(app, desk, draft, first)


def _check_order(desk, first):
    """Page after page: open ones, the newest first, then what is over."""
    seen, path = [], f"{API}?limit=7"
    while path:
        answer = desk.get(path)
        seen += [(each["status"], each["id"]) for each in answer.json]
        path = answer.headers.get("Link", "").split(">")[0][1:]
    opened = [id for state, id in seen if state != "cancelled"]
    assert len(seen) == 31
    assert opened == sorted(opened, reverse=True)
    assert opened[-1] == first
    assert [state for state, _ in seen[16:]] == ["cancelled"] * 15


def _check_filters(desk, first):
    """By state and by place."""
    assert [each["id"] for each in desk.get(f"{API}?status=in_transit").json] == [first]
    assert len(desk.get(f"{API}?status=open&location=2").json) == 16
    assert desk.get(f"{API}?location=3").json == []
    assert desk.get(f"{API}?status=lost").status_code == 422
    assert "No transfers found" in desk.get("/transfers?location=3").text


def _check_one_asks_no_more(app, desk, draft, first):
    """A transfer of many lines takes as many queries as one of one."""
    with counted(app) as one:
        desk.get(f"/transfers/{first}")
    big = draft({"unit": 2}, {"unit": 3}, {"item": 1, "quantity": 2}, {"item": 2})
    with counted(app) as several:
        desk.get(f"/transfers/{big}")
    assert len(several) == len(one)
