"""What people are told about their suspensions: e-mails, written in the transaction of the act they tell of."""

from webapp.core import clock, letters, outbox
from webapp.people import people
from webapp.school import settings

from ..models import Suspension


def suspended(suspension: Suspension) -> None:
    """That they may neither ask, collect nor keep longer, why, and until when."""
    _write(suspension, "suspended")


def lifted(suspension: Suspension) -> None:
    """That they may again; nothing, if they were not told of it yet."""
    if not outbox.cancel("suspension", suspension.id, "suspended"):
        _write(suspension, "suspension_lifted")


def _write(suspension: Suspension, kind: str) -> None:
    if person := people.contact(suspension.person_id):
        told = {"suspension": suspension, "to": person, "school": settings.get("name")}
        step = kind if kind == "suspended" else f"{kind}:{clock.now():%Y%m%d%H%M%S}"
        letters.post(
            f"lending/mail/{kind}",
            person,
            told,
            about=("suspension", suspension.id),
            kind=kind,
            step=step,
        )
