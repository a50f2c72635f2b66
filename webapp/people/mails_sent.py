"""E-mails to somebody, and to who answers for them: what about, when, and whether they arrived. Not what they say."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from webapp.core import rows
from webapp.core.actor import Actor
from webapp.core.bounces import Bounce
from webapp.core.outbox import Letter

from . import access
from .people import find

Earlier = aliased(Letter)
LAST_BEFORE_IT_CAME_BACK = (
    select(func.max(Earlier.sent_at))
    .where(Earlier.address == Letter.address, Earlier.sent_at <= Bounce.at)
    .correlate(Letter, Bounce)
    .scalar_subquery()
)


class Mail(NamedTuple):
    """An e-mail; `at` is when it left, or was written where it has not. Its state is sent, came_back, waiting or
    failing."""

    id: int
    subject: str
    name: str
    is_copy: bool  # to somebody else than the person
    at: datetime
    state: str
    reason: str  # why it came back, or was not sent, as the mail server says it


def listed(
    actor: Actor, person_id: int, *, before: int | None = None, limit: int = 50
) -> list[Mail]:
    """Newest first, without what was withdrawn. NotFound for whom the actor does not see, NotAllowed for students."""
    person = find(actor, person_id)
    access.check_may_read_emails(actor)
    return of_person(person.id, before=before, limit=limit)


def of_person(person_id: int, *, before: int | None = None, limit: int = 50) -> list[Mail]:
    """The same; one query. The caller has checked who may know."""
    query = (
        select(Letter, Bounce, LAST_BEFORE_IT_CAME_BACK)
        .outerjoin(Bounce, Bounce.address == Letter.address)
        .where(Letter.person_id == person_id, Letter.cancelled_at.is_(None))
    )
    if before:
        query = query.where(Letter.id < before)
    return rows.made(_mail, query.order_by(Letter.id.desc()).limit(limit))


def _mail(letter: Letter, bounce: Bounce | None, came_back_at: datetime | None) -> Mail:
    has_come_back = bool(letter.sent_at) and letter.sent_at == came_back_at
    reason = bounce.reason if bounce and has_come_back else letter.last_error or ""
    at = letter.sent_at or letter.written_at
    state = "came_back" if has_come_back else _state(letter)
    is_copy = letter.is_to_guardian
    return Mail(letter.id, letter.subject, letter.name, is_copy, at, state, reason)


def _state(letter: Letter) -> str:
    if letter.sent_at:
        return "sent"
    return "failing" if letter.last_error else "waiting"
