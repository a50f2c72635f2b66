"""People who cannot be e-mailed: to call, or to give a letter; with what of theirs is late."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from webapp.core.actor import Actor
from webapp.core.errors import NotAllowed
from webapp.core.words import _
from webapp.lending.lists import overdue
from webapp.lending.lists.overdue import Late
from webapp.people import guardians, reaching
from webapp.people.guardians import Guardian


@dataclass(frozen=True)
class Unreached:
    """Somebody, how they are reached otherwise, why e-mail is not, and what they have late."""

    id: int
    name: str
    email: str
    phone: str
    reason: str
    since: datetime
    guardians: list[Guardian]
    late: list[Late]


def listed(actor: Actor) -> list[Unreached]:
    """By name, those whom the actor may see. NotAllowed but for staff."""
    if not actor.is_staff:
        raise NotAllowed(_("Only staff can see who cannot be e-mailed"))
    return _with_what_is_late(actor, reaching.unreached(actor))


def these(actor: Actor, ids: Collection[int]) -> list[Unreached]:
    """Those of these people, by name. For staff, which the caller has checked."""
    return _with_what_is_late(actor, reaching.unreached(actor, ids))


def _with_what_is_late(actor: Actor, found: list[reaching.Unreached]) -> list[Unreached]:
    late: dict[str, list[Late]] = {}
    for loan in overdue.loans(actor) if found else ():
        late.setdefault(loan.email, []).append(loan)
    theirs = guardians.of_people(each.person.id for each in found)
    return [
        Unreached(
            id=person.id,
            name=person.name,
            email=person.email,
            phone=person.phone,
            reason=bounce.reason,
            since=bounce.at,
            guardians=theirs.get(person.id, []),
            late=late.get(person.email, []),
        )
        for person, bounce in found
    ]
