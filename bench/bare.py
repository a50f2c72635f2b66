"""The limit: bare Flask and SQLAlchemy Core doing the least each page needs, sign-in look-up and lock included.

A limit must be kind to nobody: it imports nothing of Backline's, compiles each template once, prebuilds each statement,
and answers with as many bytes of HTML as Backline's own page has (`sizes`), so that what is compared is the work.
"""

import json
import os
import sqlite3
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from flask import Blueprint, Flask, current_app, request, session
from sqlalchemy import MetaData, create_engine, event

from bench import bare_acts
from bench.bare_statements import Statements

SECRET, DATABASE, SIZES = (
    "BACKLINE_SECRET_KEY",
    "BACKLINE_DATABASE_URL",
    "BARE_SIZES",
)  # of the environment
WRITER = 4_242  # the advisory lock's number; any other than Backline's, so that neither waits for the other
SQLITE = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "recursive_triggers=ON",
    "busy_timeout=5000",
)
TABLES = [
    *(
        "users",
        "sign_ins",
        "tokens",
        "items",
        "levels",
        "locations",
        "checkouts",
        "operations",
        "movements",
    ),
    *("rooms", "spaces", "room_spaces", "reservations", "occupancy"),
]
PAGES = {
    "list": """<!doctype html><title>Backline</title><ul>{% for row in rows %}
<li><a href="/items/{{ row.id }}">{{ row.name }}</a> {{ row.category }}, {{ row.free }} free</li>{% endfor %}</ul>""",
    "item": """<!doctype html><title>{{ item.name }}</title><h1>{{ item.name }}</h1><p>{{ item.notes }} {{ free }} free
<form method="post"><input name="quantity"><input name="due_date"><textarea name="notes"></textarea></form>""",
    "day": """<!doctype html><title>Rooms</title>{% for room in rooms %}<h2>{{ room.name }}</h2><ul>
{% for held in busy.get(room.id, ()) %}<li>{{ held.starts_at }} {{ held.blocks_until }} {{ held.name }}</li>
{% endfor %}</ul>{% endfor %}""",
    "queue": """<!doctype html><title>Approvals</title><ul>{% for row in rows %}<li>{{ row.quantity }}
{{ row.item_name }} {{ row.student_name }} {{ row.due_on }}
<form method="post" action="/checkouts/{{ row.id }}/approve"><button>Approve</button></form></li>{% endfor %}</ul>""",
    "home": """<!doctype html><title>Backline</title><ul>{% for row in loans %}<li>{{ row.quantity }}
{{ row.item_name }} {{ row.status }} {{ row.due_on }}</li>{% endfor %}</ul><ul>{% for row in booked %}
<li>{{ row.starts_at }} {{ row.ends_at }} {{ row.name }}</li>{% endfor %}</ul>""",
}
bp = Blueprint("bare", __name__)


def create_app(uri=None, secret=None, sizes=None):
    """The application on the database at `uri`; `sizes` has the bytes of Backline's own page for each address."""
    app = Flask(__name__)
    app.secret_key = secret or os.environ[SECRET]
    app.extensions["bare"] = Bare(
        uri or os.environ[DATABASE], sizes or json.loads(os.environ.get(SIZES, "{}"))
    )
    app.register_blueprint(bp)
    return app


def bare():
    return current_app.extensions["bare"]


def statements():
    return bare().statements


class Bare:
    """The database, its statements built once, and the templates compiled once."""

    def __init__(self, uri, sizes):
        self.sizes = sizes
        self.engine = create_engine(uri)
        if self.engine.dialect.name == "sqlite":
            event.listen(self.engine, "connect", _prepare)
        event.listen(self.engine, "begin", self._begin)
        metadata = MetaData()
        metadata.reflect(self.engine, only=TABLES)
        with self.engine.connect() as connection:
            self.statements = Statements(metadata.tables, connection)
        self.templates = {}

    def page(self, name, **context):
        """The template's HTML, filled up to the bytes of Backline's own page at this address."""
        if not self.templates:
            self.templates = {
                key: current_app.jinja_env.from_string(source)
                for key, source in PAGES.items()
            }
        html = self.templates[name].render(**context)
        return html.ljust(self.sizes.get(request.full_path.rstrip("?"), 0))

    def reading(self):
        return self.engine.connect()

    def writer(self):
        """A connection whose transaction holds the writers' lock from its first moment, on SQLite."""
        return self.engine.connect().execution_options(writes=True)

    def _begin(self, connection):
        if self.engine.dialect.name == "sqlite":
            writes = connection.get_execution_options().get("writes")
            connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _prepare(connection, _record):
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None
        for pragma in SQLITE:
            connection.execute(f"PRAGMA {pragma}")


