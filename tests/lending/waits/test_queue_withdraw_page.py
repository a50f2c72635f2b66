"""At the desk an offer is withdrawn on a page that says what will happen, and after it what did."""

import pytest

from ..ahead_acts import page_says
from ..queue_acts import bring_back, join, line


@pytest.fixture
def page(harp, place):
    return f"/items/{harp}/waitlist/{place['id']}"


@pytest.fixture
def behind(as_, harp, place):
    """Tess waits behind Sol."""
    return join(as_, "tess", harp, days=3)


def test_it_is_asked_first_and_says_who_is_next(app, as_, harp, page, behind, offered):
    loan = as_("dora").get(f"/checkouts/{offered}").text
    assert f'href="{page}/withdraw"' in loan
    assert f"/checkouts/{offered}/cancel" not in loan
    asked = page_says(as_("dora"), f"{page}/withdraw")
    assert "Tess is offered it then" in asked
    assert "kept, but paused" in asked
    assert line(app, harp) == [("Sol", "offered"), ("Tess", "waiting")]


def test_after_it_the_page_says_what_happened_and_who_is_offered_it(
    app, as_, harp, page, behind, offered, all_sent
):
    all_sent()
    done = as_("dora").post(f"{page}/withdraw", data={"reason": "Out of tune"})
    assert (done.status_code, done.location) == (303, page)
    assert line(app, harp) == [("Sol", "waiting"), ("Tess", "offered")]
    said = page_says(as_("dora"), page)
    assert "Dora took the offer back" in said
    assert "Sol gets an e-mail that says so" in said
    assert "It was offered to Tess then" in said
    assert "Undo" not in said
    assert "Tess" not in page_says(as_("sol"), page)


def test_where_nobody_else_waits_it_is_undone_there(app, as_, harp, page, offered):
    assert "nobody else can be offered it now" in page_says(as_("dora"), f"{page}/withdraw")
    as_("dora").post(f"{page}/withdraw", data={})
    said = page_says(as_("dora"), page)
    assert "Nobody else can be offered it now." in said
    assert "had not heard of the offer" in said
    assert "Undo: offer it to them again" in said
    as_("dora").post(f"{page}/resume")
    assert line(app, harp) == [("Sol", "offered")]


def test_withdrawn_it_is_called_so_everywhere(as_, page, offered):
    as_("dora").post(f"{page}/withdraw", data={})
    loan = page_says(as_("dora"), f"/checkouts/{offered}")
    assert "<b>Offer withdrawn</b> by Dora on" in loan
    assert "withdrawn on" in loan
    mine = page_says(as_("sol"), "/checkouts/mine")
    for text in (loan, mine):
        assert "Offer withdrawn" in text
        assert "ancelled" not in text


def test_only_staff_withdraw_and_only_what_is_offered(app, as_, harp, page, place, out):
    for verb in ("get", "post"):
        assert getattr(as_("sol"), verb)(f"{page}/withdraw").status_code == 403
        assert getattr(as_("nia"), verb)(f"{page}/withdraw").status_code == 404
        assert getattr(as_("dora"), verb)(f"{page}/withdraw").status_code == 409
    bring_back(as_, out)
    first, second = (as_("dora").post(f"{page}/withdraw", data={}) for _n in range(2))
    assert (first.status_code, second.status_code) == (303, 409)
    assert line(app, harp) == [("Sol", "waiting")]
