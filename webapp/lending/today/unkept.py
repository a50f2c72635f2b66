"""Promises that cannot be kept as things are: something broke, was lost, or is not back in time."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from sqlalchemy import case, select

from webapp.core import rows
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.school import calendar
from webapp.stock.units import units

from .. import access
from ..availability import availability
from ..loans import checkouts
from ..loans.pieces import IS_ASIDE
from ..models import Checkout

NEAREST = 200  # promises that are looked through
AHEAD = 14  # days that the desk looks ahead
PROMISED = Checkout.stored_status == "approved"
TAKEN = select(
    Checkout.item_id,
    Checkout.id,
    case(
        (Checkout.stored_status == "out", units.outstanding(Checkout.id)),
        else_=Checkout.quantity,
    ),
    Checkout.starts_on,
    Checkout.due_on,
    Checkout.stored_status == "out",
    IS_ASIDE,
).where(Checkout.stored_status.in_(("approved", "out")))


class Claim(NamedTuple):
    """So many pieces that a checkout takes from a day up to, not including, another."""

    checkout_id: int
    pieces: int
    starts: date
    ends: date
    is_out: bool = False
    is_aside: bool = False


def soon(actor: Actor) -> list[Checkout]:
    """Those of all promises, what is to be fetched first before the others. NotAllowed but for staff."""
    access.check_may_be_at_desk(actor)
    return among(checkouts.to_hand_out(actor, NEAREST))


def among(loans: list[Checkout]) -> list[Checkout]:
    """Those of these promises that are to be fetched by now or soon and will not be there, in their order.

    Whoever asked first has the first claim, after those for whom something is set aside.
    """
    last = calendar.after(calendar.today(), AHEAD)
    return _unkept([loan for loan in loans if loan.starts_on <= last])


def of_borrower(loans: Iterable[Checkout]) -> set[int]:
    """Those of what somebody has or is to get, by their ids, that are promised and not there as things are."""
    return {
        loan.id for loan in _unkept([each for each in loans if each.status == "approved"])
    }


def everywhere() -> list[Checkout]:
    """All of them, whenever they begin, by id; the caller has checked who may know."""
    return _unkept(rows.listed(select(Checkout).where(PROMISED).order_by(Checkout.id)))


def _unkept(loans: list[Checkout]) -> list[Checkout]:
    """Those of these promises for which nothing is left.

    One query more, however many there are, and one for the items of which more is promised than there is.
    """
    if not loans:
        return []
    shelves = availability.shelves(loan.item_id for loan in loans)
    overdrawn = {id: shelf for id, shelf in shelves.items() if shelf.is_overdrawn}
    without = {
        id
        for item_id, claims in _claims(overdrawn).items()
        for id in left_out(overdrawn[item_id].lendable, claims)
    }
    without |= _with_unit_kept_back(loans)
    return [loan for loan in loans if loan.id in without]


def _with_unit_kept_back(loans: list[Checkout]) -> set[int]:
    """Those whose unit may not leave by now, or is not there; one query more where units lie ready or are meant."""
    meant = {loan.id: _units_of(loan) for loan in loans}
    unit_ids = {id for ids in meant.values() for id in ids}
    known = units.these(unit_ids) if unit_ids else {}
    kept_back = {id for id, unit in known.items() if _is_kept_back(unit)}
    return {id for id, ids in meant.items() if kept_back.intersection(ids)}


def _units_of(loan: Checkout) -> list[int]:
    """Those that lie ready for it, or else the one that is meant."""
    return loan.unit_ids or [id for id in (loan.pinned_unit_id,) if id]


def _is_kept_back(unit: units.Unit) -> bool:
    is_lendable = unit.available + unit.reserved + unit.on_rent > 0
    return unit.blocked_reason is not None or not is_lendable


def _claims(item_ids: Iterable[int]) -> dict[int, list[Claim]]:
    """What is out and promised of these items."""
    ids, today = list(item_ids), calendar.today()
    claims: dict[int, list[Claim]] = defaultdict(list)
    if not ids:
        return claims
    for item_id, *claim in db.session.execute(TAKEN.where(Checkout.item_id.in_(ids))):
        claims[item_id].append(_claim(today, *claim))
    return claims


def _claim(
    today: date,
    id: int,
    pieces: int,
    starts: date,
    due: date,
    is_out: bool,
    is_aside: bool,
) -> Claim:
    """From today on, for days that are over do not count; what is late has no end."""
    ends = availability.FOREVER if due < today else availability.end_of(starts, due)
    first = today if is_out or is_aside else max(starts, today)
    return Claim(id, int(pieces), first, ends, is_out, is_aside)


def left_out(lendable: int, claims: list[Claim]) -> Iterator[int]:
    """Which checkouts get nothing if what is out stays out and promises are kept in the order of the claims."""
    days = sorted({day for claim in claims for day in (claim.starts, claim.ends)})
    taken = [0] * len(days)  # from each of these days until the next
    for claim in sorted(claims, key=_order):
        span = range(bisect_left(days, claim.starts), bisect_left(days, claim.ends))
        most = max((taken[at] for at in span), default=0)
        if most + claim.pieces > lendable and not claim.is_out:
            yield claim.checkout_id
            continue
        for at in span:
            taken[at] += claim.pieces


def _order(claim: Claim) -> tuple[bool, bool, int]:
    """What is out comes first, then what is set aside, then who asked first."""
    return not claim.is_out, not claim.is_aside, claim.checkout_id
