"""Stocktakes: what is counted is compared with the ledger of its moment, so that lending goes on meanwhile."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from tests.support.loans import TESS, lend, tagged
from tests.support.queries import counted
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.lending import checkouts, decisions, handovers
from webapp.people import tokens
from webapp.people.models import User
from webapp.school import settings
from webapp.stock import locations
from webapp.stock.ledger import ledger, verify
from webapp.stock.ledger.ledger import Line
from webapp.stock.models import Level, Movement, Operation, Stocktake, StocktakeLine, Unit
from webapp.stock.operations import undo
from webapp.stock.stocktakes import counting

API, VIOLIN, CELLO, STORE = "/api/inventory/stocktakes/", 1, 2, 1
ADA = Actor(5, "Ada", "admin", 0)


@pytest.fixture(autouse=True)
def ledger_is_whole(app):
    yield
    with app.app_context():
        assert list(verify.problems()) == []


@pytest.fixture
def violins(app):
    """VLN-1 and VLN-2 in the store, beside two violins without a tag."""
    with app.app_context(), transaction():
        return [tagged("VLN-1", "S1"), tagged("VLN-2")]


@pytest.fixture
def dora(as_):
    return as_("dora")


def begin(browser, **said):
    answer = browser.post(API, json={"location": STORE} | said)
    assert answer.status_code == 201, answer.text
    return f"{API}{answer.json['id']}/"


def count(browser, at, **said):
    answer = browser.post(f"{at}count/", json=said)
    assert answer.status_code == 200, answer.text
    return answer.json


def apply(browser, at, **said):
    return browser.post(f"{at}apply/", json=said)


def findings(browser, at):
    return {
        each["tag"] or each["code"] or each["item_name"]: each
        for each in browser.get(at).json["findings"]
    }


def level(app, item=VIOLIN, place=STORE):
    with app.app_context():
        found = db.session.scalars(
            select(Level).filter_by(item_id=item, location_id=place)
        ).one()
        return {
            "available": found.available,
            "on_rent": found.on_rent,
            "reserved": found.reserved,
        }


def act(app, verb, *args, **said):
    with app.app_context(), transaction():
        return verb(*args, **said)


def operations(app):
    with app.app_context():
        return list(
            db.session.scalars(select(Operation).where(Operation.kind == "stocktake"))
        )


def elsewhere(tag="HRN-1", at="Annexe"):
    """A cello of this tag, kept at another place."""
    place = locations.home(TESS, at, is_new=True).id
    unit = Unit(item_id=CELLO, location_id=place, tag=tag)
    db.session.add(unit)
    db.session.flush()
    line = Line(
        CELLO,
        place,
        "PURCHASE",
        "outside",
        "available",
        1,
        unit.id,
        value_delta_minor=9_000,
    )
    ledger.record(TESS, "receive", [line])
    return unit.id


def test_a_count_with_three_surprises(app, dora, violins):
    act(app, elsewhere)
    at = begin(dora, notes="before the concert")
    assert count(dora, at, code="vln-1")["finding"]["words"] == "As expected"
    assert count(dora, at, unit=violins[1], counted=0)["finding"]["words"] == "Missing"
    assert count(dora, at, code="HRN-1")["finding"]["words"] == "Belongs elsewhere: Annexe"
    assert count(dora, at, code="ZZZ-9")["finding"]["verdict"] == "unknown"
    assert count(dora, at, item=VIOLIN, counted=2)["finding"]["verdict"] == "as_expected"
    assert (
        count(dora, at, item=CELLO, counted=6)["finding"]["words"] == "1 more than expected"
    )
    assert dora.post(f"{at}review/").json["status"] == "review"
    bring = findings(dora, at)["HRN-1"]["unit"]
    dry = dora.post(f"{at}apply/?dry_run=1", json={"bring": [bring]}).json
    assert [
        (a["name"], a["type"], a["reason"], a["value"])
        for a in dry["written"]["adjustments"]
    ] == [
        ("Cello 3/4", "ADJUSTMENT_POSITIVE", "counted_more", "300.00"),
        ("HRN-1", "TRANSFER_OUT", None, "-90.00"),
        ("HRN-1", "TRANSFER_IN", None, "90.00"),
        ("VLN-2", "ADJUSTMENT_NEGATIVE", "counted_fewer", "-150.00"),
    ]
    assert dry["stocktake"]["status"] == "review"
    assert operations(app) == []
    done = apply(dora, at, bring=[bring], seen=dry["written"]["seen"])
    assert done.status_code == 200
    assert done.json["written"] == dry["written"]
    assert level(app)["available"] == 3
    assert level(app, CELLO)["available"] == 7
    (operation,) = operations(app)
    assert operation.stocktake_id
    assert operation.approved_by is None
    assert operation.reason is None
    with app.app_context():
        moved = (
            select(Movement.value_delta_minor)
            .where(Movement.operation_id == operation.id)
            .order_by(Movement.id)
        )
        assert db.session.scalars(moved).all() == [30_000, -9_000, 9_000, -15_000]
        assert db.session.get(Unit, bring).location_id == STORE
        assert db.session.get(Unit, violins[1]).on_hand == 0
    assert dora.get(at).json["findings"] == []
    assert apply(dora, at).json["facts"] == {"status": "applied"}


@pytest.mark.parametrize("when", ["before", "after"])
def test_what_is_lent_and_returned_meanwhile_changes_nothing(app, dora, when):
    """Of five cellos four are there: one is missing, whoever borrows one before or after they are counted."""
    if when == "before":
        act(app, lend, 2, item=CELLO)
    at = begin(dora)
    count(dora, at, item=CELLO, counted=4 if when == "after" else 3)
    if when == "after":
        act(app, lend, 2, item=CELLO, quantity=2)
    dora.post(f"{at}review/")
    found = findings(dora, at)["Cello 3/4"]
    assert (found["verdict"], found["counted"] - found["expected"]) == ("missing", -1)
    assert apply(dora, at).status_code == 200
    assert sum(level(app, CELLO).values()) == 4


def test_what_comes_back_after_it_was_counted_is_not_one_more(app, dora):
    loan = act(app, lend, 2, item=CELLO)
    at = begin(dora)
    count(dora, at, item=CELLO, counted=4)
    act(app, handovers.return_item, TESS, loan)
    assert findings(dora, at)["Cello 3/4"]["verdict"] == "as_expected"
    count(dora, at, item=CELLO, counted=5)
    assert findings(dora, at)["Cello 3/4"]["expected"] == 5


def test_expected_is_the_snapshot_of_the_movement_it_was_counted_at(app, dora):
    at = begin(dora)
    count(dora, at, item=CELLO, counted=5)
    for _ in range(3):
        act(app, lend, 2, item=CELLO)
    with app.app_context():
        line = db.session.scalars(select(StocktakeLine)).one()
        seen = select(Movement.available_after).where(
            Movement.item_id == CELLO, Movement.seq == line.level_seq
        )
        assert db.session.scalar(seen) == findings(dora, at)["Cello 3/4"]["expected"] == 5


def test_what_lies_ready_is_there_and_what_is_out_is_not(app, dora, violins):
    def set_aside():
        decisions.approve(
            TESS, checkouts.ask_for(TESS, item=CELLO, quantity=2, student=2).id
        )

    act(app, set_aside)
    act(app, lend, 3, item=VIOLIN, unit=violins[0])
    at = begin(dora)
    found = findings(dora, at)
    assert found["Cello 3/4"]["expected"] == 5
    assert "VLN-1" not in found
    assert found["VLN-2"]["verdict"] == "not_counted"


def test_what_is_out_by_the_ledger_but_here_is_only_said(app, dora, violins):
    loan = act(app, lend, 2, item=VIOLIN, unit=violins[0])
    at = begin(dora)
    found = count(dora, at, code="S1")["finding"]
    assert (found["verdict"], found["words"], found["checkout"]) == (
        "out",
        "Out to Sol",
        loan,
    )
    dora.post(f"{at}review/")
    assert f'href="/checkouts/{loan}"' in dora.get("/stocktakes/1/review").text
    assert apply(dora, at).json["written"]["adjustments"] == []
    assert operations(app) == []
    assert level(app)["on_rent"] == 1


def test_a_unit_returned_after_it_was_found_is_set_right(app, dora, violins):
    loan = act(app, lend, 2, item=VIOLIN, unit=violins[0])
    at = begin(dora)
    count(dora, at, code="VLN-1")
    act(app, handovers.return_item, TESS, loan)
    assert findings(dora, at)["VLN-1"]["verdict"] == "as_expected"


def test_a_unit_said_to_be_missing_but_lent_since_is_not_written_off(app, dora, violins):
    at = begin(dora)
    count(dora, at, unit=violins[0], counted=0)
    act(app, lend, 2, item=VIOLIN, unit=violins[0])
    dora.post(f"{at}review/")
    assert findings(dora, at)["VLN-1"]["words"] == "Out to Sol"
    assert apply(dora, at).json["written"]["adjustments"] == []


def test_twice_scanned_is_once_and_a_recount_replaces(app, dora, violins):
    at = begin(dora)
    assert [count(dora, at, code=code)["again"] for code in ("VLN-1", "vln-1", "S1")] == [
        False,
        True,
        True,
    ]
    count(dora, at, item=CELLO, counted=3)
    assert count(dora, at, item=CELLO, counted=5)["finding"]["counted"] == 5
    assert [count(dora, at, code="what?")["again"] for _ in range(2)] == [False, True]
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(StocktakeLine)) == 3


def test_what_was_counted_can_be_forgotten(dora, violins):
    at = begin(dora)
    line = count(dora, at, code="VLN-1")["finding"]["line"]
    assert dora.delete(f"{at}lines/{line}/").status_code == 204
    assert findings(dora, at)["VLN-1"]["verdict"] == "not_counted"
    assert dora.delete(f"{at}lines/{line}/").status_code == 404
    assert dora.post("/stocktakes/1/forget", data={}).status_code == 404


def test_not_counted_is_missing_only_if_somebody_says_so(app, dora, violins):
    at = begin(dora)
    count(dora, at, code="VLN-1")
    dora.post(f"{at}review/")
    assert apply(dora, at, missing_units=[violins[0]]).status_code == 409
    dry = dora.post(f"{at}apply/?dry_run=1", json={}).json
    assert dry["written"]["adjustments"] == []
    with app.app_context(), transaction():
        settings.change("second_person_minor", 1_000_000)
    assert (
        apply(dora, at, missing_units=[violins[1]], missing_items=[CELLO]).status_code
        == 200
    )
    assert level(app)["available"] == 3
    assert level(app, CELLO)["available"] == 0


def test_of_units_that_a_loan_took_without_naming_them_not_all_are_missing(
    app, dora, violins
):
    act(app, lend, 2, item=VIOLIN, quantity=3)
    at = begin(dora)
    assert {
        name: f["verdict"] for name, f in findings(dora, at).items() if "VLN" in name
    } == {
        "VLN-1": "not_counted",
        "VLN-2": "not_counted",
    }
    count(dora, at, item=CELLO, counted=5)
    dora.post(f"{at}review/")
    no = apply(dora, at, missing_units=violins)
    assert no.status_code == 409
    assert no.json["facts"] == {"item": VIOLIN, "have": 1, "asked": 2}
    assert apply(dora, at, missing_units=violins[:1]).status_code == 200
    assert level(app) == {"available": 0, "on_rent": 3, "reserved": 0}


def test_found_again(app, dora, violins):
    gone = [Line(VIOLIN, STORE, "THEFT_LOSS", "available", "outside", 1, violins[0])]
    act(app, ledger.record, TESS, "lost", gone)
    at = begin(dora)
    assert count(dora, at, code="VLN-1")["finding"]["words"] == "Found again"
    dora.post(f"{at}review/")
    assert apply(dora, at).status_code == 200
    assert level(app)["available"] == 4
    (operation,) = operations(app)
    assert operation.reason == "counted_more"


def test_too_few_are_left_by_now(app, dora):
    at = begin(dora)
    count(dora, at, item=CELLO, counted=2)
    act(app, lend, 2, item=CELLO, quantity=4)
    dora.post(f"{at}review/")
    for answer in (apply(dora, at), dora.post(f"{at}apply/?dry_run=1", json={})):
        assert answer.status_code == 409
        assert answer.json["detail"].startswith("Cello 3/4: 3 fewer were counted")
        assert answer.json["facts"] == {"item": CELLO, "unit": None, "have": 1, "asked": 3}
    page = dora.get("/stocktakes/1/apply")
    assert page.status_code == 409
    assert "only 1 are free" in page.text
    assert "See what will change" in page.text
    assert level(app, CELLO) == {"available": 1, "on_rent": 4, "reserved": 0}
    assert operations(app) == []


def test_a_batch_is_counted_by_number(app, dora):
    def reeds():
        unit = Unit(item_id=VIOLIN, location_id=STORE, tag="REEDS", batch_code="B7")
        db.session.add(unit)
        db.session.flush()
        ledger.record(
            TESS,
            "receive",
            [Line(VIOLIN, STORE, "PURCHASE", "outside", "available", 10, unit.id)],
        )

    act(app, reeds)
    at = begin(dora)
    no = dora.post(f"{at}count/", json={"code": "b7"})
    assert no.status_code == 422
    assert no.json["fields"]["counted"] == ["Enter how many pieces there are"]
    assert (
        count(dora, at, code="REEDS", counted=8)["finding"]["words"]
        == "2 fewer than expected"
    )
    dora.post(f"{at}review/")
    assert apply(dora, at).status_code == 200
    assert level(app)["available"] == 10


def test_above_the_amount_another_person_applies_it(app, as_, dora):
    tess, ada = as_("tess"), as_("ada")
    at = begin(tess)
    count(dora, at, item=CELLO, counted=3)
    tess.post(f"{at}review/")
    for opener_or_desk in (tess, dora):
        assert apply(opener_or_desk, at).status_code == 403
        page = opener_or_desk.get("/stocktakes/1/apply").text
        assert "who did not start the count applies it" in page
        assert "Write it" not in page
    assert operations(app) == []
    assert "Apply and finish" in ada.get("/stocktakes/1/apply").text
    assert apply(ada, at).json["written"]["needs_second"] is True
    (operation,) = operations(app)
    assert (operation.actor_id, operation.approved_by, operation.reason) == (
        5,
        5,
        "counted_fewer",
    )


def test_who_stands_behind_a_token_is_no_second_person(app, as_, dora):
    """Ada began it by a token in Tess's name, or applies it by one: she would be both."""
    with app.app_context(), transaction():
        tess = db.session.get(User, TESS.id)
        theirs, own = (
            {"Authorization": f"Bearer {tokens.issue(tess, by=who)}"} for who in (ADA, None)
        )
        db.session.add(
            User(
                email="head@school.test",
                name="Head",
                role="admin",
                password_hash=tess.password_hash,
            )
        )

    def send(token, path, **said):
        return app.test_client().post(path, json=said, headers=token)

    at = f"{API}{send(theirs, API, location=STORE).json['id']}/"
    count(dora, at, item=CELLO, counted=3)
    dora.post(f"{at}review/")
    ada, head = as_("ada"), as_("head")
    for who in (
        lambda: apply(ada, at),
        lambda: send(theirs, f"{at}apply/"),
        lambda: send(own, f"{at}apply/"),
    ):
        no = who()
        assert no.status_code == 403
        assert "who did not start the count" in no.text
    assert "Write it" not in ada.get("/stocktakes/1/apply").text
    assert operations(app) == []
    assert apply(head, at).status_code == 200
    assert operations(app)[0].approved_by == 6
    at = begin(dora)
    count(dora, at, item=CELLO, counted=1)
    dora.post(f"{at}review/")
    assert send(theirs, f"{at}apply/").status_code == 403
    assert send(own, f"{at}apply/").status_code == 200


