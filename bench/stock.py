"""What people ask of stock: the data of the pages, beside the same rows by hand-written SQL."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import func, select, text

from bench import bare_stock as bare
from bench.turns import measured
from tests.load.acts import teacher
from webapp.core.db import db
from webapp.lending.availability import availability
from webapp.lending.loans import checkouts
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


class Subject(NamedTuple):
    """What is asked about: the item that moved most, the place of the newest movement, a day in the middle."""

    item: int
    place: int
    day: date


def questions():
    """The data of the pages, by name."""
    actor, subject = teacher(), _subject()
    since, until = calendar.day(subject.day)
    bound = {
        "item": subject.item,
        "place": subject.place,
        "type": RARE,
        "since": since,
        "until": until,
        "today": subject.day,
    }
    asked = (
        *_of_levels(actor, subject.item),
        *_of_movements(actor, subject),
        *_of_operations(actor, subject.item),
    )
    return [
        Question(name, ours, statements, bound | {"most": most})
        for name, ours, (statements, most) in asked
    ]


def _subject():
    moved = select(Movement.item_id).group_by(Movement.item_id)
    most_moved = moved.order_by(func.count().desc(), Movement.item_id).limit(1)
    newest = db.session.scalar(select(func.max(Movement.id)))
    item, place, at = (
        db.session.scalar(query)
        for query in (
            most_moved,
            select(Movement.location_id).where(Movement.id == newest),
            select(Movement.created_at).where(Movement.id == newest // 2),
        )
    )
    db.session.rollback()
    return Subject(item, place, calendar.local(at).date())


def _of_levels(actor, item):
    listed = partial(levels.listed, actor)
    low = partial(listed, status="low_stock", limit=10)
    return (
        ("item page", partial(_item_page, actor, item), (bare.ITEM, 0)),
        ("level list page", partial(listed, limit=31), bare.levels()),
        ("low-stock list", low, bare.levels("AND l.status = 'low_stock'", 10)),
        ("low-stock alerts", partial(_low, actor), ((bare.COUNTS, bare.LOW), 10)),
    )


def _of_movements(actor, subject):
    listed = partial(movements.listed, actor, limit=51)
    in_day = partial(listed, since=subject.day, until=subject.day)
    of_item = bare.movements("WHERE m.item_id = :item")
    at_place = bare.movements("WHERE m.location_id = :place")
    of_type = bare.movements("WHERE m.type = :type")
    return (
        ("newest 50 movements", listed, bare.movements()),
        ("- of an item", partial(listed, item=subject.item), of_item),
        ("- at a location", partial(listed, location=subject.place), at_place),
        ("- of a type", partial(listed, type=RARE), of_type),
        ("- of a day long ago", in_day, bare.movements(*bare.ON_DAY)),
    )


def _of_operations(actor, item):
    listed = partial(history.listed, actor, limit=51)
    of_item = bare.operations(bare.OF_ITEM)
    return (
        ("newest 50 operations", listed, bare.operations()),
        ("- of an item", partial(listed, item=item), of_item),
    )


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
    raw_statements = [raw.said(each) for each in question.statements]
    acts = {
        "ours": partial(_once, question.ours),
        "core": partial(_core, [text(each) for each in question.statements], bound),
        "raw": partial(raw.ask, raw_statements, bound),
    }
    _check_they_agree(question, acts)
    try:
        return measured(acts, times, raw)
    finally:
        raw.close()


def _check_they_agree(question, acts):
    counts = {name: len(act()) for name, act in acts.items()}
    assert len(set(counts.values())) == 1, (question.name, counts)


def _core(statements, bound):
    """The rows of the last statement."""
    rows = [db.session.execute(each, bound).all() for each in statements]
    db.session.rollback()
    return rows[-1]


def _once(ours):
    """As in a request of its own."""
    answer = ours()
    db.session.rollback()
    db.session.expunge_all()
    db.session().info.clear()
    return answer
