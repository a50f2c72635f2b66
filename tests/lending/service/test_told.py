"""Staff read that something is looked after wherever they decide on it, borrowers read only from when on it is free."""

from tests.support.days import ahead

from ..ahead_acts import ask
from ..conftest import API
from ..queue_acts import ITEMS, join, take_out
from .acts import free, ready, shown


def test_the_pages_say_until_when_and_have_the_button(as_, harp, back):
    words = f"to be looked after until {ahead(2):%a} {ahead(2).day} {ahead(2):%b}"
    for path in (f"/items/{harp}", f"/checkouts/{back}", "/desk/looked-after"):
        page = shown(as_, path)
        assert f"<b>Only back since today:</b> {words}" in page
        assert f"/checkouts/{back}/ready_now" in page
    assert "Looked after for 2 open days after each return" in shown(as_, f"/items/{harp}")
    assert words not in shown(as_, f"/items/{harp}", who="nia")
    assert words not in shown(as_, f"/checkouts/{back}", who="nia")


def test_the_page_ends_it_and_leads_back(as_, harp, back):
    done = as_("dora").post(f"/checkouts/{back}/ready_now?at=item")
    assert (done.status_code, done.location) == (303, f"/items/{harp}")
    assert free(as_, harp, 1) == [1]
    assert "Needs more time" in shown(as_, f"/items/{harp}")
    assert "Nothing is looked after" in shown(as_, "/desk/looked-after")
    done = as_("dora").post(f"/checkouts/{back}/undo_ready_now?at=desk")
    assert done.location == "/desk/looked-after"
    assert free(as_, harp, 1) == [0]


def test_whoever_takes_it_back_is_told_and_puts_it_by_for_nobody(as_, harp, take):
    loan = take_out(as_, harp, due_date=str(ahead(5)))
    join(as_, "sol", harp)
    sku = as_("dora").get(f"{ITEMS}{harp}/").json["sku"]
    [line] = take([sku], dry=True).json["lines"]
    words = f"To be looked after until {ahead(2):%a} {ahead(2).day} {ahead(2):%b}"
    assert words in line["words"]
    assert "put it by" not in line["words"]
    done = as_("dora").post(f"/checkouts/{loan}/return?at=desk", data={"condition": "good"})
    page = shown(as_, done.location)
    assert f"/checkouts/{loan}/ready_now" in page
    assert "put it by" not in page


def test_the_desk_reads_it_of_a_unit_before_it_lends_it(as_, viola):
    words = "Only back since today"
    unit = as_("dora").get("/api/inventory/units/?code=VLA-1").json[0]["id"]
    for path in ("/desk?code=VLA-1", f"/desk/lend/{unit}", f"/units/{unit}"):
        assert words in shown(as_, path)
    assert words not in shown(as_, "/desk?code=VLA-2")


def test_the_list_for_programs(as_, violas, viola):
    path = f"{ITEMS}{violas}/looked_after/"
    assert as_("sol").get(path).status_code == 403
    [each] = as_("dora").get(path).json
    assert (each["tag"], each["checkout"]) == ("VLA-1", viola)
    assert (each["returned_on"], each["until"]) == (str(ahead(0)), str(ahead(2)))
    ready(as_, viola, unit=each["unit"])
    assert as_("dora").get(path).json[0]["is_ready"]


def test_staff_hand_it_out_all_the_same_and_then_nothing_is_looked_after(as_, viola):
    unit = as_("dora").get("/api/inventory/units/?code=VLA-1").json[0]["id"]
    form = {"student": "Sol", "due_date": str(ahead(3))}
    assert as_("dora").post(f"/desk/lend/{unit}", data=form).status_code == 303
    assert "Only back" not in shown(as_, f"/units/{unit}")
    ready(as_, viola, code=409)


def test_the_card_tells_whoever_answers(as_, harp, back):
    """Asked for while it was out, for a day on which it is looked after still."""
    ready(as_, back)
    asked = ask(as_("sol"), harp, 0, 3).json["id"]
    ready(as_, back, verb="undo_ready_now")
    page = shown(as_, f"/checkouts/{asked}", who="tess")
    assert "Only back since today:" in page
    assert "more requested" not in page
    assert as_("tess").post(f"{API}{asked}/approve/", json={}).status_code == 200
