"""Telling the desk what is broken: e-mails, written in the transaction of the act they tell of."""

from webapp.core import letters, outbox, sent_letters
from webapp.people import people
from webapp.people.people import Contact
from webapp.school import settings

from ..models import FaultReport

KIND = "fault_reported"


def reported(fault: FaultReport, *, by: str) -> None:
    """To everybody at the desk, or to the admins of a school that has no desk, except who says so. It waits a moment,
    so that it can be taken back.
    """
    told = {"fault": fault, "checkout": fault.checkout, "by": by}
    for reader in readers(besides=fault.by):
        letters.post(
            f"lending/mail/{KIND}",
            reader,
            told | {"to": reader, "school": settings.get("name")},
            about=("fault", fault.id),
            kind=KIND,
            step=f"{KIND}:{reader.id}",
            due_at=outbox.decided(),
        )


def call_back(fault: FaultReport) -> None:
    """Nobody is told any more who has not been sent it yet."""
    outbox.cancel_kind("fault", [fault.id], KIND)


def was_told(fault: FaultReport) -> bool:
    """Whether anybody has read of it, or will."""
    return sent_letters.has_left("fault", fault.id)


def readers(*, besides: int) -> list[Contact]:
    """Who is told of what is broken."""
    contacts = people.having("desk") or people.having("admin")
    return [contact for contact in contacts if contact.id != besides]
