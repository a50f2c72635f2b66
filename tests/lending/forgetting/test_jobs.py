"""What a change of the open days did no longer says whose a forgotten loan was."""

import pytest

from tests.school.conftest import CLOSED, holidays
from tests.support.days import ahead

from .acts import API, closed_long_ago, forget


@pytest.fixture
def moved(as_):
    """Loans of Sol's and Nia's that the holidays moved and that came back, by name."""
    tess, dora, loans = as_("tess"), as_("dora"), {}
    for name, item in (("sol", 1), ("nia", 2)):
        wish = {"item": item, "due_date": str(ahead(5))}
        id = loans[name] = as_(name).post(API, json=wish).json["id"]
        assert tess.post(f"{API}{id}/approve/", json={"hand_out": True}).status_code == 200
    assert as_("ada").post(CLOSED, json=holidays()).status_code == 201
    for id in loans.values():
        assert dora.post(f"{API}{id}/return_item/", json={}).status_code == 200
    return loans


def test_only_the_name_of_the_forgotten_loan_goes(app, as_, moved):
    assert "Sol" in as_("ada").get("/jobs/1").text
    closed_long_ago(app, moved["sol"])
    assert forget(app)[0] == 1
    page = as_("ada").get("/jobs/1").text.partition("<main")[2]
    assert "Sol" not in page
    assert "Forgotten" in page
    assert "Nia" in page
    assert f'href="/checkouts/{moved["sol"]}"' in page
