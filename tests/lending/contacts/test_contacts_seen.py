"""N12: Home, a loan's page, an approval's card and the answer page say who fetches it, and lead to naming them."""

import pytest

from ..ahead_acts import ask, page_says
from ..conftest import API
from ..contact_acts import name_contact
from .conftest import NIA, SOL


@pytest.fixture
def loan(as_, stand):
    """Asked for by Tess for Sol, to be fetched by Nia today; the loan."""
    return ask(as_("tess"), stand, 0, 5, student=SOL, contact=NIA).json["id"]


def main(browser, path):
    return page_says(browser, path).partition("<main")[2]


def test_n12_home_of_who_fetches_it_lists_it(as_, loan):
    home = main(as_("nia"), "/")
    theirs = home.partition("You fetch for others")[2]
    assert "You fetch it; Sol answers for it" in theirs
    assert "Nothing on loan" not in home


def test_n12_home_of_its_borrower_says_who_fetches_it(as_, loan):
    assert "Nia fetches it" in main(as_("sol"), "/")
    as_("tess").post(f"{API}{loan}/approve/", json={})
    assert "It is being prepared: Nia and you get an e-mail" in main(as_("sol"), "/")
    as_("dora").post(f"{API}{loan}/set_aside/", json={})
    assert "It is set aside: Nia fetches it at the desk." in main(as_("sol"), "/")
    as_("dora").post(f"{API}{loan}/hand_out/", json={})
    assert "Fetched by Nia" in main(as_("sol"), "/")
    assert "You fetched it; Sol answers for it" in main(as_("nia"), "/")


def test_n12_whoever_answers_reads_who_fetches_it(as_, loan):
    for path in ("/approvals", f"/checkouts/{loan}", "/requests/1"):
        assert "Nia fetches it; Sol answers for it" in main(as_("tess"), path), path


def test_n12_the_loans_page_leads_to_naming_them(as_, loan):
    link = "Who fetches it…"
    assert link in main(as_("dora"), f"/checkouts/{loan}")
    assert link not in main(as_("sol"), f"/checkouts/{loan}")  # for nobody's group
    assert link not in main(as_("nia"), f"/checkouts/{loan}")
    as_("tess").post(f"{API}{loan}/approve/", json={"hand_out": True})
    assert link not in main(as_("dora"), f"/checkouts/{loan}")


def test_n12_the_history_says_who_was_named_by_whom(as_, stand):
    loan = ask(as_("sol"), stand, 2, 5).json
    assert name_contact(as_("tess"), "API", loan["request"], NIA).status_code == 200
    story = main(as_("dora"), f"/checkouts/{loan['id']}").replace("</b>", "")
    assert "Nia named to fetch it by Tess" in story


def test_counted_pieces_have_no_list_of_tags(as_, stand):
    said = {"student": SOL, "quantity": 2}
    loan = ask(as_("tess"), stand, 0, 5, **said).json["id"]
    as_("tess").post(f"{API}{loan}/approve/", json={"hand_out": True})
    assert 'id="units"' not in main(as_("dora"), f"/checkouts/{loan}")
