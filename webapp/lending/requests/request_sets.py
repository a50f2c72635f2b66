"""A set of a request: what was asked for as one is judged, answered and told of as one."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from webapp.core.db import db
from webapp.core.words import _, listed, ngettext

from ..decisions.decisions import Terms
from ..models import Checkout, Request, RequestSet
from ..rules import limits
from .request_facts import Fact, Judgement


@dataclass(frozen=True)
class SetRequest:
    """A set that was asked for, its request, and the lines that are its parts."""

    request: Request
    asked: RequestSet
    lines: Sequence[Checkout]

    @property
    def waiting(self) -> list[Checkout]:
        return [line for line in self.lines if line.is_waiting]

    @property
    def is_waiting(self) -> bool:
        """Whether a part can still be answered."""
        return bool(self.waiting)

    @property
    def is_alike(self) -> bool:
        """Whether all parts came to the same."""
        return len({line.status for line in self.lines}) == 1

    @property
    def missing(self) -> str:
        """Of a set that is partly back, which parts are not: "Violin set: Bow still out"; empty otherwise."""
        out = [line.item_name for line in self.lines if line.out]
        if not out or not any(line.returned for line in self.lines):
            return ""
        items = listed(dict.fromkeys(out))
        return _("%(name)s: %(items)s still out", name=self.asked.name, items=items)

    def facts(self, judgements: Mapping[int, Judgement]) -> list[Fact]:
        """What its parts lack, each named, or that all of it is free; and what else stands in the way of one."""
        lacks = lacking(self.waiting, judgements)
        facts = [Fact("alert", words, "") for words in lacks]
        if not lacks:
            days = max((judgements[line.id].days for line in self.waiting), default=1)
            dates = ngettext("for that day", "for all %(num)s days", days)
            facts = [Fact("ok", _("All of it is free"), dates)]
        others = {
            fact
            for line in self.waiting
            for fact in judgements[line.id].about_thing(line.quantity)[1:]
        }
        return [*facts, *sorted(others)]


def terms_of_parts(part: SetRequest, terms: Terms) -> dict[int, Terms]:
    """What is approved of each part that waits, by the line's id: `granted` counts whole sets.

    Invalid for more sets than were asked for.
    """
    granted = terms.get("granted")
    if granted is None:
        return {line.id: terms for line in part.waiting}
    limits.check_granted(granted, part.asked.quantity)
    in_one = {line.id: line.quantity // part.asked.quantity for line in part.waiting}
    return {id: {**terms, "granted": pieces * granted} for id, pieces in in_one.items()}


def lacking(lines: Iterable[Checkout], judgements: Mapping[int, Judgement]) -> list[str]:
    """Of which of these there are too few to approve them: "Bow: 0 of 1 free"."""
    return [
        _(
            "%(item)s: %(free)s of %(all)s free",
            item=line.item_name,
            free=judgements[line.id].grantable,
            all=line.quantity,
        )
        for line in lines
        if judgements[line.id].grantable < line.quantity
    ]


def around(lines: Collection[Checkout]) -> dict[int, SetRequest]:
    """The sets that these lines are parts of, whole, by the id of their being asked for; two queries if there are any.

    The caller has checked who may see the lines; of what was over before the request became somebody else's nothing
    is told.
    """
    sets = {line.asked_set.id: line.asked_set for line in lines if line.asked_set}
    if not sets:
        return {}
    request_ids = {asked.request_id for asked in sets.values()}
    query = select(Request).where(Request.id.in_(request_ids))
    requests = {request.id: request for request in db.session.scalars(query)}
    parts = _parts({(line.request_set_id, line.student_id) for line in lines})
    return {
        id: SetRequest(requests[asked.request_id], asked, parts[id])
        for id, asked in sets.items()
    }


def _parts(whose: Collection[tuple[int | None, int]]) -> dict[int, list[Checkout]]:
    """The parts of sets that are with these people, by the id of the set's being asked for."""
    parts: dict[int, list[Checkout]] = defaultdict(list)
    ids = [id for id, _person in whose if id]
    query = select(Checkout).where(Checkout.request_set_id.in_(ids), ~Checkout.is_joined)
    for line in db.session.scalars(query.order_by(Checkout.id)):
        if (line.request_set_id, line.student_id) in whose:
            parts[line.request_set_id or 0].append(line)
    return parts
