"""What is lent by the hour is said with the time at which it is due, wherever the day is said."""

import pytest

from tests.lending.ahead_acts import page_says

SOL = 2
DUE = "Mon 1 Feb, 12:10"


def test_the_word_after_it_is_handed_out(as_, promised):
    dora = as_("dora")
    answer = dora.post(f"/checkouts/{promised}/hand_out", data={})
    assert f"until {DUE}" in dora.get(answer.location).text


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("tess", f"/people/{SOL}"),
        ("dora", "/find?q=%23{loan}"),
        ("dora", "/checkouts/{loan}/fault"),
        ("tess", "/checkouts/{loan}/extend"),
    ],
)
def test_pages(as_, lent, who, path):
    page = page_says(as_(who), path.format(loan=lent))
    assert DUE in page.replace("Feb 2027", "Feb")


def test_the_box_of_programs(as_, lent):
    assert DUE in as_("dora").get(f"/api/inventory/search/?q={lent}").text


def test_what_is_undone_is_due_at_that_time_again(as_, lent):
    dora = as_("dora")
    dora.post(f"/api/inventory/checkouts/{lent}/return_item/", json={})
    act = dora.get("/api/inventory/operations/").json[0]["id"]
    assert "1 Feb 2027, 12:10" in page_says(dora, f"/operations/{act}/undo")
