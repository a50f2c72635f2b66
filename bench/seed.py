"""A big school, moved in by bulk SQL: the guards stay on, so the ledger and the levels agree or nothing is there."""

from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy import insert, select

from webapp.core import clock, text
from webapp.core.db import Base, db, transaction
from webapp.people import passwords, sign_ins, tokens
from webapp.people.models import User
from webapp.rooms.models import Room
from webapp.school import calendar, settings
from webapp.stock.ledger.chain import SEALED, fingerprint
from webapp.stock.models.states import OUTSIDE, STATES

NOTHING_ELSE = dict.fromkeys(SEALED)  # that an act could be sealed with
PASSWORD = "play-it-again-42"
TEACHERS, STUDENTS, ROOMS, PLACES = 20, 480, 20, 10
KINDS = (
    "Violin",
    "Cello",
    "Trumpet",
    "Flute",
    "Snare drum",
    "Music stand",
    "Etudes",
    "Amplifier",
)
CATEGORIES = ("instrument", "equipment", "sheet_music", "accessory")
OPENING = ("ADJUSTMENT_POSITIVE", OUTSIDE, "available", 4)
BOUGHT = ("PURCHASE", OUTSIDE, "available", 2)
ASIDE = ("RESERVATION_CREATED", "available", "reserved", 1)
OUT = ("RENTAL_OUT", "reserved", "on_rent", 1)
BACK = ("RENTAL_RETURN", "on_rent", "available", 1)
STORIES = {  # five movements an item
    "returned": (OPENING, BOUGHT, ASIDE, OUT, BACK),
    "out": (OPENING, BOUGHT, BOUGHT, ASIDE, OUT),
    "approved": (OPENING, BOUGHT, BOUGHT, BOUGHT, ASIDE),
}
KINDS_OF_ACT = {
    OPENING: "opening balance",
    BOUGHT: "receive",
    ASIDE: "approve",
    OUT: "hand out",
    BACK: "return",
}


class Keys(NamedTuple):
    """What the clients sign in with, and what there is to act on."""

    student: str
    teacher: str
    teacher_cookie: str
    pending: list[int]


def move_in(items: int, reservations: int, pending: int) -> Keys:
    """Five movements and one checkout an item, and so many reservations and requests that wait."""
    table = Base.metadata.tables
    with transaction():
        _people()
        for name in ("room_horizon_days", "room_max_minutes", "room_one_at_a_time"):
            settings.change(name, 0)  # contests book years ahead
        _put(
            table["locations"],
            [{"name": f"Shelf {n:02}", "version": 1} for n in range(PLACES)],
        )
        _put(table["brands"], [{"code": "MAK", "name": "Maker", "version": 1}])
        _items(items)
        _put(table["checkouts"], [_checkout(n + 1, _fate(n)) for n in range(items)])
        _put(
            table["checkouts"],
            [_checkout(n % items + 1, "pending") for n in range(pending)],
        )
        _ledger(items)
        _rooms(reservations)
    with transaction():
        student, teacher = (db.session.get_one(User, id) for id in (TEACHERS + 1, 1))
        waiting = select(table["checkouts"].c.id).where(
            table["checkouts"].c.status == "pending"
        )
        cookie = sign_ins.open(teacher).token
        return Keys(
            tokens.issue(student),
            tokens.issue(teacher),
            cookie,
            list(db.session.scalars(waiting)),
        )


def _put(table, rows):
    for at in range(0, len(rows), 5000):
        db.session.execute(insert(table), rows[at : at + 5000])


def _people():
    password_hash, now = passwords.hashed(PASSWORD), clock.now()
    for role, count, teacher in (("teacher", TEACHERS, None), ("student", STUDENTS, 1)):
        rows = [
            {
                "email": f"{role}{n}@bench.test",
                "name": f"{role.title()} {n:03}",
                "role": role,
                "version": 1,
            }
            | {"password_hash": password_hash, "teacher_id": teacher, "created_at": now}
            for n in range(count)
        ]
        _put(User.__table__, rows)


def _items(count):
    table, now, rows = Base.metadata.tables, clock.now(), []
    for n in range(count):
        name, sku, place = f"{KINDS[n % len(KINDS)]} {n:05}", f"B-{n:05}", n % PLACES
        rows.append(
            {
                "sku": sku,
                "name": name,
                "category": CATEGORIES[n % 4],
                "brand_id": 1,
                "model": f"M{n % 50}",
            }
            | {
                "value_minor": 30000,
                "max_checkout_days": 30,
                "home_location_id": place + 1,
                "version": 1,
            }
            | {"folded": text.folded(name, sku, "Maker", f"M{n % 50}", f"Shelf {place:02}")}
            | {"created_at": now, "created_by": 1}
        )
    _put(table["items"], rows)
    levels = [
        {"item_id": n + 1, "location_id": n % PLACES + 1, "version": 1}
        for n in range(count)
    ]
    _put(table["levels"], levels)


