"""Every list as a spreadsheet: whole and in order, without reading more than it shows."""

import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from decimal import Decimal

import pytest

from tests.stock.exports.tables import FORMATS, LISTS, some_of_each, table
from tests.support.loans import TESS, tagged
from tests.support.queries import counted
from webapp.core import spreadsheet
from webapp.core.db import transaction
from webapp.stock import exports
from webapp.stock.ledger import ledger
from webapp.stock.ledger.ledger import Line


@FORMATS
@pytest.mark.parametrize("name", LISTS)
def test_every_list_can_be_taken_along(app, as_, name, format):
    with app.app_context(), transaction():
        some_of_each(3)
    answer = as_("dora").get(f"/{name}/export.{format}")
    head, rows = table(answer)
    assert answer.headers["Content-Disposition"].startswith(
        f'attachment; filename="{name}-20'
    )
    assert rows
    assert all(len(row) == len(head) for row in rows)
    assert as_("sol").get(f"/{name}/export.{format}").status_code == 403
    _check_api_and_link(as_, name, format, head, rows)


def _check_api_and_link(as_, name, format, head, rows):
    """A program gets the same, and the list's page leads there."""
    assert table(as_("dora").get(f"/api/inventory/{name}/export/?format={format}")) == (
        head,
        rows,
    )
    assert as_("sol").get(f"/api/inventory/{name}/export/").status_code == 403
    here = {"repairs": "/repairs?stage=assess"}.get(name, f"/{name}")
    assert f'href="/{name}/export.{format}' in as_("dora").get(here).text


@FORMATS
def test_movements_and_their_filters(app, as_, format):
    with app.app_context(), transaction():
        tagged("VLN-1")
        sold = [Line(1, 1, "SALE", "available", "outside", 1)]
        ledger.record(TESS, "sell", sold, note="To Nia")
    dora = as_("dora")
    head, rows = table(dora.get(f"/movements/export.{format}"))
    _check_rows(head, rows)
    api = dora.get(f"/api/inventory/movements/export/?format={format}&type=SALE")
    assert [row[0] for row in table(api)[1]] == ["4"]
    assert dora.get("/api/inventory/movements/export/?format=pdf").status_code == 422
    assert dora.get("/movements/export.pdf").status_code == 404


def _check_rows(head, rows):
    """What each row says, as text."""
    told = [dict(zip(head, row, strict=True)) for row in rows]
    assert [row["Movement"] for row in told] == ["1", "2", "3", "4"]
    assert told[2]["Tag"] == "VLN-1"
    assert told[3]["Note"] == "To Nia"
    assert told[3]["Who"] == "Tess"
    assert (told[3]["available after"], Decimal(told[3]["Value change"])) == (
        "2",
        Decimal(-200),
    )
    datetime.fromisoformat(told[0]["When"])


@pytest.mark.parametrize("name", LISTS)
def test_pages_meet_without_a_gap(app, as_, name, monkeypatch):
    with app.app_context(), transaction():
        some_of_each(23)
    dora = as_("dora")
    whole = table(dora.get(f"/{name}/export.csv"))
    monkeypatch.setattr(spreadsheet, "PAGE", 4)
    assert table(dora.get(f"/{name}/export.csv")) == whole
    monkeypatch.setattr(spreadsheet, "PAGE", 1)
    assert table(dora.get(f"/{name}/export.csv")) == whole


def test_what_is_saved_meanwhile_is_not_in_it(app, as_, monkeypatch):
    """The reader began before: it sees one moment, page after page."""
    monkeypatch.setattr(spreadsheet, "PAGE", 1)
    dora, tess = as_("dora"), as_("tess")
    oboe = {"name": "Oboe", "category": "instrument", "location": "Store"}
    lines = dora.get("/levels/export.csv").iter_encoded()
    first = next(lines) + next(lines)
    with ThreadPoolExecutor(1) as elsewhere:
        saved = elsewhere.submit(
            lambda: tess.post("/api/inventory/items/", json=oboe).status_code
        )
    assert saved.result() == 201
    assert b"Oboe" not in first + b"".join(lines)
    assert b"Oboe" in dora.get("/levels/export.csv").data


def test_a_long_one_needs_no_more_memory_than_a_short_one(app, as_):
    """Six times the rows, nearly the same peak."""

    def peak(many):
        with app.app_context(), transaction():
            lines = [Line(1, 1, "PURCHASE", "outside", "available", 1) for _ in range(many)]
            ledger.record(TESS, "test", lines)
        with app.app_context():
            told = exports.movements(TESS)
            for _ in spreadsheet.lines(told.head, told.rows()):
                pass  # caches are warm
            tracemalloc.start()
            for _ in spreadsheet.lines(told.head, told.rows()):
                pass
            most = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            return most

    few = peak(1_000)
    assert peak(5_000) < few * 1.5


def test_a_page_of_it_is_a_query_and_no_more(app, as_):
    dora = as_("dora")
    with counted(app) as few:
        assert dora.get("/movements/export.csv").data
    with app.app_context(), transaction():
        ledger.record(
            TESS,
            "test",
            [Line(1, 1, "PURCHASE", "outside", "available", 1) for _ in range(400)],
        )
    with counted(app) as many:
        assert dora.get("/movements/export.csv").data
    assert len(few) == len(many)
