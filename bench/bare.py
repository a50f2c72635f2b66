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
from sqlalchemy import (
    MetaData,
    bindparam,
    create_engine,
    event,
    func,
    insert,
    select,
    text,
    update,
)

SECRET, DATABASE, SIZES = (
    "BACKLINE_SECRET_KEY",
    "BACKLINE_DATABASE_URL",
    "BARE_SIZES",
)  # of the environment
WRITER = 4_242  # the advisory lock's number; any other than Backline's, so that neither waits for the other
STATES = (
    "available",
    "reserved",
    "on_rent",
    "damaged",
    "under_repair",
    "beyond_repair",
    "in_transit",
)
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
        self.tables = metadata.tables
        self.templates = {}
        self._prepare_lists()
        self._prepare_rooms()
        self._prepare_approving()

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

    def _like_one(self, table):
        """The values of a row that is there, for what a new one has besides what an act says of it."""
        written = [
            column
            for column in table.columns
            if not column.primary_key and column.computed is None
        ]
        with self.reading() as connection:
            return dict(connection.execute(select(*written).limit(1)).mappings().one())

    def _prepare_lists(self):
        tables = self.tables
        users, items, levels = tables["users"].c, tables["items"].c, tables["levels"].c
        checkouts = tables["checkouts"].c
        signed_in = (
            select(users.id, users.role)
            .join(tables["sign_ins"], tables["sign_ins"].c.user_id == users.id)
            .where(tables["sign_ins"].c.token_hash == bindparam("hash"))
        )
        self.by_cookie = signed_in.where(tables["sign_ins"].c.expires_at > bindparam("now"))
        self.by_token = (
            select(users.id, users.role)
            .join(tables["tokens"], tables["tokens"].c.user_id == users.id)
            .where(tables["tokens"].c.token_hash == bindparam("hash"))
        )
        free = (
            select(func.sum(levels.available))
            .where(levels.item_id == items.id)
            .scalar_subquery()
            .label("free")
        )
        self.catalogue = (
            select(items.id, items.name, items.category, free)
            .where(items.archived_at.is_(None), items.folded.like(bindparam("word")))
            .where(items.category == bindparam("category"))
            .order_by(items.sort_key, items.id)
            .limit(bindparam("most"))
        )
        self.one_item = select(tables["items"]).where(items.id == bindparam("id"))
        in_school = func.sum(levels.available + levels.reserved + levels.on_rent)
        self.owned = select(in_school).where(levels.item_id == bindparam("id"))
        self.given = select(func.coalesce(func.sum(checkouts.quantity), 0)).where(
            checkouts.item_id == bindparam("id"), checkouts.status.in_(("approved", "out"))
        )
        self.pending = (
            select(tables["checkouts"])
            .where(checkouts.status == "pending")
            .order_by(checkouts.id.desc())
            .limit(50)
        )
        self.loans = select(tables["checkouts"]).where(
            checkouts.student_id == bindparam("person"),
            checkouts.status.in_(("pending", "approved", "out")),
        )

    def _prepare_rooms(self):
        tables = self.tables
        occupancy, reservations, rooms = (
            tables["occupancy"].c,
            tables["reservations"].c,
            tables["rooms"].c,
        )
        room_spaces, users = tables["room_spaces"].c, tables["users"].c
        self.busy = (
            select(tables["occupancy"], room_spaces.room_id, users.name)
            .join(tables["room_spaces"], room_spaces.space_id == occupancy.space_id)
            .join(tables["reservations"], reservations.id == occupancy.reservation_id)
            .join(tables["users"], users.id == reservations.student_id)
            .where(occupancy.live, occupancy.starts_at < bindparam("until"))
            .where(occupancy.blocks_until > bindparam("since"))
        )
        self.in_room = self.busy.where(room_spaces.room_id == bindparam("room"))
        self.all_rooms = select(tables["rooms"]).order_by(rooms.name)
        self.person = (
            select(users.id)
            .where(users.id == bindparam("id"))
            .with_for_update(key_share=True)
        )
        self.room = (
            select(tables["rooms"], room_spaces.space_id)
            .join(tables["room_spaces"], room_spaces.room_id == rooms.id)
            .where(rooms.id == bindparam("id"))
            .with_for_update()
        )
        self.booked = (
            select(reservations.starts_at, reservations.ends_at, rooms.name)
            .join(tables["rooms"], rooms.id == reservations.room_id)
            .where(
                reservations.student_id == bindparam("person"),
                reservations.ends_at > bindparam("now"),
            )
            .where(reservations.status == "confirmed")
            .order_by(reservations.starts_at)
            .limit(5)
        )
        self.book = insert(tables["reservations"]).returning(reservations.id)
        self.booking = self._like_one(tables["reservations"])
        self.hold = insert(tables["occupancy"])
        self.held = self._like_one(tables["occupancy"])

    def _prepare_approving(self):
        tables = self.tables
        levels, movements, checkouts = (
            tables["levels"].c,
            tables["movements"].c,
            tables["checkouts"].c,
        )
        self.checkout = (
            select(tables["checkouts"])
            .where(checkouts.id == bindparam("id"))
            .with_for_update()
        )
        self.level = select(tables["levels"]).where(
            levels.item_id == bindparam("item"), levels.location_id == bindparam("location")
        )
        self.head = (
            select(movements.id, movements.hash).order_by(movements.id.desc()).limit(1)
        )
        self.decide = update(tables["checkouts"]).where(
            checkouts.id == bindparam("checkout")
        )
        self.operate = insert(tables["operations"]).returning(tables["operations"].c.id)
        self.act = self._like_one(tables["operations"]) | {"kind": "approve"}
        self.move = insert(tables["movements"])
        self.writers_lock = text("SELECT pg_advisory_xact_lock(:number)")


