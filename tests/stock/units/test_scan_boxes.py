"""Every box to scan into reads a label the same way, with scripts and without: that unit opens, and nothing else."""

import re

import pytest
from sqlalchemy import select

from tests.support.loans import TESS, tagged
from webapp.core.db import db, transaction
from webapp.people.models import User
from webapp.stock import locations
from webapp.stock.items import items
from webapp.stock.models import StocktakeLine, Unit
from webapp.stock.stocktakes import stocktakes
from webapp.stock.transfers import transfers
from webapp.stock.units import codes

ADDRESS = "https://school.test/t/{}"
ON_GERMAN_KEYS = "httpsÖ&&school.test&t&{}"  # what a scanner set to US types there
ON_US_KEYS = "HTTPS>&&SCHOOL.TEST&T&{}"  # what the keys of a scanner set to German write on a US keyboard


@pytest.fixture
def code(app):
    """Of VLN-1; it is another's tag, a third one's serial number and a part of names too. Two share a serial number."""
    with app.app_context(), transaction():
        tagged("VLA-1", "A 2"), tagged("VLA-2", "A 2", item=2)
        code = codes.printed(tagged("VLN-1", "S 7"))
        tagged("CEL-2", code, item=2), tagged(code, item=2)
        items.describe(TESS, 2, name=f"Cello 4711-{code}")
        db.session.get_one(User, 3).email = "4711@school.test"
        locations.home(TESS, "Annexe", is_new=True)
        stocktakes.begin(TESS, location=1)
        transfers.draft(TESS, from_location=1, to_location=2)
        return code


@pytest.fixture
def dora(as_):
    return as_("dora")


def get(dora, path, query):
    answer = dora.get(path, query_string=query, follow_redirects=True)
    assert answer.status_code == 200, answer.text
    return answer.text


def on_desk(dora, **scan):
    return re.findall(
        r'<section id="panel".*?<a class="mono hint"[^>]*>([^<]+)</a>',
        get(dora, "/desk", scan),
        re.S,
    )


def in_act(name):
    def opened(dora, **scan):
        _, form, drawn = get(dora, f"/operations/{name}", scan).partition('<form id="act"')
        return re.findall(r'name="code"[^>]*value="([^"]*)"', form + drawn)

    return opened


def in_repairs(dora, **scan):
    _, hint, drawn = get(dora, "/repairs/new", scan).partition(
        '<p class="hint">Student Violin'
    )
    return re.findall(r'<span class="mono">([^<]+)</span>', hint + drawn)[:1]


def in_stocktake(dora, **scan):
    answer = dora.post("/stocktakes/1", data=scan, follow_redirects=True)
    return re.findall(r'id="h-last"[^>]*><a class="mono"[^>]*>([^<]+)</a>', answer.text)


BOXES = {
    "desk": on_desk,
    **{name: in_act(name) for name in ("receive", "adjust", "return", "sell", "write-off")},
    "repairs": in_repairs,
    "stocktake": in_stocktake,
}


@pytest.mark.parametrize("box", BOXES)
def test_a_label_opens_its_unit_and_nothing_else(code, dora, box):
    address = ADDRESS.format(code)
    for typed in (
        address,
        address.upper(),
        address.lower(),
        f"{address}/",
        f"{address}?x=1",
        f"{address}/#top",
        f"http://before.the.move:8000/backline/t/{code}",
    ):
        assert BOXES[box](dora, code=typed) == ["VLN-1"], typed


@pytest.mark.parametrize("box", BOXES)
def test_the_reading_that_is_known_counts_and_what_was_typed_is_tried_first(
    code, dora, box
):
    address = ADDRESS.format(code)
    for typed, us_keys in (
        (ON_GERMAN_KEYS.format(code), address.upper()),
        (address, ON_US_KEYS.format(code)),
        ("VLNß1", "VLN-1"),
        ("VLN-1", "VLN/1"),
        ("VLN-1", "CEL-2"),
    ):
        assert BOXES[box](dora, code=typed, us_keys=us_keys) == ["VLN-1"], typed


