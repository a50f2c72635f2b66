"""The limit: bare Flask and SQLAlchemy Core doing the least each page needs, sign-in look-up and lock included."""

import os
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from flask import Flask, render_template_string, request, session
from sqlalchemy import bindparam, create_engine, func, insert, select, text, update

from webapp.core import config
from webapp.core.db import Base, _writing
from webapp.stock.ledger.chain import SEALED, fingerprint
from webapp.stock.ledger.ledger import WRITER
from webapp.stock.ledger.states import STATES

LIST = """<!doctype html><title>Backline</title><ul>{% for row in rows %}
<li><a href="/items/{{ row.id }}">{{ row.name }}</a> {{ row.category }}, {{ row.free }} free</li>{% endfor %}</ul>"""
ITEM = """<!doctype html><title>{{ item.name }}</title><h1>{{ item.name }}</h1><p>{{ item.notes }} {{ free }} free
<form method="post"><input name="quantity"><input name="due_date"><textarea name="notes"></textarea></form>"""
DAY = """<!doctype html><title>Rooms</title>{% for room in rooms %}<h2>{{ room.name }}</h2><ul>
{% for held in busy.get(room.id, ()) %}<li>{{ held.starts_at }} {{ held.blocks_until }} {{ held.name }}</li>
{% endfor %}</ul>{% endfor %}"""
QUEUE = """<!doctype html><title>Approvals</title><ul>{% for row in rows %}<li>{{ row.quantity }} {{ row.item_name }}
{{ row.student_name }} {{ row.due_on }} <form method="post" action="/checkouts/{{ row.id }}/approve"><button>Approve
</button></form></li>{% endfor %}</ul>"""

settings = config.read(os.environ, {})
engine = create_engine(settings["SQLALCHEMY_DATABASE_URI"])
app = Flask(__name__)
app.config["SECRET_KEY"] = settings["SECRET_KEY"]
T = Base.metadata.tables
items, levels, users = T["items"].c, T["levels"].c, T["users"].c
checkouts, movements = T["checkouts"].c, T["movements"].c
occupancy, reservations, rooms = T["occupancy"].c, T["reservations"].c, T["rooms"].c
room_spaces = T["room_spaces"].c

BY_COOKIE = (
    select(users.id, users.role)
    .join(T["sign_ins"], T["sign_ins"].c.user_id == users.id)
    .where(T["sign_ins"].c.token_hash == bindparam("hash"), T["sign_ins"].c.expires_at > bindparam("now"))
)
BY_TOKEN = select(users.id, users.role).join(T["tokens"]).where(T["tokens"].c.token_hash == bindparam("hash"))
FREE = select(func.sum(levels.available)).where(levels.item_id == items.id).scalar_subquery().label("free")
CATALOGUE = (
    select(items.id, items.name, items.category, FREE)
    .where(items.archived_at.is_(None), items.folded.like(bindparam("word")), items.category == bindparam("category"))
    .order_by(items.name, items.id)
    .limit(bindparam("most"))
)
ONE_ITEM = select(T["items"]).where(items.id == bindparam("id"))
OWNED = select(func.sum(levels.available + levels.reserved + levels.on_rent)).where(levels.item_id == bindparam("id"))
GIVEN = select(func.coalesce(func.sum(checkouts.quantity), 0)).where(
    checkouts.item_id == bindparam("id"), checkouts.status.in_(("approved", "out"))
)
PENDING = select(T["checkouts"]).where(checkouts.status == "pending").order_by(checkouts.id.desc()).limit(50)
BUSY = (
    select(T["occupancy"], room_spaces.room_id, users.name)
    .join(T["room_spaces"], room_spaces.space_id == occupancy.space_id)
    .join(T["reservations"], reservations.id == occupancy.reservation_id)
    .join(T["users"], users.id == reservations.student_id)
    .where(occupancy.live, occupancy.starts_at < bindparam("until"), occupancy.blocks_until > bindparam("since"))
)
IN_ROOM = BUSY.where(room_spaces.room_id == bindparam("room"))
CHECKOUT = select(T["checkouts"]).where(checkouts.id == bindparam("id")).with_for_update()
LEVEL = select(T["levels"]).where(levels.item_id == bindparam("item"), levels.location_id == bindparam("place"))
HEAD = select(movements.id, movements.hash).order_by(movements.id.desc()).limit(1)
PERSON = select(users.id).where(users.id == bindparam("id")).with_for_update(key_share=True)
ROOM = select(T["rooms"], room_spaces.space_id).join(T["room_spaces"]).where(rooms.id == bindparam("id"))
ROOM = ROOM.with_for_update()


def who(connection):
    now, header = datetime.now(UTC), request.headers.get("Authorization", "")
    if header:
        return connection.execute(BY_TOKEN, {"hash": sha256(header[7:].encode()).hexdigest()}).one()
    return connection.execute(BY_COOKIE, {"hash": sha256(session["_user_id"].encode()).hexdigest(), "now": now}).one()


@app.get("/items")
def catalogue():
    asked = {"word": f"%{request.args.get('q', '')}%", "category": request.args["category"], "most": 25}
    with engine.connect() as connection:
        who(connection)
        return render_template_string(LIST, rows=connection.execute(CATALOGUE, asked).all())


