"""What is taken of items from day to day, added up by the database: few rows, however many loans there are.

Each row is a sum: of an item, of which loans, a day, how many days `later` it counts, how many more pieces are asked
for from then on, and how many more are promised or out. The statement is several small ones in one, for each reads an
index in its own order: what is open by the day it begins, and by the day it is due. Sums of sums are cast, for
PostgreSQL makes decimal numbers of them, and one such branch makes all the others so.

Its tables have short names, for psycopg keeps only statements of up to 4,096 characters in mind: a longer one it reads
anew each time. So what never changes is a literal, too.
"""

from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Date,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from webapp.core.db import sent_at
from webapp.stock.items import archiving
from webapp.stock.sets.sets import SetPart
from webapp.stock.units import units

from ..loans.pieces import IDS_ASIDE
from ..models import Basket, BasketLine, Checkout, ItemWait
from ..models.checkouts import IS_TO_COME

Sums = Select[Any, Any, Any, Any, Any, Any]
Whole = ColumnElement[int]

# Which loans a sum is of. The first is no loan's: it is how many pieces there are at all.
LENDABLE, TO_COME, ASIDE, OUT, OUT_DUE = range(5)
FIRST = bindparam("first", type_=Date)
UNTIL = bindparam("until", type_=Date)
TODAY = bindparam("today", type_=Date)
SENT_AT = sent_at()
ITEM_IDS: BindParameter[list[int]] = bindparam("item_ids", expanding=True)
LOAN, LINE = aliased(Checkout, name="c"), aliased(BasketLine, name="l")
BASKET, PART = aliased(Basket, name="b"), aliased(SetPart, name="p")
THESE = LOAN.item_id.in_(ITEM_IDS)
IN_BASKETS = (  # what is held there, but not for whoever asks
    ~LINE.is_for_later,
    BASKET.held_until > SENT_AT,
    BASKET.user_id != bindparam("except_basket_of", type_=Integer),
)
# Statuses are literals: of one that is bound PostgreSQL would think that half of all loans have it, so it would take
# planning the statement anew each time, which is half of its cost, for cheaper.
IS_PROMISED = LOAN.stored_status == literal_column("'approved'")
IS_OUT = LOAN.stored_status == literal_column("'out'")
IS_PENDING = LOAN.stored_status == literal_column("'pending'")
# What was offered is kept while a teacher answers, so it counts as promised.
IS_ASKED = IS_PENDING & LOAN.wait_id.is_(None)
IS_WAITING = ItemWait.status == literal_column("'waiting'")
NONE: Whole = literal_column("0")
SAME_DAY: Whole = literal_column("0")
DAY_AFTER: Whole = literal_column("1")


def statement(*, due_day_is_free: bool) -> CompoundSelect[Any, Any, Any, Any, Any, Any]:
    """Of the items `item_ids`, the days from `first` until before `until`; what is late `today` has no end.

    A loan holds the day it is due on; where that is free, it does so only if it is for that day alone.
    """
    later = cast(LOAN.starts_on == LOAN.due_on, Integer) if due_day_is_free else None
    return union_all(
        _lendable(),
        _beginning(),
        _due(later),
        _aside_early(),
        *_out(later),
        *_in_baskets(due_day_is_free=due_day_is_free),
    )


def _lendable() -> Sums:
    """How many pieces there are, and how many people wait for some, where others have what they ask for.

    Instead of `later` for how many open days a piece is looked after once it came back.
    """
    pieces = units.LENDABLE.c
    whole = cast(pieces.pieces, BigInteger)
    waiting = (
        select(func.count())
        .select_from(ItemWait)
        .where(ItemWait.item_id == pieces.item_id, IS_WAITING)
        .correlate(units.LENDABLE)
        .scalar_subquery()
    )
    service = archiving.service_days(pieces.item_id)
    return select(pieces.item_id, _of(LENDABLE), FIRST, service, waiting, whole)


def _beginning() -> Sums:
    """What is taken from each day on; what has begun by the first one counts on that, too."""
    starts = LOAN.starts_on
    sums = select(LOAN.item_id, _of(TO_COME), starts, SAME_DAY, *_asked_and_promised())
    beginning = sums.where(THESE, IS_TO_COME, starts < UNTIL, ~_has_lapsed())
    return beginning.group_by(LOAN.item_id, starts)


