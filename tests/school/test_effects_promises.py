"""A due day that moves may take what somebody else was promised: the desk's list says so, and spreading never does."""

import pytest

from tests.support.days import ahead
from tests.support.loans import TESS
from webapp.core.db import transaction
from webapp.stock.items import items

from .conftest import CLOSED, LOANS, holidays


@pytest.fixture
def harp(app):
    """The only one there is."""
    with app.app_context(), transaction():
        return items.add(
            TESS, name="Harp", category="instrument", location="Store", quantity=1
        ).id


@pytest.fixture
def agreed(as_, harp):
    """A harp's loan to somebody, from so many days from now until others; its id."""

    def agree(student, first, last):
        days = {"checkout_date": str(ahead(first)), "due_date": str(ahead(last))}
        said = {"item": harp, "student": student} | days
        id = as_("tess").post(LOANS, json=said).json["id"]
        assert as_("tess").post(f"{LOANS}{id}/approve/", json={}).status_code == 200
        return id

    return agree


def unkept(as_):
    return [loan["id"] for loan in as_("dora").get(f"{LOANS}unkept/").json]


@pytest.mark.parametrize("is_out", [True, False])
def test_a_promise_that_it_takes_is_on_the_desks_list(as_, agreed, now, is_out):
    first = agreed(2, 0, 5)
    if is_out:
        as_("dora").post(f"{LOANS}{first}/hand_out/", json={})
    second = agreed(3, 7, 9)
    assert unkept(as_) == []
    as_("ada").post(CLOSED, json=holidays(5, 6))
    assert now(loan=first) == ahead(7)
    assert unkept(as_) == [second]


@pytest.mark.parametrize("is_out", [True, False])
def test_spreading_takes_no_promise(as_, lent, agreed, now, is_out):
    first = agreed(3, 0, 5)
    if is_out:
        as_("dora").post(f"{LOANS}{first}/hand_out/", json={})
    agreed(3, 8, 9)
    as_("ada").post(f"{CLOSED}?most=1", json=holidays(5, 6))
    assert now(loan=lent) == ahead(7)
    assert now(loan=first) == ahead(7)
    assert unkept(as_) == []
