"""What an undo would do is shown first, and offered only where it would be done."""

import html

from tests.stock.operations.undoing import API, undo
from webapp.core.db import db, transaction
from webapp.stock.ledger.ledger import Line
from webapp.stock.models import Location


def test_the_preview_says_what_will_be_and_writes_nothing(app, as_, act, level):
    id, dora = act(value_delta_minor=70_000), as_("dora")
    before = level()
    page = dora.get(f"/operations/{id}/undo").text
    assert "On the shelf → Not here" in page
    assert "On the shelf: 5 → <b>2</b>" in page
    assert "€1,300.00 → <b>€600.00</b>" in page
    assert "−€700.00" in page
    _check_dry_run(id, dora)
    assert level() == before
    assert dora.get(f"{API}{id}/").json["undone_by"] is None


def _check_dry_run(id, dora):
    """A program is told the same as the page says."""
    said = dora.post(f"{API}{id}/undo/?dry_run=1", json={}).json
    line = {
        "item": 1,
        "item_name": "Student Violin 4/4",
        "location": "Store",
        "unit": None,
        "type": "SYSTEM_CORRECTION",
        "quantity": 3,
    }
    assert said["lines"] == [
        line | {"from_state": "available", "to_state": "outside", "value_change": "-700.00"}
    ]
    (change,) = said["levels"]
    assert (change["before"]["available"], change["after"]["available"]) == (5, 2)
    assert (change["value_before"], change["value_after"]) == ("1300.00", "600.00")


def test_what_is_foretold_comes_true(app, as_, act, level):
    """Several lines at two places: each level is then as the preview said."""
    with app.app_context(), transaction():
        db.session.add(Location(name="Annexe"))
    lines = _move_of_one()
    id, tess = act(lines=lines), as_("tess")
    assert level(2) == (1, 0, 0, 30_000)
    told = tess.post(f"{API}{id}/undo/?dry_run=1", json={}).json["levels"]
    undo(tess, "api", id)
    for each in told:
        assert (
            level({"Store": 1, "Annexe": 2}[each["location"]])[0]
            == each["after"]["available"]
        )
    assert level() == (2, 0, 0, 60_000)
    assert level(2) == (0, 0, 0, 0)


def _move_of_one():
    """One violin that goes to the second place."""
    out = Line(1, 1, "TRANSFER_OUT", "available", "outside", 1)
    lines = [out, Line(1, 2, "TRANSFER_IN", "outside", "available", 1, carries=True)]
    return lines


def test_the_page_offers_undo_only_where_it_would_be_taken_back(app, as_, act):
    dora, id = as_("dora"), act()
    link = f'href="/operations/{id}/undo"'
    assert link in dora.get(f"/operations/{id}").text
    act("SALE", "available", "outside", 4)
    page = dora.get(f"/operations/{id}").text
    no = dora.post(f"{API}{id}/undo/", json={})
    assert no.status_code == 409
    assert link not in page
    assert f"This cannot be undone: {no.json['detail']}." in html.unescape(page)


def test_an_undo_and_what_it_took_back_offer_none(as_, act):
    id, dora = act(), as_("dora")
    last = dora.post(f"{API}{id}/undo/", json={}).json["id"]
    for path in (f"/operations/{id}", f"/operations/{last}"):
        page = dora.get(path).text
        assert "/undo" not in page
        assert "This cannot be undone" not in page
