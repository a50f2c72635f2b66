"""Whoever may agree gets a letter, once, with the way to what waits; and who asked is told the answer."""

import re

import pytest

from tests.stock.operations.acts import API, post
from webapp.core.db import db, transaction
from webapp.core.outbox import Letter
from webapp.people.models import User

DISPOSE = {"reason": "disposed", "notes": "Woodworm"}


@pytest.fixture
def letters(app):
    """Kind, who to, and subject of every letter about acts that wait."""

    def read():
        with app.app_context():
            kept = (
                db.session.query(Letter)
                .filter(Letter.subject_type == "pending")
                .order_by(Letter.id)
            )
            return [
                (letter.kind, letter.name, letter.subject, letter.text) for letter in kept
            ]

    return read


@pytest.fixture
def asked(as_):
    answer = post(as_("dora"), "adjust", {"item": 2, "quantity": 2}, **DISPOSE)
    assert answer.status_code == 202
    return answer.json["id"]


def test_everybody_who_may_agree_is_asked(as_, asked, letters):
    told = letters()
    assert [(kind, name) for kind, name, *_ in told] == [
        ("second_person", "Tess"),
        ("second_person", "Ada"),
    ]
    _, _, subject, text = told[0]
    assert subject == "Dora needs a second approval: adjust (Given away or thrown away)"
    assert "2 × Cello 3/4, Store" in text
    assert '"Woodworm"' in text
    assert "always needs a second person." in text
    path = re.search(r"https?://[^/]+(/operations/pending/[0-9]+)", text)[1]
    page = as_("tess").get(path).text
    assert "Woodworm" in page
    assert "Approve" in page
    assert "Reject" in page
    assert "Approve" not in as_("dora").get(path).text
    assert as_("sol").get(path).status_code == 403
    assert as_("tess").get("/operations/pending/99").status_code == 404


def test_who_asked_and_who_left_are_not(app, as_, letters):
    with app.app_context(), transaction():
        db.session.add(
            User(
                email="x@school.test",
                name="Xaver",
                role="teacher",
                password_hash="",
                is_active=False,
            )
        )
    post(as_("tess"), "adjust", {"item": 2}, **DISPOSE)
    assert [name for _, name, *_ in letters()] == ["Ada"]


def test_asked_twice_with_one_key_one_letter_each(as_, letters):
    said = {"kind": "adjust", "lines": [{"item": 2}]} | DISPOSE
    for _ in range(2):
        assert (
            as_("dora").post(API, json=said, headers={"Idempotency-Key": "k"}).status_code
            == 202
        )
    assert len(letters()) == 2


@pytest.mark.parametrize(
    ("verb", "subject", "words"),
    [
        ("approve", "Approved: ", "approved it, and it is done"),
        ("reject", "Declined: ", "declined it, and nothing was changed"),
    ],
)
def test_the_answer_goes_to_who_asked(as_, asked, letters, verb, subject, words):
    assert as_("ada").post(f"/operations/pending/{asked}/{verb}").status_code == 303
    kind, name, title, text = letters()[-1]
    assert (kind, name) == ("second_person_answered", "Dora")
    assert title.startswith(subject)
    assert words in text
    way = (
        r"/operations/[0-9]+\n" if verb == "approve" else rf"/operations/pending/{asked}\n"
    )
    assert re.search(way, text)
    assert len(letters()) == 3
    as_("tess").post(f"/operations/pending/{asked}/{verb}")
    assert len(letters()) == 3


def test_taken_back_nobody_is_told(as_, asked, letters):
    assert as_("dora").post(f"/operations/pending/{asked}/reject").status_code == 303
    assert [kind for kind, *_ in letters()] == ["second_person"] * 2


def test_what_cannot_be_done_any_more_is_no_answer(as_, asked, letters):
    post(as_("dora"), "sell", {"item": 2, "quantity": 5})
    assert as_("ada").post(f"{API}pending/{asked}/approve/").status_code == 409
    assert len(letters()) == 2


def test_a_dry_run_asks_nobody(as_, letters):
    post(as_("dora"), "adjust", {"item": 2}, path=f"{API}batch/?dry_run=1", **DISPOSE)
    assert letters() == []
