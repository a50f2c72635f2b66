"""What Backline exports comes back as it was when it is imported."""

import pytest
from sqlalchemy import select

from tests.support.imports import TESS, bring
from webapp.core import spreadsheet
from webapp.core.db import db, transaction
from webapp.lending.availability import availability
from webapp.stock import exports
from webapp.stock.ledger import ledger
from webapp.stock.ledger.ledger import Line
from webapp.stock.models import Unit


def own_units():
    """With tags of their own, what may not be lent and what looks like a formula; one, one and nine pieces."""
    about = {"item_id": 1, "location_id": 1}
    loose = Unit(
        tag="VLN-1",
        serial_number="+77/4",
        notes="x;=1+1\n- worn",
        blocked_reason="=HYPERLINK(1)",
        condition="poor",
        **about,
    )
    fair = Unit(
        tag="@7", serial_number="ISK  1", notes="Notes: none", condition="fair", **about
    )
    batch = Unit(tag="00012", batch_code="L-9", **about)
    return [(loose, 1), (fair, 1), (batch, 9)]


def receive(units):
    db.session.add_all(unit for unit, _ in units)
    db.session.flush()
    for unit, pieces in units:
        line = Line(1, 1, "PURCHASE", "outside", "available", pieces, unit.id)
        ledger.record(TESS, "receive", [line])


def test_backlines_own_export_comes_back_as_it_was(app):
    with app.app_context(), pytest.raises(LookupError), transaction():
        receive(own_units())
        before = export()
        raise LookupError  # they were never here
    with app.app_context():
        bring(before.encode())
        assert export() == before
        assert "00012,,L-9" in before
        item = db.session.scalar(select(Unit.item_id).limit(1))
        assert availability.shelf(item).lendable == 2 + 10


def export():
    table = exports.things(TESS)
    return "".join(spreadsheet.lines(table.head, table.rows()))
