"""Whatever a decision keeps of a loan names nobody once the loan is forgotten."""

import pytest
from sqlalchemy import select

from tests.lending.give_acts import give, undo
from webapp.core.db import db
from webapp.lending.guards import FORGOTTEN
from webapp.lending.models import CheckoutEvent
from webapp.people import forgotten

from .acts import API, NIA, SOL, closed_long_ago, forget

NOBODYS = {  # facts that are about the thing, its days, or another row
    "status", "item", "item_name", "unit", "unit_tag", "quantity", "starts_on", "due_on", "due_at", "needs_look",
    "swaps", "rest", "ending",
}  # fmt: skip


def name_again(tess, request):
    """Nobody to fetch it, then Nia after all."""
    contact = f"/api/inventory/requests/{request}/contact/"
    for person in (None, NIA):
        assert tess.post(contact, json={"contact": person}).status_code == 200


def give_twice(tess, request):
    """To Nia, taken back in between."""
    assert give(tess, "API", request, reason="Sol is ill").status_code == 200
    assert undo(tess, "API", request).status_code == 200
    assert give(tess, "API", request, reason="Sol is ill").status_code == 200


@pytest.fixture
def passed_on(app, as_):
    """A loan that Tess asked for in Sol's name, which others were to fetch and to have, until it came back."""
    tess, dora = as_("tess"), as_("dora")
    wish = {"item": 1, "student": SOL, "contact": NIA, "notes": "Sol plays in Ulm"}
    loan = tess.post(API, json=wish).json
    id, request = loan["id"], loan["request"]
    name_again(tess, request)
    give_twice(tess, request)
    assert tess.post(f"{API}{id}/approve/", json={"notes": "Well, Nia"}).status_code == 200
    assert dora.post(f"{API}{id}/hand_out/", json={}).status_code == 200
    assert dora.post(f"{API}{id}/return_item/", json={}).status_code == 200
    closed_long_ago(app, id)
    return id


def facts(app):
    """All that any decision keeps."""
    with app.app_context():
        every = db.session.scalars(select(CheckoutEvent)).all()
        return [
            fact
            for one in every
            for kept in (one.before, one.after)
            for fact in kept.items()
        ]


def test_every_fact_is_nobodys_or_is_forgotten(app, passed_on):
    assert {name for name, _value in facts(app)} <= NOBODYS | FORGOTTEN.keys()
    assert ("purpose", "Sol plays in Ulm") in facts(app)
    assert forget(app)[0] == 1
    for name, value in facts(app):
        if name in FORGOTTEN:
            assert value in (None, "", FORGOTTEN[name]), name


def test_nobody_who_had_it_or_asked_for_it_is_named(app, passed_on, naming):
    assert naming("Ulm", "Sol is ill", "Nia")
    forget(app)
    assert naming("Sol", "Nia", "Ulm") == set()
    assert ("asked_by", forgotten.ID) in facts(app)
