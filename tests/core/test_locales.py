"""Search, order, codes and sign-in are the same on both engines, whatever the database's locale makes of letters."""

import contextlib
import unicodedata

import flask_migrate
import psycopg
import pytest
from sqlalchemy.exc import IntegrityError

from tests.conftest import WORKER
from tests.support import cast, postgres
from tests.support.loans import tagged
from webapp import create_app
from webapp.core.actor import Actor
from webapp.core.db import db, reading, transaction
from webapp.people import accounts, naming, people, sign_ins
from webapp.rooms import rooms
from webapp.stock import levels, locations
from webapp.stock.items import items
from webapp.stock.models import Unit
from webapp.stock.units import units

ADA, TESS = Actor(5, "Ada", "admin", 0), Actor(1, "Tess", "teacher", 0)
LOCALES = {
    "C.UTF-8": "LOCALE 'C.UTF-8'",
    "C": "LOCALE 'C'",
    "built-in": "LOCALE 'C' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'PG_UNICODE_FAST'",
    "Turkish by ICU": "LOCALE 'C' LOCALE_PROVIDER icu ICU_LOCALE 'tr-TR'",
}
NAMES = {
    "Greta Hoffmann": ("hoffmann, greta", "GRETA  HOFFMANN", "greta;hoff"),
    "Ewa Zielińska": (
        "Zielinska",
        "ZIELIŃSKA",
        unicodedata.normalize("NFD", "zielińska ewa"),
    ),
    "Łukasz Ørsted": ("lukasz", "orsted", "ŁUKASZ"),
    "Þóra Æðelđ": ("thora", "aedeld"),
    "Işıl Weiß": ("isil weiss", "IŞIL", "ışıl"),
    "Dvořák’s Œuvre": ("dvorak's oeuvre",),
    "Anne\u00a0Marie\u00ad-Claire": ("anne marie-claire", "marie\u200b-claire"),
}
IN_ORDER = (
    "Étude 1",
    "etude 2",
    "Etude 10",
    "étude 10 b",
    "Øre",
    "violin",
    "Zug",
)  # and not by bytes or capitals


@pytest.fixture(scope="module", params=["sqlite", *LOCALES, "PostgreSQL 15"])
def school_in(request, tmp_path_factory):
    """A school in a database of this locale, for all tests here: each has names of its own."""
    with contextlib.ExitStack() as stack:
        app = create_app(
            TESTING=True,
            SQLALCHEMY_DATABASE_URI=_database(request, stack, tmp_path_factory),
        )
        with app.app_context():
            flask_migrate.upgrade()
            with transaction():
                cast.move_in()
            yield app
            db.session.remove()
            db.engine.dispose()