def test_undone_it_is_looked_at_again(app, dora, as_):
    act(app, elsewhere)
    at = begin(dora)
    count(dora, at, item=CELLO, counted=4)
    bring = count(dora, at, code="HRN-1")["finding"]["unit"]
    dora.post(f"{at}review/")
    assert apply(dora, at, bring=[bring]).status_code == 200
    with app.app_context(), transaction():
        undo.undo(ADA, operations(app)[0].id)
    assert dora.get(at).json["status"] == "review"
    assert level(app, CELLO)["available"] == 5
    assert {f["verdict"] for f in findings(dora, at).values()} == {
        "missing",
        "elsewhere",
        "not_counted",
    }
    assert apply(dora, at).status_code == 200
    assert level(app, CELLO)["available"] == 4
    assert "Leaves Annexe" not in (page := dora.get("/stocktakes/1").text)
    assert page.count("Counted fewer") == 1
    begin(dora)
    with (
        app.app_context(),
        transaction(),
        pytest.raises(Exception, match="already being counted"),
    ):
        undo.undo(ADA, operations(app)[1].id)


def test_where_it_stands_says_what_may_be_done(dora):
    at = begin(dora)
    no = dora.post(API, json={"location": STORE})
    assert no.status_code == 409
    assert no.json["facts"] == {"stocktake": 1}
    assert dora.post(f"{at}review/").json["detail"] == "Nothing counted yet"
    assert apply(dora, at).status_code == dora.post(f"{at}reopen/").status_code == 409
    count(dora, at, item=CELLO, counted=5)
    dora.post(f"{at}review/")
    assert dora.post(f"{at}count/", json={"code": "x"}).status_code == 409
    assert dora.post(f"{at}reopen/").json["status"] == "counting"
    assert dora.post(f"{at}cancel/").json["closed_at"]
    assert dora.post(f"{at}cancel/").json["facts"] == {"status": "cancelled"}
    begin(dora)


