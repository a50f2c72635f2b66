"""Undone, a stocktake is looked at again."""

import pytest

from tests.stock.stocktakes.counts import (
    ADA,
    CELLO,
    act,
    apply,
    begin,
    count,
    elsewhere,
    findings,
    level,
    operations,
)
from webapp.core.db import transaction
from webapp.stock.operations import undo


def test_undone_it_is_looked_at_again(app, dora, as_):
    act(app, elsewhere)
    at = begin(dora)
    count(dora, at, item=CELLO, counted=4)
    bring = count(dora, at, code="HRN-1")["finding"]["unit"]
    dora.post(f"{at}review/")
    assert apply(dora, at, bring=[bring]).status_code == 200
    with app.app_context(), transaction():
        undo.undo(ADA, operations(app)[0].id)
    assert dora.get(at).json["status"] == "review"
    assert level(app, CELLO)["available"] == 5
    _check_applied_again(app, dora, at)
    _check_counted_anew_it_stays(app, dora)


def _check_applied_again(app, dora, at):
    """Without the horn this time."""
    assert {f["verdict"] for f in findings(dora, at).values()} == {
        "missing",
        "elsewhere",
        "not_counted",
    }
    assert apply(dora, at).status_code == 200
    assert level(app, CELLO)["available"] == 4
    assert "Leaves Annexe" not in (page := dora.get("/stocktakes/1").text)
    assert page.count("Counted fewer") == 1


def _check_counted_anew_it_stays(app, dora):
    """While the place is counted again."""
    begin(dora)
    with (
        app.app_context(),
        transaction(),
        pytest.raises(Exception, match="already being counted"),
    ):
        undo.undo(ADA, operations(app)[1].id)
