"""Pieces: which units of a loan, and how many without a tag, lie ready, are out or came back; the one reader of it.

The rows say what the ledger says. After each act, and after an undo, they are worked out anew from the acts that
stand, so an undo puts them back exactly.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Unpack

from sqlalchemy import ColumnElement, Select, delete, select
from sqlalchemy.orm.attributes import flag_modified, set_committed_value

from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.rows import insert_all
from webapp.stock.ledger import ledger, loaned
from webapp.stock.ledger.ledger import About, Line
from webapp.stock.ledger.loaned import Moved
from webapp.stock.operations.undo import Operation

from ..models import Checkout, CheckoutUnit
from ..models.checkouts import Columns

ASIDE = CheckoutUnit.out_at.is_(None) & CheckoutUnit.ended_at.is_(None)
OUT = CheckoutUnit.out_at.is_not(None) & CheckoutUnit.ended_at.is_(None)
IDS_ASIDE = select(CheckoutUnit.checkout_id).where(ASIDE)
IS_ASIDE: ColumnElement[bool] = Checkout.id.in_(IDS_ASIDE)  # for a query over checkouts
ENDING_INTO = {"available": "returned", "damaged": "damaged"}
ENDING_BY_TYPE = {"EXPIRY_LOSS": "used_up"}
Used = Mapping[CheckoutUnit, int]  # so many pieces of each row, in the same act
NONE: Used = {}
COLUMNS = ("unit_id", "quantity", "location_id", "is_batch", "out_at", "ended_at", "ending")


@dataclass(frozen=True)
class Piece:
    """A row of `checkout_units` as it should be."""

    unit_id: int | None
    quantity: int
    location_id: int
    is_batch: bool
    aside_at: datetime | None = None
    out_at: datetime | None = None
    ended_at: datetime | None = None
    ending: str | None = None

    @property
    def state(self) -> str:
        """As the ledger calls it; empty once it has ended."""
        if self.ended_at:
            return ""
        return "on_rent" if self.out_at else "reserved"


def move(
    actor: Actor,
    checkout: Checkout,
    kind: str,
    lines: Iterable[Line],
    **about: Unpack[About],
) -> Operation:
    """One act on a loan: what the ledger moves, its rows follow. Conflict if too few pieces are there."""
    about["checkout_id"] = checkout.id
    operation = ledger.record(actor, kind, lines, **about)
    follow(checkout)
    return operation


def follow(checkout: Checkout, *, without: int | None = None) -> None:
    """Let a loan's rows say what the ledger says, perhaps without an operation that is about to be undone."""
    follow_all([checkout], without=without)


def follow_all(checkouts: Iterable[Checkout], *, without: int | None = None) -> None:
    """The same for several loans, in as many statements."""
    of = {loan.id: loan for loan in checkouts}
    let_go, begun = list[int](), list[Columns]()
    for id, moves in loaned.moves(of, without=without).items():
        pieces = after(moves)
        rows = _rows_of(pieces, of[id].pieces)
        let_go += (row.id for row in of[id].pieces if row not in rows)
        begun += _new_or_set(id, pieces, rows)
    _let_go(let_go)
    db.session.flush()
    insert_all(CheckoutUnit, begun)
    _read_again(of)


def _let_go(ids: list[int]) -> None:
    """Before anything else is written: a unit is let go of before another row has it."""
    if not ids:
        return
    with db.session.no_autoflush:
        db.session.execute(delete(CheckoutUnit).where(CheckoutUnit.id.in_(ids)))


def _new_or_set(
    id: int, pieces: Iterable[Piece], rows: Iterable[CheckoutUnit | None]
) -> Iterator[Columns]:
    """Set the rows that are there; the columns of those that are not."""
    for piece, row in zip(pieces, rows, strict=True):
        if row:
            _set(row, piece)
        else:
            yield {"checkout_id": id} | asdict(piece)


def _read_again(of: Mapping[int, Checkout]) -> None:
    """The rows of these loans as they are written now."""
    query = select(CheckoutUnit).where(CheckoutUnit.checkout_id.in_(of))
    rows: dict[int, list[CheckoutUnit]] = {id: [] for id in of}
    for row in db.session.scalars(query.order_by(CheckoutUnit.id)):
        rows[row.checkout_id].append(row)
    for id, checkout in of.items():
        set_committed_value(checkout, "pieces", rows[id])


def after(moves: Iterable[Moved]) -> list[Piece]:
    """What these movements of one loan, oldest first, leave of it: the ended ones too, in the order they began."""
    pieces, _lacking = _replayed(moves)
    return pieces


