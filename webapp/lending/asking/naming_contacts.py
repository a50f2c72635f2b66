"""Naming contacts: who may be named to fetch something in its borrower's stead, and by whom."""

from webapp.core.actor import Actor
from webapp.core.errors import Invalid, NotAllowed
from webapp.core.words import _
from webapp.people import groups, people
from webapp.people.people import Contact

from ..models import Request

FIELD = "contact"


def choices(actor: Actor, request: Request) -> dict[int, str]:
    """Whom its borrower may name, by their ids: who else is in the group that it is for, and its teacher.

    Nobody where it is for no group, or if they are not in it any more.
    """
    if request.group_id is None or not _sees_group(actor, request.group_id):
        return {}
    everybody = groups.people_of(request.group_id)
    return {each.id: each.name for each in everybody if each.id != request.student_id}


def let(actor: Actor, request: Request, id: int | None) -> None:
    """Let somebody fetch what is asked for now, if anybody is named. Refused as `find`."""
    if id is not None:
        to = find(actor, request, id)
        request.contact_id, request.contact_name = to.id, to.name


def find(actor: Actor, request: Request, id: int) -> Contact:
    """Who is to fetch it. NotFound for somebody whom staff do not see, Invalid for who may not be named."""
    if not actor.is_staff:
        return _find_in_group(actor, request, id)
    if id not in choices(actor, request):
        people.find(actor, id)
    to = people.contact(id)
    if to is None or to.id == request.student_id:
        words = _("Choose somebody else, who may come in")
        raise Invalid(fields={FIELD: words})
    if request.group_id and request.group_name:
        groups.check_answers_for(
            request.group_id, request.group_name, to.id, to.role, field=FIELD
        )
    return to


def _find_in_group(actor: Actor, request: Request, id: int) -> Contact:
    if request.group_id is None:
        words = _("Only staff can say who fetches what is for one person")
        raise NotAllowed(words)
    to = people.contact(id) if id in choices(actor, request) else None
    if to is None:
        words = _("Choose somebody who is in %(group)s", group=request.group_name)
        raise Invalid(fields={FIELD: words})
    return to


def _sees_group(actor: Actor, group_id: int) -> bool:
    return group_id in {group.id for group in groups.all_groups(actor)}