def _due(later: Whole | None) -> Sums:
    """What is given back by the end of each day, or during it."""
    due = LOAN.due_on
    is_late = and_(IS_PROMISED, due < TODAY)
    asked, promised = _asked_and_promised()
    moment = DAY_AFTER if later is None else later
    sums = select(LOAN.item_id, _of(TO_COME), due, moment, -asked, -promised)
    by_day = sums.where(THESE, IS_TO_COME, due < UNTIL, ~_has_lapsed(), ~is_late)
    by_day = by_day.group_by(LOAN.item_id, due)
    return by_day if later is None else by_day.group_by(later)


def _has_lapsed() -> ColumnElement[bool]:
    """That nobody can answer it any more. Said so, and not by what is taken instead: where a condition has an *or*,
    SQLite looks each part up in an index of its own, and the order in which it sums is lost.
    """
    return and_(IS_PENDING, LOAN.expires_at <= SENT_AT)


def _aside_early() -> Sums:
    """What is set aside before its first day: it is taken from now until then, too."""
    pieces, starts = func.sum(LOAN.quantity), LOAN.starts_on
    sums = select(LOAN.item_id, _of(ASIDE), starts, SAME_DAY, NONE, pieces)
    early = sums.where(THESE, IS_PROMISED, LOAN.id.in_(IDS_ASIDE), starts > FIRST)
    return early.group_by(LOAN.item_id, starts)


def _out(later: Whole | None) -> tuple[Sums, Sums]:
    """What is taken now, and when it is due."""
    out = _held(DAY_AFTER if later is None else later).c
    pieces, by_item = cast(func.sum(out.pieces), BigInteger), (out.item_id,)
    now = select(out.item_id, _of(OUT), FIRST, SAME_DAY, NONE, pieces)
    due = select(out.item_id, _of(OUT_DUE), out.due_on, out.later, NONE, -pieces)
    in_time = due.where(out.due_on >= TODAY)
    return now.group_by(*by_item), in_time.group_by(*by_item, out.due_on, out.later)


def _held(later: Whole) -> CTE:
    """The loans that are out with their pieces, by the ledger, for some may be back."""
    pieces = units.outstanding(LOAN.id).label("pieces")
    due_on = LOAN.due_on.label("due_on")
    query = select(LOAN.item_id, due_on, later.label("later"), pieces)
    return query.where(THESE, IS_OUT).cte("held")


def _in_baskets(*, due_day_is_free: bool) -> tuple[Sums, Sums]:
    """What is held in baskets counts as asked for: taken from its first day on, and given back when it is due."""
    held = _collected().c
    later: Whole = DAY_AFTER
    if due_day_is_free:
        later = cast(held.starts_on == held.due_on, Integer)
    taken = select(held.item_id, _of(TO_COME), held.starts_on, SAME_DAY, held.pieces, NONE)
    back = select(held.item_id, _of(TO_COME), held.due_on, later, -held.pieces, NONE)
    return taken.where(held.starts_on < UNTIL), back.where(held.due_on < UNTIL)


def _collected() -> CTE:
    """The pieces that lines of baskets hold: of the item each is for, or of the parts of its set."""
    days = LINE.starts_on, LINE.due_on
    of_items = select(LINE.item_id, *days, LINE.quantity.label("pieces"))
    in_sets = (LINE.quantity * PART.quantity).label("pieces")
    of_sets = select(PART.item_id, *days, in_sets)
    of_sets = of_sets.join(LINE, LINE.set_id == PART.set_id)
    return union_all(
        of_items.join(BASKET).where(LINE.item_id.in_(ITEM_IDS), *IN_BASKETS),
        of_sets.join(BASKET).where(PART.item_id.in_(ITEM_IDS), *IN_BASKETS),
    ).cte("kept")


def _of(loans: int) -> Whole:
    return literal_column(str(loans))


def _asked_and_promised() -> tuple[Whole, Whole]:
    """How many pieces in all somebody waits for, and how many are promised, of what is taken."""
    pieces = LOAN.quantity
    asked, promised = (
        case((IS_ASKED, pieces), else_=NONE),
        case((IS_ASKED, NONE), else_=pieces),
    )
    return func.sum(asked), func.sum(promised)


BY_SETTING = {is_free: statement(due_day_is_free=is_free) for is_free in (False, True)}