def _prepare(connection, _record):
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None
        for pragma in SQLITE:
            connection.execute(f"PRAGMA {pragma}")


def person_signed_in(connection):
    now, header = datetime.now(UTC), request.headers.get("Authorization", "")
    if header:
        return connection.execute(
            bare().by_token, {"hash": sha256(header[7:].encode()).hexdigest()}
        ).one()
    digest = sha256(session["_user_id"].encode()).hexdigest()
    return connection.execute(bare().by_cookie, {"hash": digest, "now": now}).one()


@bp.get("/")
def home():
    with bare().reading() as connection:
        values = {"person": person_signed_in(connection).id, "now": datetime.now(UTC)}
        loans = connection.execute(bare().loans, values).all()
        return bare().page(
            "home", loans=loans, booked=connection.execute(bare().booked, values).all()
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
        return bare().page("list", rows=connection.execute(bare().catalogue, values).all())


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
            dict(row) for row in connection.execute(bare().catalogue, values).mappings()
        ]


@bp.get("/items/<int:id>")
def item(id):
    with bare().reading() as connection:
        person_signed_in(connection)
        row = connection.execute(bare().one_item, {"id": id}).one()
        free = connection.scalar(bare().owned, {"id": id}) - connection.scalar(
            bare().given, {"id": id}
        )
        return bare().page("item", item=row, free=free)


@bp.get("/rooms")
def day():
    since = datetime.fromisoformat(request.args["date"]).replace(tzinfo=UTC)
    with bare().reading() as connection:
        person_signed_in(connection)
        busy = {}
        for held in connection.execute(
            bare().busy, {"since": since, "until": since + timedelta(days=1)}
        ):
            busy.setdefault(held.room_id, []).append(held)
        return bare().page(
            "day", rooms=connection.execute(bare().all_rooms).all(), busy=busy
        )


@bp.get("/api/inventory/practice-rooms/<int:id>/availability/")
def room_day(id):
    since = datetime.fromisoformat(request.args["date"]).replace(tzinfo=UTC)
    with bare().reading() as connection:
        person_signed_in(connection)
        values = {"room": id, "since": since, "until": since + timedelta(days=1)}
        rows = connection.execute(bare().in_room, values)
        return [
            [held.starts_at.isoformat(), held.blocks_until.isoformat()] for held in rows
        ]


@bp.get("/approvals")
def approvals():
    with bare().reading() as connection:
        person_signed_in(connection)
        return bare().page("queue", rows=connection.execute(bare().pending).all())


@bp.post("/api/inventory/checkouts/<int:id>/approve/")
def approve(id):
    with bare().writer() as connection, connection.begin():
        actor, now = person_signed_in(connection).id, datetime.now(UTC)
        if connection.dialect.name == "postgresql":
            connection.execute(bare().writers_lock, {"number": WRITER})
        row = connection.execute(bare().checkout, {"id": id}).one()
        values = {"id": row.item_id}
        free = connection.scalar(bare().owned, values) - connection.scalar(
            bare().given, values
        )
        if row.status != "pending" or free < row.quantity:
            return {"status": row.status}, 409
        decided = {
            "status": "approved",
            "decided_by": actor,
            "decided_at": now,
            "version": row.version + 1,
        }
        connection.execute(bare().decide.values(decided), {"checkout": id})
        act = bare().act | {"actor_id": actor, "checkout_id": id, "created_at": now}
        operation = connection.scalar(bare().operate, act)
        _move(connection, row, operation, now)
    return {"id": id, "status": "approved"}


def _move(connection, row, operation, now):
    """The movement into `reserved`, hashed over the one before it as the ledger's are."""
    level = connection.execute(
        bare().level, {"item": row.item_id, "location": row.location_id}
    ).one()
    last, previous = connection.execute(bare().head).one()
    after = {f"{state}_after": getattr(level, state) for state in STATES}
    after["available_after"] -= row.quantity
    after["reserved_after"] += row.quantity
    line = after | {
        "id": last + 1, "operation_id": operation, "level_id": level.id, "seq": level.seq + 1, "item_id": row.item_id,
        "location_id": row.location_id, "unit_id": None, "checkout_id": row.id, "type": "RESERVATION_CREATED",
        "from_state": "available", "to_state": "reserved", "quantity": row.quantity, "value_delta_minor": 0,
        "value_after_minor": level.value_minor, "created_at": now,
    }  # fmt: skip
    sealed = json.dumps(line, sort_keys=True, separators=(",", ":"), default=str)
    digest = sha256((previous + sealed).encode()).hexdigest()
    connection.execute(bare().move, line | {"prev_hash": previous, "hash": digest})


@bp.post("/api/inventory/reservations/")
def book():
    wanted = request.get_json()
    starts, ends = (
        datetime.fromisoformat(wanted[name]).astimezone(UTC)
        for name in ("start_time", "end_time")
    )
    with bare().writer() as connection, connection.begin():
        actor = person_signed_in(connection).id
        connection.execute(bare().person, {"id": actor})
        room = connection.execute(bare().room, {"id": wanted["room"]}).one()
        if connection.execute(
            bare().in_room, {"room": room.id, "since": starts, "until": ends}
        ).first():
            return {"status": 409}, 409
        row = {
            "room_id": room.id,
            "student_id": actor,
            "starts_at": starts,
            "ends_at": ends,
        }
        row |= {"total_cost_minor": room.hourly_rate_minor, "created_at": datetime.now(UTC)}
        id = connection.scalar(bare().book, bare().booking | row)
        held = {
            "space_id": room.space_id,
            "reservation_id": id,
            "starts_at": starts,
            "blocks_until": ends,
        }
        connection.execute(bare().hold, bare().held | held)
    return {"id": id}, 201
