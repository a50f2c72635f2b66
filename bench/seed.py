"""A big school, moved in by bulk SQL: the guards stay on, so the ledger and the levels agree or nothing is there."""

from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy import func, insert, select

from bench import history
from webapp.core import clock, text
from webapp.core.db import Base, db, transaction
from webapp.people import passwords, sign_ins, tokens
from webapp.people.models import User
from webapp.school import calendar, settings

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


class Keys(NamedTuple):
    """What the clients sign in with, and what there is to act on."""

    student: str
    teacher: str
    teacher_cookie: str
    pending: list[int]


def move_in(items: int, reservations: int, pending: int) -> Keys:
    """Five movements and one checkout an item, and so many reservations and requests that wait."""
    with transaction():
        _people()
        _lift_limits()
        put("locations", [{"name": f"Shelf {n:02}", "version": 1} for n in range(PLACES)])
        put("brands", [{"code": "MAK", "name": "Maker", "version": 1}])
        _items(items)
        _loans(items, pending)
        operations, movements = history.of_items(items, PLACES)
        put("operations", operations)
        put("movements", movements)
        _rooms(reservations)
    with transaction():
        return _keys()


def _loans(items, pending):
    """A loan an item, however far it came, and so many that wait; each with its request."""
    loans = [_checkout(n + 1, history.fate(n)) for n in range(items)]
    loans += [_checkout(n % items + 1, "pending") for n in range(pending)]
    put_loans(loans)
    put("checkout_units", [_pieces(n + 1, loan) for n, loan in enumerate(loans[:items])])


def put_loans(loans):
    """Each with a request of its own."""
    requests = Base.metadata.tables["requests"].c
    first = db.session.scalar(select(func.coalesce(func.max(requests.id), 0))) + 1
    put("requests", [_request(loan) for loan in loans])
    put("checkouts", [loan | {"request_id": first + n} for n, loan in enumerate(loans)])


def _lift_limits():
    """Contests book years ahead."""
    for name in ("room_horizon_days", "room_max_minutes", "room_one_at_a_time"):
        settings.change(name, 0)


def _keys() -> Keys:
    student, teacher = (db.session.get_one(User, id) for id in (TEACHERS + 1, 1))
    checkouts = Base.metadata.tables["checkouts"].c
    waiting = select(checkouts.id).where(checkouts.status == "pending")
    return Keys(
        student=tokens.issue(student),
        teacher=tokens.issue(teacher),
        teacher_cookie=sign_ins.open(teacher).token,
        pending=list(db.session.scalars(waiting)),
    )


def put(table, rows):
    """Rows into the table of this name."""
    for at in range(0, len(rows), 5000):
        db.session.execute(insert(Base.metadata.tables[table]), rows[at : at + 5000])


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
        put("users", rows)


def _items(count):
    now = clock.now()
    put("items", [_item(n, now) for n in range(count)])
    levels = [
        {"item_id": n + 1, "location_id": n % PLACES + 1, "version": 1}
        for n in range(count)
    ]
    put("levels", levels)


def _item(n, now):
    name, sku, model = f"{KINDS[n % len(KINDS)]} {n:05}", f"B-{n:05}", f"M{n % 50}"
    place = n % PLACES
    return {
        "sku": sku,
        "name": name,
        "category": CATEGORIES[n % 4],
        "brand_id": 1,
        "model": model,
        "value_minor": 30000,
        "max_checkout_days": 30,
        "home_location_id": place + 1,
        "version": 1,
        "folded": text.folded(name, sku, "Maker", model, f"Shelf {place:02}"),
        "created_at": now,
        "created_by": 1,
    }


def _checkout(item, status):
    today, now = calendar.today(), clock.now()
    due = today + timedelta(days=14)
    student = item % STUDENTS
    return {
        "item_id": item,
        "item_name": f"{KINDS[(item - 1) % len(KINDS)]} {item - 1:05}",
        "student_id": TEACHERS + 1 + student,
        "student_name": f"Student {student:03}",
        "quantity": 1,
        "starts_on": today,
        "due_on": due,
        "asked_from": today,
        "asked_until": due,
        "status": status,
        "requested_at": now,
        "expires_at": now + timedelta(days=7),
        "version": 1,
        **_acts(status, now),
    }


def _request(loan):
    """For one thing, as most are."""
    return {
        "student_id": loan["student_id"],
        "student_name": loan["student_name"],
        "asked_by": loan["student_id"],
        "starts_on": loan["starts_on"],
        "due_on": loan["due_on"],
        "sent_at": loan["requested_at"],
        "version": 1,
    }


def _pieces(id, loan):
    """The one piece of a loan, as the ledger tells of it."""
    is_back = loan["status"] == "returned"
    return {
        "checkout_id": id,
        "quantity": 1,
        "location_id": (loan["item_id"] - 1) % PLACES + 1,
        "aside_at": loan["requested_at"],
        "out_at": loan["out_at"],
        "ended_at": loan["closed_at"],
        "ending": "returned" if is_back else None,
    }


def _acts(status, now):
    """Who decided and when, when it was handed out and when it was over: so far as a checkout of this status came."""
    is_pending = status == "pending"
    return {
        "decided_by": None if is_pending else 1,
        "decided_at": None if is_pending else now,
        "out_at": now if status in ("out", "returned") else None,
        "closed_at": now if status == "returned" else None,
    }


def _rooms(count):
    _studios()
    first_day = calendar.today() - timedelta(days=25)
    hours = [divmod(n // ROOMS, 10) for n in range(count)]
    starts = [hour_of(first_day + timedelta(days=day), 9 + hour) for day, hour in hours]
    put("reservations", [reservation(n, at) for n, at in enumerate(starts)])
    put("occupancy", [occupancy(n, at) for n, at in enumerate(starts)])


def _studios():
    names = [f"Studio {n:02}" for n in range(ROOMS)]
    rooms = [{"name": name, "hourly_rate_minor": 1000, "version": 1} for name in names]
    put("rooms", rooms)
    put("spaces", [{"name": name} for name in names])
    put("room_spaces", [{"room_id": n + 1, "space_id": n + 1} for n in range(ROOMS)])


def hour_of(day, hour):
    """The instant when this hour of a day begins."""
    return calendar.instant(datetime.combine(day, time(hour))).astimezone(UTC)


def reservation(n, starts):
    """The row of an hour that a student booked in the next room."""
    return {
        "room_id": n % ROOMS + 1,
        "student_id": TEACHERS + 1 + n % STUDENTS,
        "starts_at": starts,
        "ends_at": starts + timedelta(hours=1),
        "rate_minor": 1000,
        "total_cost_minor": 1000,
        "currency": "EUR",
        "created_at": clock.now(),
        "version": 1,
        "status": "confirmed",
    }


def occupancy(n, starts):
    """The row that keeps that hour for the reservation, whose number is one more than `n`."""
    return {
        "space_id": n % ROOMS + 1,
        "kind": "reservation",
        "reservation_id": n + 1,
        "starts_at": starts,
        "blocks_until": starts + timedelta(hours=1),
    }
