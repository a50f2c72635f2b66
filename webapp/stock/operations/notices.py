"""What people are told about acts that wait for a second person: e-mails, written with the act they tell of."""

from webapp.core import letters
from webapp.people import people
from webapp.people.people import Contact
from webapp.school import settings

from .. import access
from .pending import Waiting


def requested(waiting: Waiting) -> None:
    """To everybody who may agree, with the way there."""
    for person in people.having(*access.DESCRIBE):
        if person.id != waiting.requested_by:
            _write(
                waiting,
                "second_person",
                f"asked:{person.id}",
                person,
            )


def answered(waiting: Waiting) -> None:
    """To who asked, unless it was they who took it back."""
    requester = people.contact(waiting.requested_by)
    if requester and waiting.decided_by != waiting.requested_by:
        _write(
            waiting,
            "second_person_answered",
            "answered",
            requester,
        )


def _write(
    waiting: Waiting,
    kind: str,
    step: str,
    to: Contact,
) -> None:
    letters.post(
        f"stock/mail/{kind}",
        to,
        {
            "waiting": waiting,
            "to": to,
            "school": settings.get("name"),
        },
        about=("pending", waiting.id),
        kind=kind,
        step=step,
    )
