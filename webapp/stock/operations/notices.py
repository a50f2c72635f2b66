"""What people are told about acts that wait for a second person: letters, written with the act they tell of."""

from typing import Any

from webapp.core import letters
from webapp.people import people
from webapp.people.people import Contact
from webapp.school import settings

from .. import access
from .pending import Waiting


def asked(waiting: Waiting) -> None:
    """To everybody who may agree, with the way there."""
    for person in people.having(*access.DESCRIBE):
        if person.id != waiting.requested_by:
            _write(waiting, "second_person", f"asked:{person.id}", person)


def answered(waiting: Waiting) -> None:
    """To who asked, unless it was they who took it back."""
    asker = people.contact(waiting.requested_by)
    if asker and waiting.decided_by != waiting.requested_by:
        _write(waiting, "second_person_answered", "answered", asker)


def _write(waiting: Waiting, kind: str, step: str, to: Contact) -> None:
    told: dict[str, Any] = {"waiting": waiting, "to": to, "school": settings.get("name")}
    letters.post(
        f"stock/mail/{kind}", to, told, about=("pending", waiting.id), kind=kind, step=step
    )