def person_signed_in(connection):
    now, header = datetime.now(UTC), request.headers.get("Authorization", "")
    if header:
        return connection.execute(
            statements().by_token, {"hash": sha256(header[7:].encode()).hexdigest()}
        ).one()
    digest = sha256(session["_user_id"].encode()).hexdigest()
    return connection.execute(statements().by_cookie, {"hash": digest, "now": now}).one()


@bp.get("/")
def home():
    with bare().reading() as connection:
        values = {"person": person_signed_in(connection).id, "now": datetime.now(UTC)}
        loans = connection.execute(statements().loans, values).all()
        return bare().page(
            "home",
            loans=loans,
            booked=connection.execute(statements().booked, values).all(),
        )


@bp.get("/items")
def catalogue():
    values = {
        "word": f"%{request.args.get('q', '')}%",
        "category": request.args["category"],
        "most": 25,
    }
    with bare().reading() as connection:
        person_signed_in(connection)
        return bare().page(
            "list", rows=connection.execute(statements().catalogue, values).all()
        )


@bp.get("/api/inventory/items/")
def catalogue_api():
    values = {
        "word": f"%{request.args.get('search', '')}%",
        "category": request.args["category"],
        "most": 51,
    }
    with bare().reading() as connection:
        person_signed_in(connection)
        return [
            dict(row)
            for row in connection.execute(statements().catalogue, values).mappings()
        ]


@bp.get("/items/<int:id>")
def item(id):
    with bare().reading() as connection:
        person_signed_in(connection)
        row = connection.execute(statements().one_item, {"id": id}).one()
        return bare().page(
            "item", item=row, free=bare_acts.free(connection, statements(), id)
        )


@bp.get("/rooms")
def day():
    since = datetime.fromisoformat(request.args["date"]).replace(tzinfo=UTC)
    with bare().reading() as connection:
        person_signed_in(connection)
        busy = {}
        for held in connection.execute(
            statements().busy, {"since": since, "until": since + timedelta(days=1)}
        ):
            busy.setdefault(held.room_id, []).append(held)
        return bare().page(
            "day", rooms=connection.execute(statements().all_rooms).all(), busy=busy
        )


@bp.get("/api/inventory/practice-rooms/<int:id>/availability/")
def room_day(id):
    since = datetime.fromisoformat(request.args["date"]).replace(tzinfo=UTC)
    with bare().reading() as connection:
        person_signed_in(connection)
        values = {"room": id, "since": since, "until": since + timedelta(days=1)}
        rows = connection.execute(statements().in_room, values)
        return [
            [held.starts_at.isoformat(), held.blocks_until.isoformat()] for held in rows
        ]


@bp.get("/approvals")
def approvals():
    with bare().reading() as connection:
        person_signed_in(connection)
        return bare().page("queue", rows=connection.execute(statements().pending).all())


@bp.post("/api/inventory/checkouts/<int:id>/approve/")
def approve(id):
    with bare().writer() as connection, connection.begin():
        actor, now = person_signed_in(connection).id, datetime.now(UTC)
        if connection.dialect.name == "postgresql":
            connection.execute(statements().writers_lock, {"number": WRITER})
        row = connection.execute(statements().checkout, {"id": id}).one()
        free = bare_acts.free(connection, statements(), row.item_id)
        if row.status != "pending" or free < row.quantity:
            return {"status": row.status}, 409
        bare_acts.approve(connection, statements(), row, actor, now)
    return {"id": id, "status": "approved"}


@bp.post("/api/inventory/reservations/")
def book():
    wanted = request.get_json()
    starts, ends = (
        datetime.fromisoformat(wanted[name]).astimezone(UTC)
        for name in ("start_time", "end_time")
    )
    with bare().writer() as connection, connection.begin():
        actor = person_signed_in(connection).id
        connection.execute(statements().person, {"id": actor})
        room = connection.execute(statements().room, {"id": wanted["room"]}).one()
        span = {"room": room.id, "since": starts, "until": ends}
        if connection.execute(statements().in_room, span).first():
            return {"status": 409}, 409
        id = bare_acts.reserve(connection, statements(), room, actor, starts, ends)
    return {"id": id}, 201
