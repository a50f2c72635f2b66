"""What takes two people: asked for, and then agreed to or refused by somebody else."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from tests.stock.operations.acts import API, TESS, level, operations, post
from tests.stock.operations.seconding import DOORS, PAGES, PENDING, decide
from tests.support.queries import counted
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.people import tokens
from webapp.people.commands import OPERATOR
from webapp.people.models import User
from webapp.stock.models import Movement, Operation, PendingOperation, Reason


@pytest.fixture
def waiting(app, as_):
    """Dora wants to take two violins, 600.00 together, out of the books."""
    before = operations(app)
    asked = post(
        as_("dora"),
        "adjust",
        {"item": 1, "quantity": 2},
        reason="missing",
        notes="Not in the van",
    )
    assert asked.status_code == 202
    assert operations(app) == before
    assert level(app).available == 2
    return asked.json


@DOORS
def test_a_second_person_agrees_and_it_is_done(app, as_, waiting, door):
    assert (
        waiting["why"] == "It is worth €600.00; above €500.00 a second person must approve"
    )
    assert waiting["requested_by"] == 4
    assert waiting["lines"][0]["item_name"] == "Student Violin 4/4"
    assert decide(as_("tess"), door, "approve").status_code in (200, 303)
    assert level(app).available == 0
    with app.app_context():
        done = db.session.get(Operation, db.session.get(PendingOperation, 1).operation_id)
        assert (done.actor_id, done.approved_by, done.reason, done.note) == (
            4,
            1,
            "missing",
            "Not in the van",
        )
        assert db.session.scalars(
            select(Movement.type).where(Movement.operation_id == done.id)
        ).all() == ["THEFT_LOSS"]


def test_why_it_waits_is_kept_as_facts(app, as_, waiting):
    """So that each reads it in their own language."""
    post(as_("dora"), "adjust", {"item": 1}, reason="disposed")
    with app.app_context():
        assert db.session.get_one(PendingOperation, 1).because == {
            "code": "worth",
            "now": 60_000,
            "limit": 50_000,
            "hours": 24,
            "currency": "EUR",
        }
        assert db.session.get_one(PendingOperation, 2).because == {
            "code": "reason",
            "reason": "Given away or thrown away",
        }


@DOORS
def test_a_second_person_says_no_and_nothing_is_done(app, as_, waiting, door):
    assert decide(as_("ada"), door, "reject").status_code in (200, 303)
    assert level(app).available == 2
    told = as_("dora").get(f"{PENDING}1/").json
    assert (told["decision"], told["decided_by"], told["operation"]) == (
        "rejected",
        5,
        None,
    )


@DOORS
@pytest.mark.parametrize(
    ("who", "verb"), [("dora", "approve"), ("sol", "approve"), ("sol", "reject")]
)
def test_who_may_not_agree(app, as_, waiting, door, who, verb):
    assert decide(as_(who), door, verb).status_code == 403
    assert level(app).available == 2


@DOORS
def test_nobody_agrees_with_themselves(app, as_, door):
    tess = as_("tess")
    assert post(tess, "adjust", {"item": 1}, reason="disposed").status_code == 202
    no = decide(tess, door, "approve")
    assert no.status_code == 403
    assert "You requested this yourself" in no.text
    assert level(app).available == 2
    assert decide(as_("ada"), door, "approve").status_code in (200, 303)
    assert level(app).available == 1


@pytest.mark.parametrize("by", ["ada", "the operator"])
def test_a_token_that_somebody_else_issued_is_neither_of_the_two(app, as_, waiting, by):
    """Ada, with a token in Tess's name, would be both; Tess's own token is Tess."""
    theirs, own = _issue_tokens(app, by)

    def send(token, path, **said):
        return app.test_client().post(
            path, json=said, headers={"Authorization": f"Bearer {token}"}
        )

    write_off = {"kind": "adjust", "lines": [{"item": 1}], "reason": "disposed"}
    _check_refused(app, theirs, send, write_off)
    assert send(own, f"{PENDING}1/approve/").status_code == 200
    assert level(app).available == 0


def _check_refused(app, theirs, send, write_off):
    """It neither agrees nor asks."""
    no = send(theirs, f"{PENDING}1/approve/"), send(theirs, API, **write_off)
    assert [answer.status_code for answer in no] == [403, 403], [
        answer.text for answer in no
    ]
    assert all("somebody else issued" in answer.text for answer in no)
    assert level(app).available == 2


def _issue_tokens(app, by):
    """A token that somebody else issued in Tess's name, and one of her own."""
    with app.app_context(), transaction():
        issuer = Actor(5, "Ada", "admin", 0) if by == "ada" else OPERATOR
        tess = db.session.get(User, TESS.id)
        theirs, own = tokens.issue(tess, by=issuer), tokens.issue(tess)
    return theirs, own


