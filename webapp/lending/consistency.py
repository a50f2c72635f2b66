"""Proof that loans and the ledger tell the same: what is out is on loan, what is over holds nothing."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Select, Subquery, case, func, select

from webapp.core.db import db
from webapp.stock.ledger import ledger
from webapp.stock.units import untagged

from .loans import pieces
from .models import Checkout, CheckoutUnit
from .today import unkept

LEFT = ("out", "returned", "lost")  # what a checkout is that left the desk


def without_tag() -> Iterator[str]:
    """A sentence for each loan that is out though nobody said which of the tagged pieces it is."""
    query = (
        select(Checkout.id, Checkout.student_name, Checkout.item_name)
        .join(CheckoutUnit, CheckoutUnit.checkout_id == Checkout.id)
        .where(
            pieces.OUT,
            CheckoutUnit.unit_id.is_(None),
            untagged.lendable_at(Checkout.item_id, CheckoutUnit.location_id) < 0,
        )
        .distinct()
        .order_by(Checkout.id)
    )
    for id, name, item_name in db.session.execute(query):
        yield f"checkout {id}: {item_name} is out to {name}, and nobody said which tag it has"


def without_piece() -> Iterator[str]:
    """A sentence for each promise that cannot be kept as things are."""
    for loan in unkept.everywhere():
        yield (
            f"checkout {loan.id}: {loan.item_name} is promised to {loan.student_name}"
            f" from {loan.starts_on} to {loan.due_on}, and will not be there"
        )


def problems() -> Iterator[str]:
    """A sentence for each checkout whose pieces are not where its status says."""
    in_ledger = ledger.balances()
    reserved = func.coalesce(in_ledger.c.reserved, 0)
    on_loan = func.coalesce(in_ledger.c.on_rent, 0)
    wrong = (
        select(Checkout.id, Checkout.stored_status, reserved, on_loan)
        .outerjoin(in_ledger, in_ledger.c.checkout_id == Checkout.id)
        .where(~_agrees(reserved, on_loan))
        .order_by(Checkout.id)
    )
    for id, status, aside, out in db.session.execute(wrong):
        yield f"checkout {id} is {status}, but by the ledger {aside} are set aside and {out} on loan"
    yield from _not_as_lost()
    yield from _unknown()
    yield from _units_disagree()
    yield from _too_many_or_few()
    yield from _out_twice()


def _units_disagree() -> Iterator[str]:
    """A sentence for each loan whose units are not where the ledger has them."""
    for id, *numbers in db.session.execute(_numbers_that_differ()):
        yield (
            "checkout {} has {} units set aside and {} out,"
            " but by the ledger it is {} and {}".format(id, *numbers)
        )


def _numbers_that_differ() -> Select[int, int, int, int, int]:
    """Of each such loan: pieces set aside and out by its units, and by the ledger."""
    moved, rows = ledger.balances(), _sums()
    sums = (rows.c.aside, rows.c.out, moved.c.reserved, moved.c.on_rent)
    aside, out, reserved, on_rent = (func.coalesce(column, 0) for column in sums)
    query = select(Checkout.id, aside, out, reserved, on_rent).order_by(Checkout.id)
    for table in (rows, moved):
        query = query.outerjoin(table, table.c.checkout_id == Checkout.id)
    return query.where((aside != reserved) | (out != on_rent))


def _too_many_or_few() -> Iterator[str]:
    """A sentence for each loan that left the desk, and whose units are not as many as its pieces."""
    rows = _sums()
    count = func.coalesce(rows.c.own, 0)
    query = (
        select(Checkout.id, Checkout.quantity, count)
        .outerjoin(rows, rows.c.checkout_id == Checkout.id)
        .where(Checkout.stored_status.in_(LEFT), count != Checkout.quantity)
        .order_by(Checkout.id)
    )
    for id, quantity, count_found in db.session.execute(query):
        yield f"checkout {id} is for {quantity} pieces, but its units are {count_found}"


def _out_twice() -> Iterator[str]:
    """A sentence for each unit that two loans have, or two rows of one."""
    query = (
        select(CheckoutUnit.unit_id)
        .where(
            CheckoutUnit.unit_id.is_not(None),
            CheckoutUnit.ended_at.is_(None),
            ~CheckoutUnit.is_batch,
        )
        .group_by(CheckoutUnit.unit_id)
        .having(func.count() > 1)
        .order_by(CheckoutUnit.unit_id)
    )
    for unit_id in db.session.scalars(query):
        yield f"unit {unit_id} is set aside or out for two at once"


def _sums() -> Subquery:
    """Of each loan: pieces `aside`, `out`, and its `own` in all, without what was released."""

    def pieces_where(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.sum(case((condition, CheckoutUnit.quantity), else_=0))

    is_own = func.coalesce(CheckoutUnit.ending, "") != "released"
    return (
        select(
            CheckoutUnit.checkout_id,
            pieces_where(pieces.ASIDE).label("aside"),
            pieces_where(pieces.OUT).label("out"),
            pieces_where(is_own).label("own"),
        )
        .group_by(CheckoutUnit.checkout_id)
        .subquery()
    )


def _not_as_lost() -> Iterator[str]:
    """A sentence for each loan that is over, and lost by its status and not by the ledger, or the other way round."""
    is_lost = Checkout.stored_status == "lost"
    total = func.coalesce(func.sum(CheckoutUnit.quantity), 0)
    theirs = CheckoutUnit.checkout_id == Checkout.id, CheckoutUnit.ending == "lost"
    pieces_lost = select(total).where(*theirs).correlate(Checkout).scalar_subquery()
    query = (
        select(Checkout.id, Checkout.stored_status, pieces_lost, Checkout.quantity)
        .where(
            Checkout.stored_status.in_(("returned", "lost")),
            is_lost != (pieces_lost == Checkout.quantity),
        )
        .order_by(Checkout.id)
    )
    for id, status, lost, quantity in db.session.execute(query):
        yield f"checkout {id} is {status}, but {lost} of its {quantity} pieces are lost"


def _unknown() -> Iterator[str]:
    """A sentence for each checkout that only the ledger knows."""
    in_ledger = ledger.balances()
    known = select(Checkout.id).where(Checkout.id == in_ledger.c.checkout_id)
    holds_some = func.coalesce(in_ledger.c.reserved, 0) != 0
    holds_some |= func.coalesce(in_ledger.c.on_rent, 0) != 0
    query = select(in_ledger.c.checkout_id).where(~known.exists(), holds_some)
    for id in db.session.scalars(query):
        yield f"the ledger lends to checkout {id}, which is not there"


def _agrees(
    reserved: ColumnElement[int], on_loan: ColumnElement[int]
) -> ColumnElement[bool]:
    """For a query over checkouts: that the ledger has as many pieces in each state as the status says."""
    return case(
        (
            Checkout.stored_status == "out",
            (reserved == 0) & (on_loan > 0) & (on_loan <= Checkout.quantity),
        ),
        (
            Checkout.stored_status == "approved",
            (on_loan == 0) & (reserved >= 0) & (reserved <= Checkout.quantity),
        ),
        else_=(reserved == 0) & (on_loan == 0),
    )
