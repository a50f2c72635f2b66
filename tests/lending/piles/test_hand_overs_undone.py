"""A pile handed over, undone: whole, or a loan alone; who may, and the same request twice."""

from ..conftest import API, HAND_OVERS, TAGS


def test_who_may(give, as_, approved, violins):
    assert give(["VLN-1"], who="sol").status_code == 403
    done = give(["VLN-1"]).json["id"]
    assert as_("sol").get(f"{HAND_OVERS}{done}/").status_code == 200
    assert as_("nia").get(f"{HAND_OVERS}{done}/").status_code == 404
    assert as_("nia").get(f"/receipts/{done}").status_code == 404
    assert as_("nia").post(f"{HAND_OVERS}{done}/undo/").status_code in (403, 404)
    assert as_("sol").post(f"{HAND_OVERS}{done}/undo/").status_code == 403
    assert as_("dora").get(f"/api/inventory/take_backs/{done}/").status_code == 404


def test_d26_twice_with_one_key_is_done_once(give, approved, violins, written):
    first = give(["VLN-1"], key="a")
    again = give(["VLN-1"], key="a")
    assert again.headers["Idempotent-Replayed"] == "true"
    assert first.json == again.json
    assert written()[0] == 1


def test_undo_takes_the_whole_pile_back_and_its_email(
    give, as_, approved, violins, violas, rows, status, letters
):
    done = give(["VLN-1", TAGS[0]]).json
    undone = as_("dora").post(f"{HAND_OVERS}{done['id']}/undo/")
    assert undone.status_code == 200, undone.json
    assert undone.json["undone"] is True
    assert (status(approved), status(approved + 1)) == ("approved", "cancelled")
    assert rows(approved) == []
    assert not [each for each in letters() if each[0] == "handed_over"]
    again = as_("dora").post(f"{HAND_OVERS}{done['id']}/undo/")
    assert again.status_code == 409
    assert "already been undone" in again.json["detail"]


def test_undo_of_a_pile_that_moved_on_names_what_did_and_undoes_nothing(
    give, as_, approved, violins, violas, status
):
    done = give(["VLN-1", TAGS[0]]).json
    as_("dora").post(f"{API}{approved}/return_item/", json={})
    no = as_("dora").post(f"{HAND_OVERS}{done['id']}/undo/")
    assert no.status_code == 409
    assert "Student Violin 4/4" in no.json["detail"]
    assert "Viola" not in no.json["detail"]
    assert (status(approved), status(approved + 1)) == ("returned", "out")


def test_each_can_be_undone_alone_and_the_pile_takes_back_what_still_stands(
    give, as_, last, approved, violins, violas, status, letter
):
    done = give(["VLN-1", TAGS[0]]).json
    assert TAGS[0] in letter("handed_over")
    as_("dora").post(f"/api/inventory/operations/{last('hand out')}/undo/", json={})
    assert (status(approved), status(approved + 1)) == ("out", "approved")
    assert TAGS[0] not in letter("handed_over")
    assert "VLN-1" in letter("handed_over")
    assert "Undone since, on its loan: Viola" in as_("dora").get("/receipts/1").text
    assert as_("dora").post(f"{HAND_OVERS}{done['id']}/undo/").status_code == 200
    assert (status(approved), status(approved + 1)) == ("approved", "approved")


def test_numbers_ascend_and_the_newest_come_first(give, as_, violins, violas):
    for code in ("VLN-1", TAGS[0], TAGS[1]):
        give([code])
    shown = as_("dora").get(f"{HAND_OVERS}?limit=2").json
    assert [each["number"] for each in shown] == [3, 2]
    assert as_("nia").get(HAND_OVERS).json == []


def test_page_and_api_show_the_same_receipt(give, as_, approved, violins):
    done = give(["VLN-1"]).json
    shown = as_("sol").get(f"/receipts/{done['id']}")
    assert "VLN-1" in shown.text
    assert "No. 1" in shown.text
    assert as_("dora").post(f"/receipts/{done['id']}/undo").status_code == 303
    assert as_("dora").get(f"{HAND_OVERS}{done['id']}/").json["undone"] is True
