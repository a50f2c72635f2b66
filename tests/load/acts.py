"""What a load consists of; each act checks what it left behind and says how much it was."""

import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from sqlalchemy import func, select

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.db import db, transaction
from webapp.core.errors import Stale
from webapp.stock import alerts, levels
from webapp.stock.ledger import ledger
from webapp.stock.ledger.ledger import Line
from webapp.stock.models import Item, Level, Movement, Unit
from webapp.stock.movements import past, valuation

CLIENTS = 16


def teacher():
    id = db.session.scalar(select(Item.created_by).limit(1))
    db.session.rollback()
    return Actor(id, "Teacher", "teacher", 0)


def create_units(count):
    """So many units of one item, with tags and serial numbers, received in one act."""
    actor = teacher()
    with transaction():
        item = db.session.scalars(select(Item).order_by(Item.id)).first()
        place, before = item.home_location_id, item_pieces(item.id)
        units = [
            Unit(
                item_id=item.id,
                location_id=place,
                tag=f"LOAD-{n:06}",
                serial_number=f"SN{n:08}",
            )
            for n in range(count)
        ]
        db.session.add_all(units)
        db.session.flush()
        lines = [
            Line(item.id, place, "PURCHASE", "outside", "available", 1, unit.id, 100)
            for unit in units
        ]
        ledger.record(actor, "receive", lines)
        assert item_pieces(item.id) == before + count
    return count


def write_batch(count):
    """One act of so many lines, on as many levels as there are."""
    actor = teacher()
    with transaction():
        found = db.session.execute(
            select(Level.item_id, Level.location_id).order_by(Level.id).limit(count)
        ).all()
        lines = [
            Line(*found[n % len(found)], "PURCHASE", "outside", "available", 1)
            for n in range(count)
        ]
        act = ledger.record(actor, "receive", lines)
        assert (
            db.session.scalar(select(func.count()).where(Movement.operation_id == act.id))
            == count
        )
    return count


def update_together(app, each):
    """Sixteen clients receive pieces at one level and change its settings: every piece and every change counts."""
    actor, level = teacher(), db.session.scalars(select(Level).order_by(Level.id)).first()
    id, item, place = level.id, level.item_id, level.location_id
    before, version = level.available, level.version
    db.session.rollback()

    def client(number):
        changed = 0
        with app.app_context():
            for turn in range(each):
                with transaction():
                    ledger.record(
                        actor,
                        "receive",
                        [Line(item, place, "PURCHASE", "outside", "available", 1)],
                    )
                seen = levels.find(actor, id).version
                try:
                    with transaction():
                        levels.describe(
                            actor, id, version=seen, reorder_quantity=number * each + turn
                        )
                        changed += 1
                except Stale:
                    pass
            db.session.remove()
        return changed

    with ThreadPoolExecutor(CLIENTS) as pool:
        changed = sum(pool.map(client, range(CLIENTS)))
    level = db.session.get(Level, id, populate_existing=True)
    assert (level.available, level.version) == (before + CLIENTS * each, version + changed)
    db.session.rollback()
    return CLIENTS * each + changed


def questions():
    """What people ask of much history, by name."""
    actor = teacher()
    busy = (
        select(Movement.item_id)
        .group_by(Movement.item_id)
        .order_by(func.count().desc())
        .limit(1)
    )
    item = db.session.scalar(busy)
    middle = db.session.scalar(
        select(Movement.created_at).where(Movement.id == func.coalesce(_half(), 1))
    )
    deep = levels.listed(actor, limit=200)[-1].place
    newest = select(Movement).order_by(Movement.id.desc()).limit(50)
    db.session.rollback()
    return {
        "levels, first 50": partial(levels.listed, actor),
        "levels, further on": partial(levels.listed, actor, after=deep),
        "levels, low": partial(levels.listed, actor, status="low_stock"),
        "one level": partial(levels.find, actor, 1),
        "alerts": partial(alerts.all_alerts, actor),
        "summary": partial(levels.summary, actor),
        "valuation": partial(valuation.of_all, actor),
        "history of an item, 50": lambda: db.session.scalars(
            newest.where(Movement.item_id == item)
        ).all(),
        "newest 50 movements": lambda: db.session.scalars(newest).all(),
        "one item, long ago": partial(past.as_of, actor, middle, item=item),
        "50 levels, long ago": partial(past.as_of, actor, middle),
        "50 levels, now": lambda: past.as_of(actor, clock.now()),
    }


def asked(question, times):
    """The median of so many, in milliseconds, and how many rows came."""
    took = []
    for _ in range(times):
        db.session.expunge_all()
        started = time.perf_counter()
        answer = question()
        took.append(time.perf_counter() - started)
    db.session.rollback()
    return statistics.median(took) * 1000, len(answer) if isinstance(answer, list) else 1


def item_pieces(id):
    return int(
        db.session.scalar(select(func.sum(Level.on_hand)).where(Level.item_id == id))
    )


def _half():
    return select(func.max(Movement.id) / 2).scalar_subquery()
