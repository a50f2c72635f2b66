"""Photos in the form of an act: of a hand-out, a return and a report; both are done, or neither is."""

import pytest

from tests.support.html import forms
from tests.support.loans import tagged
from tests.support.photographs import jpeg, sent
from webapp.core.db import transaction

OUT, BACK, BROKEN = "/checkouts/1/hand_out", "/checkouts/1/return", "/checkouts/1/fault"
LOANS = "/api/inventory/checkouts/"
OTHERWISE = "/checkouts/1/hand_out_otherwise"


AT_DESK = f"{OUT}?at=desk"


def tells_of_the_photo(answer):
    """Whether the refusal stands on top, and at the field of the photos."""
    main = answer.text.partition("<main")[2]
    return 'role="alert"' in main and 'id="photo-error"' in main


def form_again(answer):
    """What the form that was refused sends again, as it stands."""
    form = next(each for each in forms(answer.text) if each.action.startswith(OUT))
    return {
        name: value
        for name, value in form.values.items()
        if name in ("unit", "units", "checked", "accessories")
    }


@pytest.fixture
def promised(as_, wish):
    as_("sol").post("/api/inventory/checkouts/", json=wish)
    as_("tess").post("/api/inventory/checkouts/1/approve/", json={})


@pytest.fixture
def lent(as_, promised):
    """Sol has a violin."""
    assert as_("dora").post(OUT, data={}).status_code == 303


@pytest.fixture
def status(as_):
    return lambda: as_("dora").get("/api/inventory/checkouts/1/").json["status"]


def with_photos(browser, path, *photos, **typed):
    form = sent(*photos)
    form["data"] |= typed
    return browser.post(path, **form)


def test_a_hand_out_brings_photos(as_, pictures, promised, status):
    assert with_photos(as_("dora"), OUT, jpeg(), jpeg("navy")).status_code == 303
    assert status() == "out"
    assert pictures("hand_out") == [(1, 1), (2, 1)]


def test_a_hand_out_on_other_terms_brings_photos(as_, pictures, promised, soon):
    typed = {"quantity": "1", "due_date": soon}
    assert with_photos(as_("dora"), OTHERWISE, jpeg(), **typed).status_code == 303
    assert pictures("hand_out") == [(1, 1)]


def test_a_return_brings_photos(as_, pictures, lent, status):
    typed = {"condition": "good", "notes": "A scratch"}
    assert with_photos(as_("dora"), BACK, jpeg(), **typed).status_code == 303
    assert status() == "returned"
    assert pictures("return") == [(1, 1)]


def test_a_report_brings_photos_of_its_borrower(as_, pictures, lent):
    no = with_photos(as_("sol"), BROKEN, jpeg(), words="A peg slips")
    assert no.status_code == 303
    assert pictures("fault") == [(1, 1)]


def test_without_photos_all_is_done_as_ever(as_, pictures, lent):
    assert as_("dora").post(BACK, data={"condition": "good"}).status_code == 303
    assert pictures("return") == []


def test_a_refused_photo_refuses_the_hand_out(as_, pictures, promised, status):
    no = with_photos(as_("dora"), OUT, b"no picture")
    assert no.status_code == 422
    assert status() == "approved"
    assert pictures("hand_out") == []


def test_a_refused_photo_of_a_return_loses_nothing_that_was_typed(as_, lent, status):
    no = with_photos(as_("dora"), BACK, b"no picture", condition="fair", notes="A scratch")
    assert no.status_code == 422
    assert 'id="photo-error"' in no.text
    assert "A scratch" in no.text
    assert '<option selected value="fair">' in no.text
    assert status() == "out"


def test_a_refused_photo_of_a_report_loses_nothing_that_was_typed(as_, lent):
    no = with_photos(as_("sol"), BROKEN, b"no picture", words="A peg slips")
    assert no.status_code == 422
    assert 'id="photo-error"' in no.text
    assert "A peg slips" in no.text
    assert "A peg slips" not in as_("dora").get("/faults").text


