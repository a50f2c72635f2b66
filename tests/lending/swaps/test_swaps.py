"""Grown out of it: what is all out shows what is like it, and the next size is had in one act for the one before."""

from tests.support.days import ahead

from ..ahead_acts import page_says
from ..conftest import API
from ..queue_acts import ITEMS, take_out
from .acts import MINE, add, done, swap


def test_the_next_size_is_asked_for_with_the_old_one_to_come_back(as_, celli, half):
    loan = swap(as_, celli["3/4"], half)
    assert loan["swaps"] == half
    shown = f"/checkouts/{loan['id']}"
    assert "Cello 1/2 comes back" in page_says(as_("tess"), shown)
    done(as_, "tess", loan["id"], "approve")
    done(as_, "dora", loan["id"], "hand_out")
    assert f"/checkouts/{half}/return" in as_("dora").get(shown).text
    done(as_, "dora", half, "return_item")
    assert "Instead of Cello 1/2, which is back." in page_says(as_("dora"), shown)


def test_the_tray_and_its_receipt_say_what_comes_back(as_, celli, half):
    id = swap(as_, celli["3/4"], half)["id"]
    done(as_, "tess", id, "approve")
    desk = as_("dora")
    sku = desk.get(f"{ITEMS}{celli['3/4']}/").json["sku"]
    pile = {"person": MINE, "codes": [sku]}
    receipt = desk.post("/api/inventory/hand_overs/", json=pile).json
    assert "Cello 1/2 comes back for it." in receipt["lines"][0]["words"]
    paper = f"/receipts/{receipt['id']}"
    assert f"/checkouts/{half}/return" in desk.get(paper).text
    assert "comes back" not in as_("sol").get(paper).text
    done(as_, "dora", half, "return_item")
    assert "comes back" not in desk.get(paper).text


def test_the_page_and_the_api_agree(as_, celli, half):
    typed = {"quantity": 1, "due_date": str(ahead(5)), "swap": half}
    answer = as_("sol").post(f"/items/{celli['3/4']}", data=typed)
    assert answer.status_code == 303
    (loan,) = [row for row in as_("sol").get(API).json if row["status"] == "pending"]
    assert (loan["item"], loan["swaps"]) == (celli["3/4"], half)


def test_the_button_is_there_for_who_has_a_smaller_one(as_, celli, half):
    for size in ("3/4", "4/4"):
        page = page_says(as_("sol"), f"/items/{celli[size]}")
        assert "Grown out of the smaller one?" in page
        assert "Swap my 1/2 for it" in page
    assert "Grown out" not in page_says(as_("sol"), f"/items/{celli['1/2']}")
    assert "Swap my" not in page_says(as_("nia"), f"/items/{celli['3/4']}")


def test_what_is_all_out_shows_the_same_size_and_the_next(as_, celli, half):
    names = ("Old Cello 3/4", "Cello Bow 3/4", "Cello 1/4")
    ids = [add(as_, name) for name in names]
    take_out(as_, celli["3/4"], student=3)
    page = as_("sol").get(f"/items/{celli['3/4']}").text
    like = page.partition('id="h-like"')[2].partition("</section>")[0]
    shown = [id for id in (*celli.values(), *ids) if f"/items/{id}?" in like]
    assert shown == [celli["4/4"], ids[0]]
    assert like.index("The same size") < like.index("One size up")
    assert "Swap my 1/2 for it" in like


def test_a_swap_is_no_loan_more(as_, celli, half):
    as_("ada").patch("/api/inventory/settings/", json={"most_loans": 1})
    no = as_("sol").post(API, json={"item": celli["3/4"]})
    assert no.status_code == 409
    swap(as_, celli["3/4"], half)


def test_it_comes_back_for_one_thing_only(as_, celli, half):
    first = swap(as_, celli["3/4"], half)
    no = swap(as_, celli["4/4"], half, code=409)
    assert no["facts"] == {"checkout": first["id"]}
    assert as_("sol").post(f"{API}{first['id']}/cancel/", json={}).status_code == 200
    swap(as_, celli["4/4"], half)


def test_what_is_back_is_swapped_for_nothing(as_, celli, half):
    assert as_("dora").post(f"{API}{half}/return_item/", json={}).status_code == 200
    assert swap(as_, celli["3/4"], half, code=409)["facts"] == {"status": "returned"}


def test_nobody_swaps_what_is_not_theirs(as_, celli, half):
    swap(as_, celli["3/4"], half, code=404, who="nia")
    swap(as_, celli["3/4"], half, code=404, who="tess")
    swap(as_, celli["3/4"], half, who="tess", student=MINE)


def test_a_set_is_no_swap(as_, half):
    no = as_("sol").post(API, json={"set": 1, "swap": half})
    assert no.status_code == 422


def test_what_is_refused_keeps_the_swap_that_was_typed(as_, celli, half):
    typed = {"quantity": 9, "due_date": str(ahead(5)), "swap": half}
    answer = as_("sol").post(f"/items/{celli['3/4']}", data=typed)
    assert answer.status_code == 409
    assert f'name="swap" type="hidden" value="{half}"' in answer.text


def test_who_fetches_the_next_size_brings_the_old_one_back(as_, celli, half):
    id = swap(as_, celli["3/4"], half)["id"]
    assert "Cello 1/2" not in page_says(as_("dora"), "/desk/today")
    done(as_, "tess", id, "approve")
    brings = page_says(as_("dora"), "/desk/today").partition('data-label="Brings back"')
    assert "Cello 3/4" in brings[0]
    assert f'href="/checkouts/{half}"' in brings[2]
