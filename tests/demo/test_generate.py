"""A made-up school: of the size asked for, the same for the same seed, and whole by every proof there is."""

import shutil
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from webapp import create_app
from webapp.core import clock
from webapp.core.db import db
from webapp.core.outbox import Letter
from webapp.demo import generator
from webapp.demo.generator.people import GROUP
from webapp.lending.models import Basket, Checkout, Request, RequestSet
from webapp.lending.today import unkept
from webapp.repairs.models import Repair
from webapp.school import calendar
from webapp.stock.ledger import verify
from webapp.stock.models import Item, Level, Movement, Transfer, Unit

NOON = datetime(2126, 6, 17, 10, tzinfo=UTC)
SIZE = {"items": 40, "units": 150, "movements": 6000}


def made(app, seed=1):
    with app.app_context(), clock.at(NOON):
        generator.fill(**SIZE, seed=seed, more=True, report=lambda *_: None)


def count(what, *rules):
    return db.session.scalar(select(func.count()).select_from(what).where(*rules))


def test_it_is_as_large_as_asked_and_whole(app):
    made(app)
    with app.app_context():
        assert (count(Item) - 2, count(Unit), count(Movement) - 2) == tuple(SIZE.values())
        assert list(verify.problems()) == []
        times = db.session.scalars(select(Movement.created_at).order_by(Movement.id)).all()
        assert times == sorted(times)
        assert times[-1] <= NOON
        types = set(db.session.scalars(select(Movement.type).distinct()))
        assert types >= {
            "RENTAL_OUT",
            "RENTAL_RETURN",
            "DAMAGE_ASSESSMENT",
            "REPAIR_COMPLETED",
            "TRANSFER_IN",
            "PURCHASE",
        }
        assert count(Transfer)
        assert count(Repair)


def out_now():
    return db.session.scalars(select(Checkout).where(Checkout.status == "out")).all()


def test_who_has_what_is_on_record(app):
    """What is out has a loan, what is away has a repair, and nothing is on its way."""
    made(app)
    with app.app_context():
        loans = out_now()
        lent = sum(loan.out for loan in loans)
        away = db.session.scalar(
            select(func.sum(Repair.quantity)).where(Repair.status == "in_progress")
        )
        states = ("on_rent", "under_repair", "in_transit")
        sums = (func.sum(getattr(Level, state)) for state in states)
        assert db.session.execute(select(*sums)).one() == (lent, away, 0)
        assert lent > 0
        moved = select(func.count(Movement.checkout_id.distinct()))
        assert db.session.scalar(moved) == len(loans)


def test_there_are_loans_and_promises_of_each_kind(app):
    made(app)
    with app.app_context(), clock.at(NOON):
        promised, today = Checkout.status == "approved", calendar.today()
        assert count(Checkout, Checkout.status == "pending")
        assert count(Checkout, promised, Checkout.starts_on == today)
        assert count(Checkout, promised, Checkout.starts_on > today)
        assert any(loan.out < loan.quantity for loan in out_now())
        assert list(unkept.everywhere()) == []


def test_there_are_sets_baskets_and_requests_for_several(app):
    made(app)
    with app.app_context():
        assert count(RequestSet)
        assert count(Basket, Basket.held_until > NOON)
        assert 0 < count(Checkout, Checkout.group_name == GROUP) < count(Checkout) / 2
        assert count(Checkout) > count(Request) + count(RequestSet)  # some for several
        assert count(Letter) == 0


def movements(app, seed):
    """What a school that was made up by this seed has in its ledger."""
    made(app, seed)
    columns = ("item_id", "location_id", "unit_id", "type", "quantity")
    query = (
        select(*(getattr(Movement, name) for name in columns))
        .add_columns(Movement.value_after_minor, Movement.created_at)
        .where(Movement.id > 2)
        .order_by(Movement.id)
    )
    with app.app_context():
        rows = db.session.execute(query).all()[-SIZE["movements"] :]
        db.session.remove()
    return rows


def test_the_same_seed_makes_the_same_school_on_any_database(app, school, tmp_path):
    copy = shutil.copy(school("sqlite").removeprefix("sqlite:///"), tmp_path)
    twin = create_app(TESTING=True, SQLALCHEMY_DATABASE_URI=f"sqlite:///{copy}")
    found = [movements(each, seed) for each, seed in ((app, 1), (twin, 1), (twin, 2))]
    with twin.app_context():
        db.engine.dispose()
    assert found[0] == found[1] != found[2]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("--items=10 --units=5 --movements=14", "15 movements at least"),
        ("--items=1", "--more adds to it"),
    ],
)
def test_what_cannot_be_made_is_refused_and_nothing_is_written(app, said, words):
    answer = app.test_cli_runner().invoke(args=["generate", *said.split()])
    assert answer.exit_code == 1
    assert words in answer.output
    with app.app_context():
        assert (count(Item), count(Movement)) == (2, 2)


def test_the_command_says_how_fast_it_was(app):
    said = "generate --items 5 --units 5 --movements 1500 --seed 3 --more"
    answer = app.test_cli_runner().invoke(args=said.split())
    assert answer.exit_code == 0
    assert "1,500 of 1,500 movements" in answer.output
    assert "movements/s" in answer.output
    with app.app_context():
        assert list(verify.problems()) == []
