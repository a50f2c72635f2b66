"""Topics count on as an act ends: whatever was written, whoever wrote it, as the act's last statements."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import delete, false, insert, select, update

from tests.support.queries import counted
from webapp import topics
from webapp.core import versions
from webapp.core.db import db, transaction
from webapp.stock.models import Location, Reason

BOTH = {"zebras": ("locations",), "apples": ("locations", "reasons")}
AT_ONCE, ROUNDS = 6, 5


@pytest.fixture
def zoo(app):
    """The school in which two topics are about locations, and one about reasons."""
    with app.app_context():
        versions.connect(BOTH)
        yield app
    versions.connect(topics.TABLES)


def numbers():
    found = {topic: versions.of(topic) for topic in BOTH}
    db.session.rollback()
    return found


def _by_orm():
    db.session.add(Location(name="Loft"))


def _by_orm_change():
    db.session.scalars(select(Location).order_by(Location.id).limit(1)).one().name = "Loft"


def _by_insert():
    table = Location.__table__
    none = select(table).where(table.c.id == -1)
    db.session.execute(insert(table).from_select(table.c.keys(), none))


def _by_update():
    db.session.execute(update(Location).values(name=Location.name))


def _by_delete():
    db.session.execute(delete(Location).where(Location.id == -1))


def _by_connection():
    write = Location.__table__.update().values(name=Location.name)
    db.session.connection().execute(write)


@pytest.mark.parametrize(
    "write",
    [_by_orm, _by_orm_change, _by_insert, _by_update, _by_delete, _by_connection],
)
def test_whoever_writes(zoo, write):
    with transaction():
        write()
    assert numbers() == {"zebras": 1, "apples": 1}


def test_only_topics_of_what_was_written(zoo):
    with transaction():
        db.session.execute(update(Reason).values(label=Reason.label))
    assert numbers() == {"zebras": 0, "apples": 1}
    assert versions.has_counted("apples")
    assert not versions.has_counted("zebras")


def test_looking_counts_nothing(zoo):
    with transaction():
        db.session.scalars(select(Location)).all()
    assert numbers() == {"zebras": 0, "apples": 0}


def test_an_act_counts_once(zoo):
    with transaction():
        for _time in range(3):
            db.session.execute(update(Location).values(name=Location.name))
    assert numbers() == {"zebras": 1, "apples": 1}


def test_what_was_refused_counts_nothing_nor_the_next_act(zoo):
    with pytest.raises(ZeroDivisionError), transaction():
        _by_insert()
        raise ZeroDivisionError
    with transaction():
        db.session.scalars(select(Location)).all()
    assert numbers() == {"zebras": 0, "apples": 0}
    assert not versions.has_counted("apples")


def test_in_the_order_of_the_alphabet_and_last(zoo):
    with counted(zoo, is_all=True) as seen, transaction():
        _by_orm()
    *_before, written, first, second = seen
    assert written.startswith("INSERT INTO locations")
    assert "versions" in first
    assert "versions" in second
    with counted(zoo, besides=(), is_all=True) as seen, transaction():
        _by_update()
    assert [each for each in seen if "INTO versions" in each] == seen[-2:]


def test_a_topic_names_tables_that_are_there(app):
    with pytest.raises(RuntimeError, match="nowhere"):
        versions.connect({"lost": ("nowhere",)})


def test_two_at_once_wait_for_each_other_and_none_is_lost(zoo):
    """Each writes to both tables, in either order."""
    together = Barrier(AT_ONCE)

    def act(number):
        tables = [Location, Reason] if number % 2 else [Reason, Location]
        with zoo.app_context():
            together.wait()
            for _round in range(ROUNDS):
                with transaction():
                    for model in tables:
                        db.session.execute(delete(model).where(false()))
            db.session.remove()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(act, range(AT_ONCE)))
    assert numbers() == dict.fromkeys(BOTH, AT_ONCE * ROUNDS)