def test_students_count_nothing_and_nobody_finds_what_is_not_there(as_, dora):
    sol, at = as_("sol"), begin(dora)
    for path in (API, at):
        assert sol.get(path).status_code == 403
    assert sol.post(API, json={"location": STORE}).status_code == 403
    for verb in ("count", "review", "reopen", "apply", "cancel"):
        said = (
            {"json": {"code": "x"} if verb == "count" else {}}
            if verb in ("count", "apply")
            else {}
        )
        assert sol.post(f"{at}{verb}/", **said).status_code == 403
        assert dora.post(f"{API}99/{verb}/", **said).status_code == 404
    for page in ("", "/new", "/1", "/1/review", "/1/apply", "/1/sheet"):
        assert sol.get(f"/stocktakes{page}").status_code == 403, page
    for page in ("/99", "/99/review", "/99/apply", "/99/sheet", f"/{9**20}"):
        assert dora.get(f"/stocktakes{page}").status_code == 404, page


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"code": ""},
        {"code": "a\u202eb"},
        {"code": "x" * 81},
        {"item": 2},
        {"item": 2, "counted": -1},
    ]
    + [
        {"item": 2, "counted": True},
        {"item": 2, "counted": 10**6},
        {"code": "VLN-1", "counted": 2},
    ],
)
def test_what_cannot_be_read_is_not_counted(app, dora, violins, said):
    at = begin(dora)
    assert dora.post(f"{at}count/", json=said).status_code == 422
    for absent in (
        {"item": 99, "counted": 1},
        {"unit": 99},
        {"unit": violins[0], "item": CELLO},
    ):
        assert dora.post(f"{at}count/", json=absent).status_code == 404
    assert dora.post(API, json={"location": 99}).json["fields"]["location"]
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(StocktakeLine)) == 0


