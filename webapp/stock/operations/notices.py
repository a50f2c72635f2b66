"""What people are told about acts that wait for a second person: e-mails, written with the act they tell of."""

from collections.abc import Sequence

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


def recorded(losses: Sequence[Waiting]) -> None:
    """The same about losses that are recorded already: one e-mail about all of an act, but those on loan to them."""
    for person in people.having(*access.DESCRIBE):
        others = [
            each for each in losses if person.id not in (each.requested_by, each.borrower)
        ]
        if others:
            step = f"asked:{person.id}"
            _write(others[0], "second_person_loss", step, person, others)


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
    losses: Sequence[Waiting] = (),
) -> None:
    letters.post(
        f"stock/mail/{kind}",
        to,
        {
            "waiting": waiting,
            "losses": losses,
            "to": to,
            "school": settings.get("name"),
        },
        about=("pending", waiting.id),
        kind=kind,
        step=step,
    )
