"""H01, H02: days that nobody typed go round closed ones, and what was agreed before keeps its days."""

from tests.support.days import ahead
from webapp.school import calendar

from ..ahead_acts import ask, page_says
from ..conftest import API, BASKET, BASKET_LINES, REQUESTS
from ..desk_acts import act

LONGEST = 7  # days, of the music stands: due on the sixth day from today


def in_words(app, days):
    with app.app_context():
        return calendar.in_words(ahead(days))


def test_the_tray_moves_it_and_says_so(app, as_, stand, stand_sku, shut, give):
    shut(4, 5)
    (line,) = give([stand_sku], due_date=str(ahead(4)), dry=True).json["lines"]
    assert line["due_date"] == str(ahead(6))
    assert f"moved from {in_words(app, 4)}" in line["words"]
    give([stand_sku], due_date=str(ahead(4)))
    (loan,) = as_("sol").get(API).json
    assert loan["due_date"] == str(ahead(6))


def test_the_tray_says_so_of_what_nobody_asked_for(app, stand, stand_sku, shut, give):
    shut(LONGEST - 1)
    (line,) = give([stand_sku], dry=True).json["lines"]
    assert line["due_date"] == str(ahead(LONGEST))
    assert f"moved from {in_words(app, LONGEST - 1)}" in line["words"]


def test_what_was_asked_for_before_keeps_its_day(as_, stand, shut):
    id = ask(as_("sol"), stand, 0, 4).json["id"]
    shut(4, 5)
    tess = as_("tess")
    assert tess.post(f"{API}{id}/approve/", json={}).json["due_date"] == str(ahead(4))
    assert act(as_("dora"), id, "hand_out").json["due_date"] == str(ahead(4))


def test_a_basket_collected_before_says_what_would_do(app, as_, stand, shut):
    as_("sol").post(BASKET_LINES, json={"item": stand, "due_date": str(ahead(4))})
    shut(4, 5)
    (line,) = as_("sol").get(BASKET).json["lines"]
    assert in_words(app, 6) in line["problem"]
    (offer,) = line["offers"]
    assert offer["change"]["due_date"] == str(ahead(6))


def test_asking_again_goes_round_closed_days(as_, stand, shut):
    id = (
        as_("sol")
        .post(API, json={"item": stand, "due_date": str(ahead(4))})
        .json["request"]
    )
    as_("sol").post(f"{REQUESTS}{id}/cancel/", json={})
    shut(4, 5)
    assert as_("sol").post(f"{REQUESTS}{id}/again/", json={}).status_code in (200, 201)
    (line,) = as_("sol").get(BASKET).json["lines"]
    assert (line["due_date"], line["problem"]) == (str(ahead(6)), "")


def test_days_pushed_off_closed_ones_are_not_longer_than_usual(as_, stand, shut):
    shut(LONGEST - 1)
    id = as_("sol").post(API, json={"item": stand}).json["id"]
    assert "longer than the usual" not in page_says(as_("tess"), f"/checkouts/{id}")


def test_h02_the_item_page_shows_when_the_desk_is_closed(as_, stand, shut):
    shut(1, 2)
    page = as_("sol").get(f"/items/{stand}").text
    assert page.count('data-s="shut"') == 2 + 1  # and the key
    assert f"?from={ahead(0)}" in page
    assert f"?from={ahead(1)}" not in page
    assert f"?from={ahead(3)}" in page
