"""Adding pictures: what they are of, who may, what comes back when it cannot be, and two at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.pictures.doors import API, DOORS, add
from tests.support.photographs import file_of, jpeg, moving, picture, sent, with_place

DONE = (201, 303)


@DOORS
@pytest.mark.parametrize("who", ["dora", "tess", "ada"])
def test_staff_add_several_and_the_first_is_the_face(as_, pictures, face, door, who):
    assert add(as_(who), door, jpeg(), jpeg("navy")).status_code in DONE
    assert pictures() == [(1, 1), (2, 1)]
    assert face() == 1
    assert add(as_(who), door, jpeg("gold")).status_code in DONE
    assert pictures() == [(1, 1), (2, 1), (3, 1)]
    assert face() == 1


@DOORS
def test_a_unit_has_its_own(as_, pictures, unit, door):
    assert add(as_("dora"), door, jpeg(), kind="unit", id=unit).status_code in DONE
    assert pictures("unit") == [(1, unit)]
    shown = as_("dora").get(f"/units/{unit}").text
    assert shown.count("/pictures/1-") >= 2
    assert "/pictures/1-" in as_("dora").get("/units").text


@DOORS
@pytest.mark.parametrize(("kind", "id"), [("item", 99), ("unit", 99), ("hand_out", 99)])
def test_nothing_has_none(as_, files, door, kind, id):
    assert add(as_("dora"), door, jpeg(), kind=kind, id=id).status_code == 404
    assert files() == []


@DOORS
def test_students_only_look(as_, pictures, files, unit, door):
    assert add(as_("sol"), door, jpeg()).status_code == 403
    assert add(as_("sol"), door, jpeg(), kind="unit", id=unit).status_code == 404
    assert pictures() == []
    assert files() == []


@DOORS
def test_the_same_photo_twice_is_one(as_, pictures, files, door):
    dora = as_("dora")
    assert add(dora, door, jpeg(), jpeg()).status_code in DONE
    assert add(dora, door, with_place()).status_code in DONE  # the same one, elsewhere
    assert pictures() == [(1, 1)]
    assert add(dora, door, jpeg(), id=2).status_code in DONE
    assert pictures() == [(1, 1), (2, 2)]
    assert len(files()) == 3


@DOORS
@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"a text named .jpg", "no photo"),
        (moving("GIF"), "moves"),
        (jpeg()[:900], "broken"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC"),
    ],
    ids=["text", "animated", "truncated", "heic"],
)
def test_what_is_no_photo_is_refused_at_its_field(as_, pictures, files, door, data, words):
    no = add(as_("dora"), door, jpeg("navy"), data)
    assert no.status_code == 422
    if door == "api":
        assert words in no.json["fields"]["photo"][0]
        assert no.content_type == "application/problem+json"
    else:
        error = no.text.partition('id="photo-error"')[2].partition("</p>")[0]
        assert words in error
    assert pictures() == []


@DOORS
def test_without_a_photo_it_asks_for_one(as_, pictures, door):
    no = add(as_("dora"), door)
    assert no.status_code == 422
    assert "Choose a photo" in no.text
    assert pictures() == []


@DOORS
def test_there_are_at_most_ten_at_a_time_and_twenty_in_all(as_, pictures, door):
    dora = as_("dora")
    shades = [jpeg((shade * 10, 60, 60)) for shade in range(21)]
    assert "At most 10 photos" in add(dora, door, *shades[:11]).text
    for first, last in ((0, 10), (10, 20)):
        assert add(dora, door, *shades[first:last]).status_code in DONE
    assert add(dora, door, shades[20]).status_code == 409
    assert add(dora, door, shades[0]).status_code in DONE  # which is there
    assert len(pictures()) == 20


@DOORS
def test_sent_twice_with_one_key_it_is_done_once(as_, pictures, door):
    dora = as_("dora")
    for _ in range(2):
        if door == "page":
            form = sent(jpeg(), idempotency_key="k")
            assert dora.post("/pictures/item/1/add", **form).status_code == 303
        else:
            key = {"Idempotency-Key": "k"}
            answer = dora.post(f"{API}?of=item&id=1", headers=key, **sent(jpeg()))
            assert answer.status_code == 201
    assert pictures() == [(1, 1)]


@DOORS
def test_two_at_once_send_the_same_photo(as_, pictures, files, face, door):
    browsers = [as_(name) for name in ("dora", "ada", "tess", "dora")]
    data = file_of(picture(640, 480))
    with ThreadPoolExecutor() as pool:
        answers = pool.map(lambda each: add(each, door, data).status_code, browsers)
        assert set(answers) <= set(DONE)
    assert pictures() == [(1, 1)]
    assert len(files()) == 3
    assert face() == 1


def test_two_at_once_send_the_same_photos_of_different_things_in_another_order(
    as_, pictures, files
):
    one, other = jpeg(), jpeg("navy")
    sendings = [(as_("dora"), 1, (one, other)), (as_("ada"), 2, (other, one))]
    with ThreadPoolExecutor() as pool:
        send = lambda each: add(each[0], "api", *each[2], id=each[1]).status_code  # noqa: E731
        assert list(pool.map(send, sendings)) == [201, 201]
    assert sorted(thing for _, thing in pictures()) == [1, 1, 2, 2]
    assert len(files()) == 6


def test_the_api_shows_what_it_took(as_):
    (added,) = add(as_("dora"), "api", jpeg()).json
    mark = added["sizes"]["face"].split("/")[2]
    assert {name: added[name] for name in ("id", "of", "thing", "place", "width")} == {
        "id": 1,
        "of": "item",
        "thing": 1,
        "place": 1,
        "width": 320,
    }
    assert added["sizes"] == {
        size: f"/pictures/{mark}/{size}" for size in ("full", "page", "face")
    }
    assert as_("sol").get(f"{API}?of=item&id=1").json == [added]
    assert as_("sol").get(f"{API}1/").json == added


def test_a_page_without_photos_says_so_and_one_with_them_shows_them(as_):
    assert "No photos yet" in as_("sol").get("/pictures/item/1").text
    dora = as_("dora")
    told = add(dora, "page", jpeg(), jpeg("navy")).location
    shown = dora.get(told).text
    assert "2 photos are saved" in shown
    assert shown.count('class="photo"') == 2
    assert 'type="file"' in shown
    assert 'type="file"' not in as_("sol").get("/pictures/item/1").text
