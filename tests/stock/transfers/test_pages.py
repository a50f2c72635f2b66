"""A transfer on its page: scanned in and out, and what was typed is never lost."""

import re

from tests.stock.transfers.journeys import act, line_of


def go(desk, id, path, **typed):
    return desk.post(f"/transfers/{id}/{path}", data=typed, follow_redirects=True)


class TestPage:
    def test_scanned_in_and_out(self, app, desk, states):
        said = {"from_location": "1", "to_location": "2", "expected_on": "2026-12-01"}
        made = desk.post("/transfers/new", data=said)
        id = int(made.headers["Location"].rsplit("/", 1)[1])
        sku = _pack(desk, id)
        assert go(desk, id, "remove", line="99").status_code == 404
        assert "6 pieces on the list" in desk.get(f"/transfers/{id}").text
        assert "0 of 6 arrived" in go(desk, id, "send").text
        _check_arrivals(desk, id, sku)
        page = go(desk, id, "arrived").text
        assert "5 of 6 arrived" in page
        assert 'id="scan"' not in page
        assert states(1)["Annexe", "damaged"] == 1

    def test_a_wrong_scan_says_so_at_the_box_and_keeps_what_was_typed(
        self, app, desk, draft
    ):
        id = draft({"unit": 1})
        _check_wrong_scans(desk, id)
        act(desk, id, "send")
        no = go(desk, id, "add", code="VLN-2", quantity="1")
        assert no.status_code == 409
        assert "This transfer is on its way" in no.text
        no = go(desk, id, "receive", code="VLN-3", quantity="1", condition="good")
        assert no.status_code == 422
        assert "VLN-3 is not on this transfer" in no.text
        go(desk, id, "receive", code="VLN-1", quantity="1", condition="good")
        no = go(desk, id, "receive", code="VLN-1", quantity="1", condition="good")
        assert no.status_code == 409
        assert "This transfer is received" in no.text

    def test_too_many_and_a_number_that_is_none(self, desk, sent):
        id = sent({"item": 2, "quantity": 2})
        line = line_of(desk, id)
        no = go(desk, id, "arrived", line=line, quantity="3", condition="good")
        assert no.status_code == 409
        assert "Only 2 of the 3" in no.text
        assert re.search(r'id="quantity"[^>]*value="1"', no.text)
        assert (
            go(desk, id, "arrived", line=line, quantity="0", condition="good").status_code
            == 422
        )
        no = go(desk, id, "lose", line=line, quantity="1", reason="missing", notes="")
        assert no.status_code == 422
        assert "Fill this in" in no.text
        assert "No room" in go(desk, id, "reject", notes="No room").text

    def test_what_is_printed(self, desk, draft):
        id = draft({"unit": 1}, {"item": 2, "quantity": 3})
        page = desk.get(f"/transfers/{id}/packing").text
        assert "VLN-1" in page
        assert "S 1" in page
        assert "4 pieces" in page
        assert "data-print" in page


def _check_wrong_scans(desk, id):
    """Nobody's code, a code twice, none, and no number."""
    for code, status_code, words in (
        ("nobody", 422, "Nothing found here under nobody"),
        ("VLN-1", 422, "VLN-1 is already on this transfer"),
        ("", 422, "Fill this in"),
    ):
        no = go(desk, id, "add", code=code, quantity="1")
        assert no.status_code == status_code, code
        assert words in no.text, code
        assert f'value="{code}"' in no.text, code
        assert 'id="scan"' in no.text
        assert "autofocus" in no.text
    no = go(desk, id, "add", code="VLN-2", quantity="x")
    assert no.status_code == 422
    assert "Enter a whole number" in no.text
    assert 'value="VLN-2"' in no.text


def _pack(desk, id):
    """Three violins by their codes and three cellos by their number; the cellos' SKU."""
    assert "Nothing added yet" in desk.get(f"/transfers/{id}").text
    for code in ("vln-1", "s2", "http://x.test/t/33"):
        page = go(desk, id, "add", code=code)
        assert page.status_code == 200, code
        assert " added" in page.text, code
    sku = desk.get("/api/inventory/items/2/").json["sku"]
    assert "Cello 3/4 added" in go(desk, id, "add", code=sku, quantity="3").text
    return sku


def _check_arrivals(desk, id, sku):
    """One damaged, three good, by scan and by button; and one that was lost."""
    page = go(desk, id, "receive", code="VLN-1", quantity="1", condition="damaged").text
    assert "VLN-1 has arrived" in page
    assert "1 of 6 arrived, 1 of them damaged" in page
    assert (
        "3 of 6 arrived"
        in go(desk, id, "receive", code=sku, quantity="2", condition="good").text
    )
    line = line_of(desk, id, 3)
    assert (
        "4 of 6 arrived"
        in go(desk, id, "arrived", line=line, quantity="1", condition="good").text
    )
    page = go(
        desk,
        id,
        "lose",
        line=line_of(desk, id, 1),
        reason="missing",
        notes="Off the van",
    ).text
    assert "4 of 6 arrived, 1 of them damaged, 1 lost" in page
    assert "Off the van" in page
