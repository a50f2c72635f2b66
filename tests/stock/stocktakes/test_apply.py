"""Applying: exactly what was looked at is written, once."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import select

from tests.stock.stocktakes.counts import (
    API,
    CELLO,
    STORE,
    VIOLIN,
    act,
    apply,
    begin,
    count,
    elsewhere,
    findings,
    level,
    operations,
)
from tests.support.loans import TESS, lend
from webapp.core.db import db, transaction
from webapp.lending.loans import pieces
from webapp.lending.models import Checkout
from webapp.school import settings
from webapp.stock.ledger import ledger
from webapp.stock.ledger.ledger import Line
from webapp.stock.models import Movement, Unit


def test_m05_a_count_with_three_surprises(app, dora, violins):
    act(app, elsewhere)
    at = begin(dora, notes="before the concert")
    _count_all(dora, violins, at)
    bring, dry = _look(app, dora, at)
    _check_written(app, dora, violins, at, bring, dry)
    assert dora.get(at).json["findings"] == []
    assert apply(dora, at).json["facts"] == {"status": "applied", "stocktake": 1}


def _count_all(dora, violins, at):
    """A violin as expected, one missing, a horn from elsewhere, a code nobody knows, and one cello more."""
    assert count(dora, at, code="vln-1")["finding"]["words"] == "As expected"
    assert count(dora, at, unit=violins[1], counted=0)["finding"]["words"] == "Missing"
    assert count(dora, at, code="HRN-1")["finding"]["words"] == "Belongs elsewhere: Annexe"
    assert count(dora, at, code="ZZZ-9")["finding"]["verdict"] == "unknown"
    assert count(dora, at, item=VIOLIN, counted=2)["finding"]["verdict"] == "as_expected"
    assert (
        count(dora, at, item=CELLO, counted=6)["finding"]["words"] == "1 more than expected"
    )
    assert dora.post(f"{at}review/").json["status"] == "review"


def _look(app, dora, at):
    """What would be written, of which nothing is yet; and the horn's id."""
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
    return bring, dry


def _check_written(app, dora, violins, at, bring, dry):
    """Exactly what was looked at, as one operation."""
    done = apply(dora, at, bring=[bring], seen=dry["written"]["seen"])
    assert done.status_code == 200
    assert done.json["written"] == dry["written"]
    assert level(app)["available"] == 3
    assert level(app, CELLO)["available"] == 7
    (operation,) = operations(app)
    assert operation.stocktake_id
    assert operation.approved_by is None
    assert operation.reason is None
    _check_movements(app, violins, bring, operation)


def _check_movements(app, violins, bring, operation):
    """What was written, and where the things are now."""
    with app.app_context():
        moved = (
            select(Movement.value_delta_minor)
            .where(Movement.operation_id == operation.id)
            .order_by(Movement.id)
        )
        assert db.session.scalars(moved).all() == [30_000, -9_000, 9_000, -15_000]
        assert db.session.get(Unit, bring).location_id == STORE
        assert db.session.get(Unit, violins[1]).on_hand == 0


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


def lend_as_before_tags_were_asked_for():
    """Three violins, one of them with a tag that nobody named."""
    loan = db.session.get(Checkout, lend(2, item=VIOLIN, quantity=2))
    loan.quantity = loan.asked_quantity = 3
    another = Line(VIOLIN, STORE, "RENTAL_OUT", "available", "on_rent", 1)
    pieces.move(TESS, loan, "hand out", [another])


def test_of_units_that_a_loan_took_without_naming_them_not_all_are_missing(
    app, dora, violins
):
    act(app, lend_as_before_tags_were_asked_for)
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
