"""Removing pictures, bringing them back, and putting them in order."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.pictures.doors import API, DOORS, add, move, remove, restore
from tests.support.photographs import jpeg
from webapp.core.db import db, transaction
from webapp.pictures.models import Picture

DONE = (200, 303)
SHADES = ("teal", "navy", "gold")


@pytest.fixture
def three(as_):
    add(as_("dora"), "api", *map(jpeg, SHADES))


@DOORS
def test_what_is_removed_can_be_brought_back(as_, pictures, face, three, door):
    dora = as_("dora")
    gone = remove(dora, door, 1)
    assert gone.status_code in DONE
    assert pictures() == [(2, 1), (3, 1)]
    assert face() == 2
    if door == "page":
        assert "/pictures/1/restore" in dora.get(gone.location).text
    assert restore(dora, door, 1).status_code in DONE
    assert pictures() == [(1, 1), (2, 1), (3, 1)]
    assert face() == 1


@DOORS
def test_without_any_there_is_no_face(as_, face, door):
    add(as_("dora"), door, jpeg())
    remove(as_("dora"), door, 1)
    assert face() is None
    assert "/pictures/1-" not in as_("dora").get("/items").text


@DOORS
def test_each_is_removed_and_brought_back_once(as_, three, door):
    dora = as_("dora")
    assert restore(dora, door, 1).status_code == 409
    remove(dora, door, 1)
    assert remove(dora, door, 1).status_code == 409
    assert move(dora, door, 1, 2).status_code == 409
    add(dora, door, jpeg(SHADES[0]))
    assert restore(dora, door, 1).status_code == 409


@DOORS
def test_none_is_brought_back_where_there_are_twenty(app, as_, pictures, three, door):
    dora = as_("dora")
    remove(dora, door, 1)
    with app.app_context(), transaction():
        db.session.add_all(_more(18))
    assert len(pictures()) == 20
    answer = restore(dora, door, 1)
    assert (answer.status_code, len(pictures())) == (409, 20)
    assert "At most 20 pictures" in answer.get_data(as_text=True)
    remove(dora, door, 2)
    assert restore(dora, door, 1).status_code in DONE


def _more(count):
    """As many pictures of the first item, of one file that each has a name of its own for."""
    like = db.session.get(Picture, 2)
    return [
        Picture(
            kind="item",
            thing_id=1,
            hash=like.hash,
            place=9 + number,
            width=1,
            height=1,
            added_by=1,
        )
        for number in range(count)
    ]


@DOORS
@pytest.mark.parametrize(
    ("id", "place", "order"),
    [(3, 1, [3, 1, 2]), (1, 2, [2, 1, 3]), (1, 100, [2, 3, 1]), (2, 2, [1, 2, 3])],
)
def test_another_place_and_the_first_is_the_face(
    as_, pictures, face, three, door, id, place, order
):
    assert move(as_("tess"), door, id, place).status_code in DONE
    assert [id for id, _ in pictures()] == order
    assert face() == order[0]


@DOORS
@pytest.mark.parametrize("act", [remove, restore, lambda *at: move(*at, 1)])
def test_who_may_not_or_sees_nothing(as_, pictures, three, door, act):
    assert act(as_("sol"), door, 2).status_code == 403
    assert act(as_("dora"), door, 99).status_code == 404
    assert len(pictures()) == 3


def test_a_student_does_not_see_what_was_removed(as_, three):
    remove(as_("dora"), "api", 1)
    assert as_("sol").get(f"{API}1/").status_code == 404
    assert as_("dora").get(f"{API}1/").json["is_removed"] is True


def test_a_removed_photo_is_told_of_with_undo_and_so_is_that(as_, three):
    dora = as_("dora")
    page = dora.get(dora.post("/pictures/1/remove").location).text
    assert '<form method="post" action="/pictures/1/restore">' in page
    assert "The photo is back" in dora.get(dora.post("/pictures/1/restore").location).text


def test_a_new_place_is_told(as_, three):
    dora = as_("dora")
    page = dora.get(dora.post("/pictures/3/move/1").location).text
    assert "It is photo 1 now" in page


@DOORS
def test_the_face_is_changed_by_two_at_once(as_, pictures, face, three, door):
    acts = [
        (as_("dora"), lambda each: move(each, door, 3, 1)),
        (as_("ada"), lambda each: move(each, door, 2, 1)),
        (as_("tess"), lambda each: remove(each, door, 1)),
    ]
    with ThreadPoolExecutor() as pool:
        answers = list(pool.map(lambda act: act[1](act[0]).status_code, acts))
    assert set(answers) <= set(DONE)
    order = [id for id, _ in pictures()]
    assert sorted(order) == [2, 3]
    assert face() == order[0]


@DOORS
def test_one_of_two_at_once_removes_it(as_, pictures, three, door):
    browsers = [as_("dora"), as_("ada")]
    with ThreadPoolExecutor() as pool:
        answers = list(pool.map(lambda each: remove(each, door, 1).status_code, browsers))
    assert sorted(answers)[1] == 409
    assert len(pictures()) == 2
