"""What is to be forgotten: requests whose loans are all over for long, and of which nothing is still to be done."""

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import aliased

from webapp.core import rows
from webapp.core.bounces import Bounce
from webapp.core.db import db
from webapp.core.outbox import Letter
from webapp.repairs import repairs
from webapp.school import calendar, settings
from webapp.stock.operations import losses

from ..models import Checkout

AT_A_TIME = 1000  # seen to in one run of the day; the rest has its turn in the next one
MOST_MONTHS = 240
OPEN = ("pending", "approved", "out")
_other = aliased(Checkout)


class Due(NamedTuple):
    """A loan that is to be forgotten."""

    request_id: int
    id: int
    item_name: str
    closed_at: datetime


def months() -> int:
    """So many months after a loan is closed it forgets who had it; 0 is never."""
    return settings.get("forget_loans_after")


def first_kept(after: int) -> date:
    """The school's day since which loans are closed that are not forgotten yet, where that is so many months."""
    return calendar.months_before(calendar.today(), after)


def since(after: int) -> datetime:
    """The instant with which that day begins."""
    return calendar.day(first_kept(after))[0]


def requests() -> list[int]:
    """Requests that are to be forgotten today, by id; `requests.forget` looks again."""
    after = months()
    if not after:
        return []
    hindered = hindered_requests(None)
    query = _over(after).with_only_columns(Checkout.request_id).distinct()
    query = query.order_by(Checkout.request_id).limit(AT_A_TIME + len(hindered))
    return [id for id in rows.listed(query) if id not in hindered]


def loans(after: int) -> list[Due]:
    """All loans that would be forgotten today if it were after so many months; none after 0."""
    if not after:
        return []
    query = _over(after).with_only_columns(
        Checkout.request_id, Checkout.id, Checkout.item_name, Checkout.closed_at
    )
    found = rows.made(Due, query.order_by(Checkout.request_id, Checkout.id))
    hindered = hindered_requests(None)
    return [loan for loan in found if loan.request_id not in hindered]


def count(after: int) -> int:
    """How many loans would be forgotten today."""
    return len(loans(after))


def is_over(loan: Checkout, limit: datetime) -> bool:
    """Whether a loan was closed before, and nothing of it is out, promised or to be settled."""
    closed_at = loan.closed_at
    is_closed = loan.stored_status not in OPEN and loan.unsettled_at is None
    return is_closed and closed_at is not None and closed_at < limit


def _over(after: int) -> Select[Checkout]:
    """Loans to be forgotten by when they were closed; all of a request together."""
    limit = since(after)
    stays = or_(
        _other.stored_status.in_(OPEN),
        _other.unsettled_at.is_not(None),
        _other.closed_at.is_(None),
        _other.closed_at >= limit,
    )
    is_kept = select(_other.id).where(_other.request_id == Checkout.request_id, stays)
    return select(Checkout).where(
        Checkout.forgotten_at.is_(None), Checkout.closed_at < limit, ~is_kept.exists()
    )


def hindered_requests(among: Collection[int] | None) -> set[int]:
    """Requests of which something is still to be done: a repair that is open, a loss that waits for a second person, an
    e-mail that did not reach its reader. `among` some of them, or all."""
    loan_ids = {*repairs.loans_with_open(), *losses.loans_waiting()}
    query = select(Checkout.request_id).distinct()
    if among is not None:
        query = query.where(Checkout.request_id.in_(among))
    at_work = (
        set(rows.listed(query.where(Checkout.id.in_(loan_ids)))) if loan_ids else set()
    )
    return at_work | _unreached(query, among)


def _unreached(requests: Select[int], among: Collection[int] | None) -> set[int]:
    """Those of which an e-mail came back, as long as nobody has it tried again or corrects the address."""
    if not db.session.scalar(select(Bounce.id).limit(1)):
        return set()
    ids: dict[str, list[int]] = {"checkout": [], "request": []}
    for type, id in db.session.execute(_came_back(among)):
        ids[type].append(id)
    theirs = or_(Checkout.id.in_(ids["checkout"]), Checkout.request_id.in_(ids["request"]))
    return set(rows.listed(requests.where(theirs)))


def _came_back(among: Collection[int] | None) -> Select[str, int]:
    """What the e-mails are about that did not reach their reader; of some requests by their index."""
    of_loan = Letter.subject_type == "checkout"
    of_request = Letter.subject_type == "request"
    if among is not None:
        loans = select(Checkout.id).where(Checkout.request_id.in_(among))
        of_loan &= Letter.subject_id.in_(loans)
        of_request &= Letter.subject_id.in_(among)
    query = select(Letter.subject_type, Letter.subject_id)
    query = query.join(Bounce, Bounce.address == Letter.address).where(
        or_(of_loan, of_request),
        Letter.cancelled_at.is_(None),
        or_(Letter.sent_at.is_(None), Bounce.at >= Letter.sent_at),
    )
    return query.distinct()