def test_a_refused_photo_of_a_hand_out_keeps_what_was_ticked(as_, unit, promised):
    bow = as_("tess").post(
        f"/api/inventory/units/{unit}/accessories/", json={"name": "Bow"}
    )
    chosen = {"unit": str(unit), "checked": "1"}
    with_bow = chosen | {"accessories": str(bow.json["id"])}
    no = with_photos(as_("dora"), AT_DESK, b"no picture", **with_bow)
    assert tells_of_the_photo(no)
    assert form_again(no) == with_bow
    no = with_photos(as_("dora"), AT_DESK, b"no picture", **chosen)
    assert tells_of_the_photo(no)
    assert form_again(no) == chosen


def test_it_leads_back_to_the_desk_and_is_sent_again_from_there(
    as_, unit, promised, status
):
    no = with_photos(as_("dora"), AT_DESK, b"no picture", unit=str(unit))
    assert 'class="btn quiet" href="/desk"' in no.text
    again = as_("dora").post(AT_DESK, data=form_again(no))
    assert again.location == "/desk?done=1"
    assert status() == "out"


def test_one_that_is_set_aside_is_still_the_one(as_, unit, promised, status):
    as_("dora").post("/checkouts/1/set_aside", data={"unit": str(unit)})
    no = with_photos(as_("dora"), AT_DESK, b"no picture", unit=str(unit))
    assert tells_of_the_photo(no)
    assert form_again(no) == {"unit": str(unit)}
    assert '<b class="mono">VLN-1</b>' in no.text
    assert as_("dora").post(AT_DESK, data=form_again(no)).status_code == 303
    assert status() == "out"


def test_from_the_loan_s_page_it_leads_back_there(as_, unit, promised):
    no = with_photos(as_("dora"), OUT, b"no picture", unit=str(unit))
    assert tells_of_the_photo(no)
    assert 'class="btn quiet" href="/checkouts/1"' in no.text
    assert form_again(no) == {"unit": str(unit)}


def test_of_several_the_ticks_are_kept(app, as_, unit, wish):
    with app.app_context(), transaction():
        other = tagged("VLN-2")
    as_("sol").post("/api/inventory/checkouts/", json=wish | {"quantity": 2})
    as_("tess").post("/api/inventory/checkouts/1/approve/", json={})
    no = with_photos(as_("dora"), OUT, b"no picture", units=[str(unit), str(other)])
    assert tells_of_the_photo(no)
    for id in (unit, other):
        assert f'name="units" id="unit-{id}" value="{id}" checked>' in no.text


@pytest.mark.parametrize("path", [BACK, OUT, OTHERWISE])
def test_who_may_not_do_it_sends_no_photos(as_, pictures, files, lent, path):
    assert with_photos(as_("sol"), path, jpeg()).status_code == 403
    assert with_photos(as_("nia"), path, jpeg()).status_code == 404
    assert pictures("hand_out") + pictures("return") == []
    assert files() == []


@pytest.mark.parametrize("path", [BACK, OTHERWISE, BROKEN])
def test_its_form_takes_them(as_, promised, path):
    if path != OTHERWISE:
        as_("dora").post(OUT, data={})
    page = as_("dora").get(path).text.partition("<main")[2]
    assert 'enctype="multipart/form-data"' in page
    assert 'capture="environment"' in page


@pytest.mark.parametrize("outcome", ["lost", "used_up"])
def test_what_is_gone_brings_no_photos(as_, pictures, files, lent, status, outcome):
    no = with_photos(as_("dora"), BACK, jpeg(), outcome=outcome, notes="On the bus")
    assert no.status_code == 422
    error = no.text.partition('id="photo-error"')[2].partition("</p>")[0]
    assert "did not come back: there is nothing to photograph" in error
    assert "On the bus" in no.text
    assert status() == "out"
    assert pictures("return") == []


def test_what_is_gone_brings_none_though_others_came_back(as_, pictures):
    id = as_("sol").post(LOANS, json={"item": 2, "quantity": 2}).json["id"]
    as_("tess").post(f"{LOANS}{id}/approve/", json={"hand_out": True})
    as_("dora").post(f"{LOANS}{id}/return_item/", json={"quantity": 1})
    back = f"/checkouts/{id}/return"
    assert with_photos(as_("dora"), back, jpeg(), outcome="lost").status_code == 422
    assert pictures("return") == []
    assert as_("dora").get(f"{LOANS}{id}/").json["status"] == "out"