@pytest.mark.parametrize("box", BOXES)
def test_no_unit_opens_by_a_label_that_was_misread_or_a_number_that_is_a_part_of_a_name(
    code, dora, box
):
    """Nor by a serial number that two have; by a tag its own unit does, though it is another's serial number."""
    for typed in (
        f"{ADDRESS.format(code)}0",
        ADDRESS.format(codes.printed(999)),
        "4711",
        "A 2",
    ):
        assert (
            BOXES[box](dora, code=typed)
            == []
            == BOXES[box](dora, code=typed, us_keys=typed)
        ), typed
    if box != "repairs":
        assert BOXES[box](dora, code=code) == [code]


def test_a_transfer_is_packed_and_received_by_labels(code, dora):
    address = ADDRESS.format(code)
    for step, words in (("add", "added"), ("receive", "has arrived")):
        for scan in ({"code": f"{address}0"}, {"code": "A 2"}):
            no = dora.post(f"/transfers/1/{step}", data=scan)
            assert no.status_code == 422
            assert "Scan it again" in no.text or "scan the tag" in no.text
        german = {"code": ON_GERMAN_KEYS.format(code), "us_keys": address}
        assert dora.post(f"/transfers/1/{step}", data=german).location.endswith(
            f"said=VLN-1+{words.replace(' ', '+')}"
        )
        dora.post("/transfers/1/send")


def test_a_count_keeps_no_label_that_was_misread(app, code, dora):
    for scan in ({"code": f"{ADDRESS.format(code)}0"}, {"code": "x" * 81}, {"code": "A 2"}):
        no = dora.post("/stocktakes/1", data=scan)
        assert no.status_code == 422
        assert f'value="{scan["code"]}"' in no.text
    with app.app_context():
        assert db.session.scalars(select(StocktakeLine)).all() == []


def test_the_desk_opens_nobody_by_a_number_or_a_scan(code, dora):
    """They are offered; a name that was typed opens whom it names."""
    for query in ({"code": "4711"}, {"code": "nia", "us_keys": "nia"}):
        page = get(dora, "/desk", query)
        assert 'href="/desk?code=4711@school.test"' in page
        assert "Nothing on loan, nothing waiting" not in page
    assert "Nothing on loan, nothing waiting" in get(dora, "/desk", {"code": "nia"})
    assert "No unit has the code on this label" in get(
        dora, "/desk", {"code": f"{ADDRESS.format(code)}0"}
    )


def test_units_that_share_a_serial_number_are_offered(code, dora):
    assert re.findall(
        r'href="/desk\?code=(VLA-\d)"', get(dora, "/desk", {"code": "a2"})
    ) == ["VLA-1", "VLA-2"]
    for path in ("/operations/sell", "/repairs/new"):
        assert (
            len(re.findall(rf'href="{path}\?unit=\d+"', get(dora, path, {"code": "a2"})))
            == 2
        )


def test_the_list_of_units_knows_labels(code, dora):
    assert (
        dora.get("/units", query_string={"q": f"{ADDRESS.format(code)}?x=1"}).location
        == f"/t/{code}"
    )


@pytest.fixture
def lookalike(app, code):
    """A tag that is like the end of a label's address."""
    with app.app_context(), transaction():
        other = db.session.scalars(select(Unit).where(Unit.tag == "CEL-2")).one()
        other.tag = f"T/{code}"


def test_a_batch_of_scans_is_read_the_same_way(app, code, dora, lookalike):
    """Many lines of an operation: an address is a label's; what is only like one may be something's tag."""
    path, address = "/api/inventory/operations/batch/", ADDRESS.format(code)

    def sell(*codes):
        lines = [{"code": code} for code in codes]
        return dora.post(path, json={"kind": "sell", "lines": lines}).status_code

    assert sell(f"{address}0") == sell("A 2") == 422
    assert sell(f"{address}?x=1", f"t/{code}") == 201
    gone = select(Unit.tag).where(Unit.on_hand == 0).order_by(Unit.tag)
    with app.app_context():
        assert [*db.session.scalars(gone)] == [f"T/{code}", "VLN-1"]