def _fate(n):
    return "out" if n % 10 == 3 else "approved" if n % 50 == 7 else "returned"


def _checkout(item, status):
    today, now = calendar.today(), clock.now()
    given = {} if status == "pending" else {"decided_by": 1, "decided_at": now}
    return {
        "item_id": item, "item_name": f"{KINDS[(item - 1) % len(KINDS)]} {item - 1:05}",
        "location_id": (item - 1) % PLACES + 1, "student_id": TEACHERS + 1 + item % STUDENTS,
        "student_name": f"Student {item % STUDENTS:03}", "quantity": 1, "starts_on": today,
        "due_on": today + timedelta(days=14),
        "asked_until": today + timedelta(days=14), "status": status, "requested_at": now,
        "expires_at": now + timedelta(days=7), "version": 1, "decided_by": None, "decided_at": None,
        "out_at": now if status in ("out", "returned") else None, "closed_at": now if status == "returned" else None,
    } | given  # fmt: skip


def _ledger(count):
    """Operation and movement have the same number here; the chain is hashed as the ledger itself would."""
    table, now, id, head = Base.metadata.tables, clock.now(), 0, ""
    operations, movements = [], []
    for n in range(count):
        after, value = dict.fromkeys(STATES, 0), 0
        for seq, (type, came, went, quantity) in enumerate(STORIES[_fate(n)], start=1):
            id += 1
            checkout = n + 1 if (type, came, went, quantity) in (ASIDE, OUT, BACK) else None
            kind = KINDS_OF_ACT[type, came, went, quantity]
            for state, change in ((came, -quantity), (went, quantity)):
                if state != OUTSIDE:
                    after[state] += change
            worth = quantity * 30000 if came == OUTSIDE else 0
            value += worth
            row = {
                "id": id,
                "operation_id": id,
                "level_id": n + 1,
                "seq": seq,
                "item_id": n + 1,
            }
            row |= {
                "location_id": n % PLACES + 1,
                "unit_id": None,
                "checkout_id": checkout,
                "type": type,
            }
            row |= {
                "from_state": came,
                "to_state": went,
                "quantity": quantity,
                "value_delta_minor": worth,
            }
            row |= {"value_after_minor": value, "created_at": now} | {
                f"{s}_after": after[s] for s in STATES
            }
            digest = fingerprint(head, row, NOTHING_ELSE | {"kind": kind, "actor_id": 1})
            operations.append(
                {"kind": kind, "actor_id": 1, "checkout_id": checkout, "created_at": now}
            )
            movements.append(row | {"prev_hash": head, "hash": digest})
            head = digest
    _put(table["operations"], operations)
    _put(table["movements"], movements)


def _rooms(count):
    table, now, first = (
        Base.metadata.tables,
        clock.now(),
        calendar.today() - timedelta(days=25),
    )
    _put(
        Room.__table__,
        [
            {"name": f"Studio {n:02}", "hourly_rate_minor": 1000, "version": 1}
            for n in range(ROOMS)
        ],
    )
    _put(table["spaces"], [{"name": f"Studio {n:02}"} for n in range(ROOMS)])
    _put(
        table["room_spaces"], [{"room_id": n + 1, "space_id": n + 1} for n in range(ROOMS)]
    )
    booked, held = [], []
    for n in range(count):
        day, hour = divmod(n // ROOMS, 10)
        starts = calendar.instant(
            datetime.combine(first + timedelta(days=day), time(9 + hour))
        ).astimezone(UTC)
        ends, room = starts + timedelta(hours=1), n % ROOMS + 1
        booked.append(
            {
                "room_id": room,
                "student_id": TEACHERS + 1 + n % STUDENTS,
                "starts_at": starts,
                "ends_at": ends,
            }
            | {
                "rate_minor": 1000,
                "total_cost_minor": 1000,
                "currency": "EUR",
                "created_at": now,
                "version": 1,
            }
            | {"status": "confirmed"}
        )
        held.append(
            {
                "space_id": room,
                "kind": "reservation",
                "reservation_id": n + 1,
                "starts_at": starts,
                "blocks_until": ends,
            }
        )
    _put(table["reservations"], booked)
    _put(table["occupancy"], held)
