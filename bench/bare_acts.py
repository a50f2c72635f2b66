"""The two acts of the bare limit, each inside the transaction of its caller: to approve a checkout, to book a room."""

import json
from datetime import UTC, datetime
from hashlib import sha256

STATES = (
    "available",
    "reserved",
    "on_rent",
    "damaged",
    "under_repair",
    "beyond_repair",
    "in_transit",
)


def free(connection, statements, item_id):
    """How many pieces of an item nobody has been promised."""
    owned = connection.scalar(statements.owned, {"id": item_id})
    return owned - connection.scalar(statements.given, {"id": item_id})


def approve(connection, statements, row, actor, now):
    """The checkout is approved, by an operation with one movement."""
    decided = {
        "status": "approved",
        "decided_by": actor,
        "decided_at": now,
        "version": row.version + 1,
    }
    connection.execute(statements.decide.values(decided), {"checkout": row.id})
    values = {"actor_id": actor, "checkout_id": row.id, "created_at": now}
    operation = connection.scalar(statements.operate, statements.act | values)
    line = _line(connection, statements, row) | {
        "operation_id": operation,
        "created_at": now,
    }
    last, previous = connection.execute(statements.head).one()
    _move(connection, statements, line | {"id": last + 1}, previous)


def _line(connection, statements, row):
    """The movement into `reserved`, but for where it stands in the ledger."""
    place = {"item": row.item_id, "location": row.location_id}
    level = connection.execute(statements.level, place).one()
    return _after(level, row.quantity) | {
        "level_id": level.id,
        "seq": level.seq + 1,
        "item_id": row.item_id,
        "location_id": row.location_id,
        "unit_id": None,
        "checkout_id": row.id,
        "type": "RESERVATION_CREATED",
        "from_state": "available",
        "to_state": "reserved",
        "quantity": row.quantity,
        "value_delta_minor": 0,
        "value_after_minor": level.value_minor,
    }


def _after(level, quantity):
    """How many are in each state once so many are set aside."""
    after = {f"{state}_after": getattr(level, state) for state in STATES}
    after["available_after"] -= quantity
    after["reserved_after"] += quantity
    return after


def _move(connection, statements, line, previous):
    """A movement, hashed over the one before it as the ledger's are."""
    sealed = json.dumps(line, sort_keys=True, separators=(",", ":"), default=str)
    digest = sha256((previous + sealed).encode()).hexdigest()
    connection.execute(statements.move, line | {"prev_hash": previous, "hash": digest})


def reserve(connection, statements, room, actor, starts, ends):
    """The id of the reservation, whose time is occupied now."""
    row = statements.booking | {
        "room_id": room.id,
        "student_id": actor,
        "starts_at": starts,
        "ends_at": ends,
        "total_cost_minor": room.hourly_rate_minor,
        "created_at": datetime.now(UTC),
    }
    id = connection.scalar(statements.book, row)
    occupied = {
        "space_id": room.space_id,
        "reservation_id": id,
        "starts_at": starts,
        "blocks_until": ends,
    }
    connection.execute(statements.hold, statements.held | occupied)
    return id