def _database(request, stack, tmp_path_factory):
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path_factory.mktemp('locale')}/school.db"
    options = LOCALES.get(request.param, LOCALES["Turkish by ICU"])
    if request.param in LOCALES:
        server = request.getfixturevalue("server")
    else:
        server = stack.enter_context(postgres.temporary_server(_old_programs()))
    name = f"locale_{WORKER}"
    with psycopg.connect(server.format("postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        _create(connection, name, options, request.param)
    return server.format(name)


def _old_programs():
    old = next((each for each in postgres.others() if "15" in str(each)), None)
    if old is None:
        pytest.skip(
            "no PostgreSQL 15: install postgresql-15, or name its programs in BACKLINE_PG_BINS"
        )
    return old


def _create(connection, name, options, locale):
    try:
        connection.execute(
            f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' {options}"
        )
    except (
        psycopg.errors.FeatureNotSupported,
        psycopg.errors.InvalidParameterValue,
    ) as error:
        pytest.skip(f"this PostgreSQL has no locale “{locale}”: {error}")


@pytest.fixture(scope="module")
def named(school_in):
    """Somebody and something of each of the names."""
    with transaction():
        for number, name in enumerate(NAMES):
            move_in(name, f"p{number}@search.test", location=name, capacity=3)


def test_one_search_finds_people_items_rooms_and_places(named):
    for name, typed in NAMES.items():
        for words in (name, *typed):
            users = people.all_people(ADA, search=words)
            assert name in [user.name for user in users], words
            assert set(found(words)) == {name}, words


def found(words):
    """What one search finds, of each noun that has it once."""
    yield naming.named(ADA, words).name
    (stocked,) = items.search(ADA, words=words)
    yield stocked.item.name
    (level,) = levels.listed(ADA, words=words)
    yield level.item_name
    (room,) = rooms.list_all(ADA, equipment=words)
    yield room.name


def test_signs_of_a_pattern_are_only_signs(named):
    assert people.all_people(ADA, search="%") == []
    assert people.all_people(ADA, search="zieli_ska") == []


def move_in(name, email, *, location, capacity):
    """A person, an item and a room of this name."""
    person = {"email": email, "role": "desk", "password_hash": "none"}
    accounts.add(ADA, name=name, **person)
    item = {"category": "instrument", "location": location, "new_location": True}
    items.add(TESS, name=name, **item)
    rooms.add(ADA, name=name, capacity=capacity)


@pytest.fixture(scope="module")
def in_order(school_in):
    """With capitals, accents and numbers in the way; their rooms are the only ones for nine."""
    with transaction():
        for number, name in enumerate(reversed(IN_ORDER)):
            place = f"Room {10 - number}"
            move_in(name, f"p{number}@order.test", location=place, capacity=9)


def test_lists_go_on_where_they_were(in_order):
    """A page for every row."""
    of_items = _paged(_items_after, IN_ORDER)
    assert tuple(of_items) == IN_ORDER
    of_rooms = _paged(lambda after: rooms.list_all(ADA, capacity=9, after=after, limit=1))
    assert tuple(of_rooms) == IN_ORDER
    assert tuple(_people_one_by_one()) == IN_ORDER


def test_lists_count(in_order):
    of_levels = [level.item_name for level in levels.listed(ADA, words="etude")]
    assert of_levels == list(IN_ORDER[:4])
    places = [place.name for place in locations.listed(ADA, limit=200)]
    numbered = [name for name in places if name.startswith("Room ")]
    assert numbered == [f"Room {number}" for number in range(4, 11)]


def _people_one_by_one():
    after = None
    while found := people.all_people(ADA, search="order.test", after=after, limit=1):
        yield found[0].name
        after = people.by_name(found[0])


def _items_after(after):
    return [stocked.item for stocked in items.search(ADA, after=after, limit=1)]


def _paged(fetch, names=None):
    after = None
    while found := fetch(after):
        if names is None or found[0].name in names:
            yield found[0].name
        after = found[0].sort_key, found[0].id


def test_tags_count_whatever_they_begin_with(school_in):
    with transaction():
        kind = items.add(TESS, name="Tagged", category="instrument", location="Store").id
        for tag in ("VLN-10", "vln-9", "Vln-1", "VLN-2", "ÄLT-1"):
            tagged(tag, item=kind)
    assert [unit.tag for unit in units.on_shelf(kind)] == [
        "ÄLT-1",
        "Vln-1",
        "VLN-2",
        "vln-9",
        "VLN-10",
    ]


def test_a_code_is_found_and_taken_once(school_in):
    with transaction():
        db.session.add(Unit(item_id=1, location_id=1, tag="İÉ ß 12", serial_number="I ı"))
    for typed in ("İÉß12", unicodedata.normalize("NFD", "i̇é ß 12"), "İÉ\u00a0SS\u00ad12"):
        assert units.tagged(TESS, typed).tag == "İÉ ß 12"
        with transaction(), pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.add(Unit(item_id=2, location_id=1, tag=typed))
            db.session.flush()


def test_capitals_in_an_address_keep_nobody_out(school_in):
    with transaction():
        person = accounts.add(
            ADA, name="Émile Ğ", email="Émile.I@Ğ.test", role="desk", password_hash="none"
        )
        person.password_hash = db.session.get_one(type(person), 1).password_hash
    for typed in (
        "émile.i@ğ.test",
        "ÉMILE.I@Ğ.TEST",
        unicodedata.normalize("NFD", "Émile.i@ğ.test"),
    ):
        with reading():
            assert sign_ins.check(email=typed, password="backline").name == "Émile Ğ"
        assert (
            people.by_email(ADA, typed).name == naming.named(ADA, typed).name == "Émile Ğ"
        )