def hold_without(checkout_id: int, operation_id: int) -> bool:
    """Whether what was done with a loan's pieces since an operation could have been done without it."""
    moves = loaned.moves([checkout_id], without=operation_id)[checkout_id]
    _pieces, lacking = _replayed(moves)
    return not lacking


def _replayed(moves: Iterable[Moved]) -> tuple[list[Piece], int]:
    """The pieces after these movements, and how many a movement took that were not there."""
    pieces: list[Piece] = []
    lacking = 0
    for moved in moves:
        if moved.from_state in ("reserved", "on_rent"):
            lacking += _go_on(pieces, moved)
        else:
            pieces.append(_begun(moved))
    return pieces, lacking


def lines(
    checkout: Checkout,
    type: str,
    from_state: str,
    to_state: str,
    parts: Iterable[tuple[CheckoutUnit, int]],
) -> list[Line]:
    """The lines that move so many pieces of each of these rows from where they are."""
    return [
        Line(
            checkout.item_id,
            row.location_id,
            type,
            from_state,
            to_state,
            count,
            row.unit_id,
        )
        for row, count in parts
    ]


def loans_with(unit_ids: Iterable[int] | int) -> Select[int]:
    """A query for the ids of the loans that these units are out on."""
    ids = [unit_ids] if isinstance(unit_ids, int) else list(unit_ids)
    return select(CheckoutUnit.checkout_id).where(OUT, CheckoutUnit.unit_id.in_(ids))


def _begun(moved: Moved) -> Piece:
    is_aside = moved.to_state == "reserved"
    return Piece(
        moved.unit_id,
        moved.quantity,
        moved.location_id,
        moved.is_batch,
        aside_at=moved.at if is_aside else None,
        out_at=None if is_aside else moved.at,
    )


def _go_on(pieces: list[Piece], moved: Moved) -> int:
    """Let the pieces that a movement takes go on; where it takes fewer than lie together, they part.

    How many it takes that are not there.
    """
    left = moved.quantity
    for at in _taken(pieces, moved):
        piece = pieces[at]
        count = min(left, piece.quantity)
        if not count:
            return 0
        left -= count
        ahead = replace(_next(piece, moved), quantity=count)
        if count == piece.quantity:
            pieces[at] = ahead
        else:
            pieces[at] = replace(piece, quantity=piece.quantity - count)
            pieces.append(ahead)
    return left


def _taken(pieces: list[Piece], moved: Moved) -> list[int]:
    """Which of them a movement takes, the likeliest first: of its unit, then of its place, then of its state."""

    def distance(at: int) -> tuple[bool, bool, int]:
        piece = pieces[at]
        return piece.unit_id != moved.unit_id, piece.location_id != moved.location_id, at

    in_state = (at for at, piece in enumerate(pieces) if piece.state == moved.from_state)
    return sorted(in_state, key=distance)


def _next(piece: Piece, moved: Moved) -> Piece:
    if moved.to_state == "on_rent":
        return replace(piece, out_at=moved.at)
    if moved.from_state == "reserved":
        return replace(piece, ended_at=moved.at, ending="released")
    ending = ENDING_INTO.get(moved.to_state) or ENDING_BY_TYPE.get(moved.type, "lost")
    return replace(piece, ended_at=moved.at, ending=ending)


def _rows_of(
    pieces: Iterable[Piece], rows: Iterable[CheckoutUnit]
) -> list[CheckoutUnit | None]:
    """For each piece the row that is of its unit, or of loose ones, at its place; None where it needs a new one."""
    free, matched = [*rows], []
    for piece in pieces:
        place = piece.unit_id, piece.location_id
        row = next((row for row in free if (row.unit_id, row.location_id) == place), None)
        if row:
            free.remove(row)
        matched.append(row)
    return matched


def _set(row: CheckoutUnit, piece: Piece) -> None:
    """What was set aside before approving became a promise keeps its own moment."""
    if any(getattr(row, name) != getattr(piece, name) for name in COLUMNS):
        for name in COLUMNS:  # all of them, so that the rows of a pile change at once
            setattr(row, name, getattr(piece, name))
            flag_modified(row, name)
    if row.aside_at is None or piece.aside_at is None:
        row.aside_at = piece.aside_at


def parts_of(
    rows: Iterable[CheckoutUnit], count: int, used: Used = NONE
) -> Iterator[tuple[CheckoutUnit, int]]:
    """So many pieces of these rows, in their order, beside those that are used; fewer if there are fewer."""
    for row in rows:
        if count < 1:
            return
        if some := min(count, row.quantity - used.get(row, 0)):
            count -= some
            yield row, some
