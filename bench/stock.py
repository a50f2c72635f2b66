"""What people ask of stock: the data of the pages, beside the same rows by hand-written SQL."""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import func, select, text

from bench import bare_stock as bare
from bench.turns import measured
from tests.load.acts import teacher
from webapp.core.db import db
from webapp.lending import availability, checkouts
from webapp.school import calendar
from webapp.stock import alerts, levels
from webapp.stock.items import items
from webapp.stock.models import Movement
from webapp.stock.movements import history, movements
from webapp.stock.units import units

RARE = "SENT_FOR_REPAIR"


class Question(NamedTuple):
    name: str
    ours: Callable[[], Any]
    statements: tuple[str, ...]
    bound: dict[str, Any]


def questions():
    """The data of the pages, by name; of the item that moved most, and of a day in the middle."""
    actor = teacher()
    moved = (
        select(Movement.item_id)
        .group_by(Movement.item_id)
        .order_by(func.count().desc(), Movement.item_id)
        .limit(1)
    )
    item, newest = (
        db.session.scalar(moved),
        db.session.scalar(select(func.max(Movement.id))),
    )
    day = calendar.local(
        db.session.scalar(select(Movement.created_at).where(Movement.id == newest // 2))
    ).date()
    place = db.session.scalar(select(Movement.location_id).where(Movement.id == newest))
    since, until = calendar.day(day)[0], calendar.day(day)[1]
    db.session.rollback()
    moves, done, kept = (partial(of.listed, actor) for of in (movements, history, levels))
    low = partial(kept, status="low_stock", limit=10)
    asked = (
        ("item page", partial(_item_page, actor, item), (bare.ITEM, 0)),
        ("level list page", partial(kept, limit=31), bare.levels()),
        ("low-stock list", low, bare.levels("AND l.status = 'low_stock'", 10)),
        ("low-stock alerts", partial(_low, actor), ((bare.COUNTS, bare.LOW), 10)),
        ("newest 50 movements", partial(moves, limit=51), bare.movements()),
        (
            "- of an item",
            partial(moves, item=item, limit=51),
            bare.movements("WHERE m.item_id = :item"),
        ),
        (
            "- at a location",
            partial(moves, location=place, limit=51),
            bare.movements("WHERE m.location_id = :place"),
        ),
        (
            "- of a type",
            partial(moves, type=RARE, limit=51),
            bare.movements("WHERE m.type = :type"),
        ),
        (
            "- of a day long ago",
            partial(moves, since=day, until=day, limit=51),
            bare.movements(*bare.ON_DAY),
        ),
        ("newest 50 operations", partial(done, limit=51), bare.operations()),
        ("- of an item", partial(done, item=item, limit=51), bare.operations(bare.OF_ITEM)),
    )
    bound = {
        "item": item,
        "place": place,
        "type": RARE,
        "since": since,
        "until": until,
        "today": day,
    }
    return [
        Question(name, ours, said, bound | {"most": most})
        for name, ours, (said, most) in asked
    ]


def _item_page(actor, item):
    items.show(actor, item)
    availability.shelf(item)
    checkouts.holders(actor, item)
    return units.on_shelf(item)


def _low(actor):
    return alerts.all_alerts(actor, limit=10).low_stock


def figures(question, times):
    """Ours; the same SQL through SQLAlchemy, which is as near as we can come; and through the raw driver."""
    raw = bare.Raw()
    bound = {
        name: raw.instant(at) if name in ("since", "until") else at
        for name, at in question.bound.items()
    }
    said, through = (
        [raw.said(each) for each in question.statements],
        [text(each) for each in question.statements],
    )

    def core():
        rows = [db.session.execute(each, bound).all() for each in through]
        db.session.rollback()
        return rows[-1]

    acts = {
        "ours": partial(_once, question.ours),
        "core": core,
        "raw": partial(raw.ask, said, bound),
    }
    counts = {name: len(act()) for name, act in acts.items()}
    assert len(set(counts.values())) == 1, (question.name, counts)
    try:
        return measured(acts, times, raw)
    finally:
        raw.close()


def _once(ours):
    """As in a request of its own."""
    answer = ours()
    db.session.rollback()
    db.session.expunge_all()
    db.session().info.clear()
    return answer