@DOORS
def test_one_takes_back_what_one_asked_for(as_, waiting, door):
    assert decide(as_("dora"), door, "reject").status_code in (200, 303)
    assert decide(as_("tess"), door, "approve").status_code == 409


@DOORS
def test_it_is_decided_once(app, as_, waiting, door):
    decide(as_("ada"), "api", "approve")
    for verb in ("approve", "reject"):
        no = decide(as_("tess"), door, verb)
        assert no.status_code == 409
        assert "Ada approved this already" in no.text
    assert decide(as_("tess"), door, "approve", id=99).status_code == 404


def test_two_agree_at_once_and_it_is_done_once(app, as_, waiting):
    second = [as_("tess"), as_("ada"), as_("tess"), as_("ada")]
    with ThreadPoolExecutor(4) as pool:
        codes = list(
            pool.map(lambda who: decide(who, "api", "approve").status_code, second)
        )
    assert sorted(codes) == [200, 409, 409, 409]
    assert level(app).available == 0


@DOORS
def test_stock_is_looked_at_again_before_it_is_done(app, as_, waiting, door):
    post(as_("dora"), "sell", {"item": 1})
    no = decide(as_("tess"), door, "approve")
    assert no.status_code == 409
    assert "Only 1 of the 2 asked for are available at Store" in no.text
    assert as_("tess").get(f"{PENDING}1/").json["decision"] is None
    assert level(app).available == 1


def test_a_reason_given_up_since_no_longer_counts(app, as_, waiting):
    with app.app_context(), transaction():
        db.session.get_one(Reason, "missing").is_active = False
    assert decide(as_("tess"), "api", "approve").status_code == 422
    assert level(app).available == 2


def test_asking_twice_with_one_key_waits_once(app, as_):
    said = {"kind": "adjust", "lines": [{"item": 1}], "reason": "disposed"}
    for _ in range(2):
        assert (
            as_("dora").post(API, json=said, headers={"Idempotency-Key": "k"}).status_code
            == 202
        )
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(PendingOperation)) == 1


def test_the_list_has_pages_and_asks_no_more_for_more(app, as_, waiting):
    tess = as_("tess")
    for path in (PENDING, PAGES):
        with counted(app) as few:
            assert tess.get(path).status_code == 200
        for _ in range(4):
            post(as_("dora"), "adjust", {"item": 2}, reason="disposed")
        with counted(app) as many:
            assert tess.get(path).status_code == 200
        assert len(few) == len(many)
    _check_pages(tess)
    assert tess.get(f"{PENDING}?decided=1").json == []
    assert as_("sol").get(PENDING).status_code == as_("sol").get(PAGES).status_code == 403


def _check_pages(tess):
    """The list goes on, the newest first."""
    ids, path = [], f"{PENDING}?limit=3"
    while path:
        answer = tess.get(path)
        ids += [each["id"] for each in answer.json]
        path = answer.headers.get("Link", "").split(">")[0][1:]
    assert ids == [9, 8, 7, 6, 5, 4, 3, 2, 1]
