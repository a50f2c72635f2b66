"""Photos as browsers get them: kept for long, and only by whoever may see what they show."""

from tests.pictures.doors import add, remove
from tests.support.photographs import jpeg, opened
from webapp.core.db import db, transaction
from webapp.stock.models import Item


def name_of(browser, **of):
    return add(browser, "api", jpeg(), **of).json[0]["sizes"]["face"]


def not_lent(app, id=1):
    with app.app_context(), transaction():
        db.session.get(Item, id).is_borrowable = False


def test_a_photo_is_kept_by_the_browser_and_by_nobody_between(as_):
    face = name_of(as_("dora"))
    answer = as_("sol").get(face)
    assert opened(answer.data).size == (128, 128)
    assert answer.content_type == "image/webp"
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    same = as_("sol").get(face, headers={"If-None-Match": answer.headers["ETag"]})
    assert (same.status_code, same.data) == (304, b"")


def test_every_size_is_there_and_no_other(as_):
    face = name_of(as_("dora"))
    for size, side in (("full", 320), ("page", 320), ("face", 128)):
        assert opened(as_("sol").get(face.replace("face", size)).data).width == side
    for wrong in ("face.webp", "huge", "../face"):
        assert as_("sol").get(face.replace("face", wrong)).status_code == 404


def test_an_address_with_another_mark_leads_nowhere(as_):
    name_of(as_("dora"))
    assert as_("dora").get("/pictures/1-000000000000/face").status_code == 404
    assert as_("dora").get("/pictures/99-000000000000/face").status_code == 404


def test_it_is_seen_by_whoever_sees_the_thing(app, as_, unit):
    face = name_of(as_("dora"))
    of_unit = name_of(as_("dora"), kind="unit", id=unit)
    assert as_("sol").get(of_unit).status_code == 404
    assert as_("tess").get(of_unit).status_code == 200
    assert as_().get(face).status_code == 303
    not_lent(app)
    assert as_("sol").get(face).status_code == 404
    assert as_("sol").get("/pictures/item/1").status_code == 404
    assert as_("dora").get(face).status_code == 200


def test_whoever_borrows_it_sees_it_though_it_is_lent_no_more(app, as_, wish):
    face = name_of(as_("dora"))
    as_("sol").post("/api/inventory/checkouts/", json=wish)
    not_lent(app)
    assert as_("sol").get(face).status_code == 200
    assert as_("nia").get(face).status_code == 404


def test_a_removed_one_is_seen_only_by_who_may_bring_it_back(as_):
    face = name_of(as_("dora"))
    remove(as_("dora"), "api", 1)
    assert as_("sol").get(face).status_code == 404
    assert as_("dora").get(face).status_code == 200


def test_a_file_that_is_missing_is_no_fault_of_ours(as_, folder):
    face = name_of(as_("dora"))
    for path in folder.glob("*/*"):
        path.unlink()
    assert as_("dora").get(face).status_code == 404
    assert add(as_("dora"), "api", jpeg(), id=2).status_code == 201  # which writes it anew
    assert as_("dora").get(face).status_code == 200


def test_files_are_for_their_user_only(as_, folder):
    name_of(as_("dora"))
    assert {path.stat().st_mode & 0o777 for path in folder.glob("*/*")} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700


def test_lists_show_faces_of_a_fixed_size_as_one_comes_to_them(as_):
    face = name_of(as_("dora"))
    shown = as_("sol").get("/items").text
    image = shown.partition(f'<img src="{face}"')[2].partition(">")[0]
    assert 'width="128" height="128" loading="lazy"' in image
    assert 'alt=""' in image
