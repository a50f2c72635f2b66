"""Photos whose form comes back, or is sent twice: they have to be chosen again, and other ones are another act."""

import pytest

from tests.support.photographs import jpeg, sent

from .doors import add

OUT, BACK, BROKEN = "/checkouts/1/hand_out", "/checkouts/1/return", "/checkouts/1/fault"
AGAIN = "Choose the photos again"
FAR = "2030-01-01"


@pytest.fixture
def promised(as_, wish):
    as_("sol").post("/api/inventory/checkouts/", json=wish)
    as_("tess").post("/api/inventory/checkouts/1/approve/", json={})


@pytest.fixture
def lent(as_, promised):
    """Sol has a violin."""
    assert as_("dora").post(OUT, data={}).status_code == 303


@pytest.mark.parametrize(
    ("who", "path", "typed"),
    [("dora", BACK, {"returned_on": FAR}), ("sol", BROKEN, {"words": ""})],
)
def test_photos_of_a_form_that_comes_back_have_to_be_chosen_again(
    as_, lent, who, path, typed
):
    browser = as_(who)
    no = browser.post(path, **sent(jpeg(), **typed))
    assert no.status_code == 422
    assert AGAIN in no.text
    assert 'aria-describedby="photo-hint photo-again"' in no.text
    assert AGAIN not in browser.post(path, **sent(**typed)).text
    assert AGAIN not in browser.get(path).text


def test_so_have_those_beside_one_that_is_none(as_, unit, promised):
    no = as_("dora").post(OUT, **sent(jpeg(), b"no picture", unit=str(unit)))
    assert 'aria-describedby="photo-hint photo-error photo-again"' in no.text
    assert AGAIN in no.text
    album = add(as_("dora"), "page", jpeg(), b"no picture")
    assert album.status_code == 422
    assert AGAIN in album.text


def test_the_same_photos_with_one_key_are_one_act(as_, pictures, lent):
    form = {"words": "A peg slips", "idempotency_key": "once"}
    answers = [as_("sol").post(BROKEN, **sent(jpeg(), **form)) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[1].headers["Idempotent-Replayed"] == "true"
    assert pictures("fault") == [(1, 1)]


def test_other_photos_with_the_same_key_are_not_taken_for_those(as_, pictures, lent):
    form = {"words": "A peg slips", "idempotency_key": "once"}
    assert as_("sol").post(BROKEN, **sent(jpeg(), **form)).status_code == 303
    for photos in ((jpeg("navy"),), (jpeg(), jpeg("navy")), ()):
        no = as_("sol").post(BROKEN, **sent(*photos, **form))
        assert no.status_code == 422
        assert "already sent with other entries" in no.text
    assert pictures("fault") == [(1, 1)]


def test_a_program_is_told_so_too(as_, pictures):
    program, key = as_("dora"), {"Idempotency-Key": "once"}
    to = "/api/inventory/pictures/?of=item&id=1"
    photos = [jpeg(), jpeg(), jpeg("navy")]
    answers = [program.post(to, headers=key, **sent(photo)) for photo in photos]
    assert [answer.status_code for answer in answers] == [201, 201, 422]
    assert pictures() == [(1, 1)]