@app.get("/api/inventory/items/")
def catalogue_api():
    asked = {"word": f"%{request.args.get('search', '')}%", "category": request.args["category"], "most": 51}
    with engine.connect() as connection:
        who(connection)
        return [dict(row) for row in connection.execute(CATALOGUE, asked).mappings()]


@app.get("/items/<int:id>")
def item(id):
    with engine.connect() as connection:
        who(connection)
        row = connection.execute(ONE_ITEM, {"id": id}).one()
        free = connection.scalar(OWNED, {"id": id}) - connection.scalar(GIVEN, {"id": id})
        return render_template_string(ITEM, item=row, free=free)


@app.get("/rooms")
def day():
    since = datetime.fromisoformat(request.args["date"]).replace(tzinfo=UTC)
    with engine.connect() as connection:
        who(connection)
        busy = {}
        for held in connection.execute(BUSY, {"since": since, "until": since + timedelta(days=1)}):
            busy.setdefault(held.room_id, []).append(held)
        return render_template_string(DAY, rooms=connection.execute(select(T["rooms"])).all(), busy=busy)


@app.get("/api/inventory/practice-rooms/<int:id>/availability/")
def room_day(id):
    since = datetime.fromisoformat(request.args["date"]).replace(tzinfo=UTC)
    with engine.connect() as connection:
        who(connection)
        asked = {"room": id, "since": since, "until": since + timedelta(days=1)}
        return [
            [held.starts_at.isoformat(), held.blocks_until.isoformat()] for held in connection.execute(IN_ROOM, asked)
        ]


@app.get("/approvals")
def approvals():
    with engine.connect() as connection:
        who(connection)
        return render_template_string(QUEUE, rows=connection.execute(PENDING).all())


@app.post("/api/inventory/checkouts/<int:id>/approve/")
def approve(id):
    _writing.set(True)
    with engine.begin() as connection:
        actor, now = who(connection).id, datetime.now(UTC)
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": WRITER})
        row = connection.execute(CHECKOUT, {"id": id}).one()
        asked = {"id": row.item_id}
        if row.status != "pending" or connection.scalar(OWNED, asked) - connection.scalar(GIVEN, asked) < row.quantity:
            return {"status": row.status}, 409
        given = {"status": "approved", "decided_by": actor, "decided_at": now, "version": row.version + 1}
        connection.execute(update(T["checkouts"]).where(checkouts.id == id).values(given))
        act = {"kind": "approve", "actor_id": actor, "checkout_id": id, "created_at": now}
        operation = connection.scalar(insert(T["operations"]).values(act).returning(T["operations"].c.id))
        _move(connection, row, operation, actor, now)
    return {"id": id, "status": "approved"}


def _move(connection, row, operation, actor, now):
    here = connection.execute(LEVEL, {"item": row.item_id, "place": row.location_id}).one()
    last, head = connection.execute(HEAD).one()
    after = {f"{state}_after": getattr(here, state) for state in STATES}
    after["available_after"] -= row.quantity
    after["reserved_after"] += row.quantity
    line = after | {
        "id": last + 1, "operation_id": operation, "level_id": here.id, "seq": here.seq + 1, "item_id": row.item_id,
        "location_id": row.location_id, "unit_id": None, "checkout_id": row.id, "type": "RESERVATION_CREATED",
        "from_state": "available", "to_state": "reserved", "quantity": row.quantity, "value_delta_minor": 0,
        "value_after_minor": here.value_minor, "created_at": now,
    }  # fmt: skip
    line |= {
        "prev_hash": head,
        "hash": fingerprint(head, line, dict.fromkeys(SEALED) | {"kind": "approve", "actor_id": actor}),
    }
    connection.execute(insert(T["movements"]).values(line))


@app.post("/api/inventory/reservations/")
def book():
    _writing.set(True)
    said = request.get_json()
    starts, ends = (datetime.fromisoformat(said[name]).astimezone(UTC) for name in ("start_time", "end_time"))
    with engine.begin() as connection:
        actor = who(connection).id
        connection.execute(PERSON, {"id": actor})
        room = connection.execute(ROOM, {"id": said["room"]}).one()
        if connection.execute(IN_ROOM, {"room": room.id, "since": starts, "until": ends}).first():
            return {"status": 409}, 409
        row = {"room_id": room.id, "student_id": actor, "starts_at": starts, "ends_at": ends, "status": "confirmed"}
        row |= {"rate_minor": room.hourly_rate_minor, "total_cost_minor": room.hourly_rate_minor, "currency": "EUR"}
        row |= {"created_at": datetime.now(UTC), "version": 1}
        id = connection.scalar(insert(T["reservations"]).values(row).returning(reservations.id))
        held = {"space_id": room.space_id, "kind": "reservation", "reservation_id": id, "starts_at": starts}
        connection.execute(insert(T["occupancy"]).values(held | {"blocks_until": ends}))
    return {"id": id}, 201


@app.teardown_request
def reading(_error):
    _writing.set(False)