def test_the_same_twice_is_one(app, dora):
    for _ in range(2):
        assert (
            dora.post(
                API, json={"location": STORE}, headers={"Idempotency-Key": "k"}
            ).status_code
            == 201
        )
    at = f"{API}1/"
    count(dora, at, item=CELLO, counted=4)
    dora.post(f"{at}review/")
    for _ in range(2):
        answer = dora.post(f"{at}apply/", json={}, headers={"Idempotency-Key": "a"})
        assert answer.status_code == 200
        assert answer.json["written"]["adjustments"]
    assert len(operations(app)) == 1
    assert level(app, CELLO)["available"] == 4


def test_two_apply_at_once_and_it_is_one_operation(app, as_, dora):
    at = begin(dora)
    count(dora, at, item=CELLO, counted=4)
    dora.post(f"{at}review/")
    desks = [as_("dora") for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        codes = list(pool.map(lambda desk: apply(desk, at).status_code, desks))
    assert sorted(codes) == [200, 409, 409, 409]
    assert len(operations(app)) == 1
    assert level(app, CELLO)["available"] == 4


def test_two_begin_at_once_and_one_counts(app, as_):
    desks = [as_("dora") for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        codes = list(
            pool.map(
                lambda desk: desk.post(API, json={"location": STORE}).status_code, desks
            )
        )
    assert sorted(codes) == [201, 409, 409, 409]
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Stocktake)) == 1


