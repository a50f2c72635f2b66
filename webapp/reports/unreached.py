"""People who cannot be e-mailed: to call, or to give a letter; with what of theirs is late."""

from dataclasses import dataclass

from webapp.core.actor import Actor
from webapp.core.errors import NotAllowed
from webapp.core.words import _
from webapp.lending import overdue
from webapp.lending.overdue import Late
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
    guardians: list[Guardian]
    late: list[Late]


def listed(actor: Actor) -> list[Unreached]:
    """By name, those whom the actor may see. NotAllowed but for staff."""
    if not actor.is_staff:
        raise NotAllowed(_("Only staff can see who cannot be e-mailed"))
    found = reaching.unreached(actor)
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
            guardians=theirs.get(person.id, []),
            late=late.get(person.email, []),
        )
        for person, bounce in found
    ]
