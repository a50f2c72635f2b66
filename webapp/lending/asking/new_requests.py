"""New requests: the header of what somebody asks for, and what each of its lines has from it."""

from datetime import date

from webapp.core import clock
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.people import groups
from webapp.people.people import Contact

from ..models import Request
from ..models.checkouts import Columns
from . import expiry, naming_contacts


def new(
    actor: Actor,
    borrower: Contact,
    purpose: str,
    group_id: int | None = None,
    contact_id: int | None = None,
) -> Request:
    """A header without lines; its days are those of its lines once they are added.

    For a group that the actor sees, whose borrower answers for it: NotFound, and Invalid at `student`, otherwise. A
    contact fetches it in their stead: refused as `naming_contacts.find`.
    """
    group = groups.find(actor, group_id) if group_id else None
    if group:
        groups.check_answers_for(group.id, group.name, borrower.id, borrower.role)
    request = Request(
        group_id=group and group.id,
        group_name=group and group.name,
        student_id=borrower.id,
        student_name=borrower.name,
        asked_by=actor.id,
        purpose=purpose,
        sent_at=clock.now(),
    )
    naming_contacts.let(actor, request, contact_id)
    return request


def columns(request: Request, starts: date, due: date) -> Columns:
    return {
        "request_id": request.id,
        "student_id": request.student_id,
        "student_name": request.student_name,
        "notes": request.purpose,
        "starts_on": starts,
        "due_on": due,
        "asked_from": starts,
        "asked_until": due,
        "requested_at": request.sent_at,
        "expires_at": expiry.of(starts, due),
    }


def stretch(request: Request, starts: date, due: date) -> None:
    """Let a request begin and end with the first and the last of its lines."""
    request.starts_on = min(starts, request.starts_on or starts)
    request.due_on = max(due, request.due_on or due)
    db.session.add(request)
    db.session.flush()