def test_two_people_count_at_once(app, as_, dora, violins):
    at, desks = begin(dora), [as_("dora") for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        codes = ["VLN-1", "VLN-2", "VLN-1", "nobody's"] * 2
        again = [
            each["again"]
            for each in pool.map(lambda n: count(desks[n % 4], at, code=codes[n]), range(8))
        ]
    assert sum(again) == 5
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(StocktakeLine)) == 3


def test_a_count_and_loans_at_once_agree(app, as_, dora):
    """Whenever the cellos leave, before or after they are counted, none of them is found missing or left over."""
    at, desk = begin(dora), as_("tess")
    loans = [act(app, _ready, 2) for _ in range(4)]

    def hand_out(loan):
        return desk.post(f"/api/inventory/checkouts/{loan}/hand_out/", json={}).status_code

    def count_what_lies_there():
        """Under the ledger's lock, as the person who looks into the cupboard sees it at one moment."""
        with app.app_context(), transaction():
            ledger.lock()
            here = db.session.scalars(
                select(Level).filter_by(item_id=CELLO, location_id=STORE)
            ).one()
            seen = here.available + here.reserved
            counting.count(TESS, 1, item=CELLO, counted=seen)
            return seen

    with ThreadPoolExecutor(3) as pool:
        counts = [pool.submit(count_what_lies_there) for _ in range(6)]
        assert [*pool.map(hand_out, loans)] == [200] * 4
        assert {each.result() for each in counts} <= set(range(1, 6))
    assert findings(dora, at)["Cello 3/4"]["verdict"] == "as_expected"
    dora.post(f"{at}review/")
    assert apply(dora, at).json["written"]["adjustments"] == []
    assert level(app, CELLO) == {"available": 1, "on_rent": 4, "reserved": 0}


