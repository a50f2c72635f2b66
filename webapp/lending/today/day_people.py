"""Today by person: what each of them fetches, and what each of them brings back."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import and_, or_, select

from webapp.core import rows, text
from webapp.core.actor import Actor
from webapp.school import calendar

from .. import access
from ..loans import swaps
from ..loans.together import Together, together
from ..models import Checkout

MOST = 500  # loans


class Visit(NamedTuple):
    """One person, with what they fetch that is promised by today, for themselves or for others, and what they bring
    back today or as that is fetched. What is only offered is among it, for whoever it is offered to.
    """

    person_id: int
    name: str
    fetches: list[Checkout]
    brings: list[Checkout]

    @property
    def may_take(self) -> list[Checkout]:
        """What they fetch, but for what is only offered."""
        return [loan for loan in self.fetches if not loan.is_offer]

    @property
    def fetches_together(self) -> list[Together]:
        return together(self.fetches)

    @property
    def brings_together(self) -> list[Together]:
        return together(self.brings)


def today(actor: Actor) -> list[Visit]:
    """By name. NotAllowed but for staff."""
    access.check_may_be_at_desk(actor)
    loans = _loans()
    visits = [_visit(theirs) for theirs in _by_person([*loans, *_swapped(loans)]).values()]
    return sorted(visits, key=lambda visit: (text.sort_key(visit.name), visit.person_id))


def _loans() -> list[Checkout]:
    day = calendar.today()
    fetched = and_(Checkout.stored_status == "approved", Checkout.starts_on <= day)
    brought = and_(Checkout.stored_status == "out", Checkout.due_on == day)
    query = select(Checkout).where(or_(fetched, brought))
    return rows.listed(query.order_by(Checkout.item_name, Checkout.id).limit(MOST))


def _swapped(loans: Iterable[Checkout]) -> list[Checkout]:
    """What comes back as these are fetched, but is due another day; one query."""
    known = {loan.id for loan in loans}
    fetched = [loan.id for loan in loans if loan.status == "approved"]
    return [old for old in swaps.to_come_back(fetched) if old.id not in known]


def _by_person(loans: Iterable[Checkout]) -> dict[int, list[Checkout]]:
    theirs: dict[int, list[Checkout]] = defaultdict(list)
    for loan in loans:
        theirs[_comes(loan)].append(loan)
    return theirs


def _comes(loan: Checkout) -> int:
    return loan.student_id if loan.is_offer else loan.comes_id


def _visit(loans: list[Checkout]) -> Visit:
    first = loans[0]
    fetches = [loan for loan in loans if loan.status == "approved"]
    brings = [loan for loan in loans if loan.status == "out"]
    is_own = _comes(first) == first.student_id
    name = first.student_name if is_own else first.fetched_by
    return Visit(_comes(first), name, fetches, brings)