def _ready(student):
    return decisions.approve(
        TESS, checkouts.ask_for(TESS, item=CELLO, student=student).id
    ).id


def test_applying_and_lending_the_last_at_once_never_loses_a_piece(app, as_, dora):
    """Four of five are there, by a count; whoever is first, the fifth is written off or its loan refused."""
    at, desk = begin(dora), as_("tess")
    count(dora, at, item=CELLO, counted=4)
    dora.post(f"{at}review/")
    loans = [act(app, _ready, student) for student in (2, 3, 2, 3)]
    acts = [lambda: apply(dora, at).status_code]
    acts += [
        lambda id=id: (
            desk.post(f"/api/inventory/checkouts/{id}/hand_out/", json={}).status_code
        )
        for id in loans
    ]
    with ThreadPoolExecutor(5) as pool:
        codes = list(pool.map(lambda do: do(), acts))
    assert codes == [200] * 5
    assert level(app, CELLO) == {"available": 0, "on_rent": 4, "reserved": 0}


def test_blind_says_nothing_of_what_is_expected(dora, violins):
    at = begin(dora, is_blind=True)
    assert dora.get(at).json["findings"] == []
    found = count(dora, at, item=CELLO, counted=4)["finding"]
    assert (found["verdict"], found["words"], found["expected"]) == (
        "counted",
        "Counted",
        None,
    )
    page = dora.get("/stocktakes/1").text
    assert "Cello 3/4" in page
    assert "VLN-1" not in page
    assert "expected" not in page
    assert "of 5" not in page
    sheet = dora.get("/stocktakes/1/sheet").text
    assert "Cello 3/4" in sheet
    assert "VLN-1" not in sheet
    assert "Expected" not in sheet
    dora.post(f"{at}review/")
    assert findings(dora, at)["Cello 3/4"]["expected"] == 5
    assert "4 counted, 5 expected" in dora.get("/stocktakes/1/review").text


def test_the_list_has_pages_and_nothing_asks_more_for_more(app, as_, dora):
    tess = as_("tess")
    begin(dora)
    looks = ("/stocktakes", API, "/stocktakes/1", f"{API}1/", "/stocktakes/1/sheet")
    with counted(app) as few:
        for path in looks:
            dora.get(path)
    for n in range(30):
        tess.post("/api/inventory/locations/", json={"name": f"Shelf {n}"})
        begin(dora, location=n + 2)
    with app.app_context(), transaction():
        for n in range(60):
            tagged(f"VLN-{n}")
            db.session.add(
                StocktakeLine(stocktake_id=1, code=f"?{n}", counted=1, counted_by=1)
            )
    with counted(app) as many:
        for path in looks:
            assert dora.get(path).status_code == 200
    assert len(few) == len(many)
    assert 'rel="next"' in dora.get("/stocktakes").text
    ids, path = [], f"{API}?limit=10&status=counting"
    while path:
        answer = dora.get(path)
        ids += [each["id"] for each in answer.json]
        path = answer.headers.get("Link", "").split(">")[0][1:]
    assert ids == list(range(31, 0, -1))
    assert len(dora.get(f"{API}?location=3").json) == 1
