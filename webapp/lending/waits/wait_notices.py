"""E-mails to people who wait: what is offered to them and until when, that it is over, or that it was taken back."""

from webapp.core import letters, outbox
from webapp.core.actor import Actor
from webapp.people import links, people
from webapp.school import calendar, settings
from webapp.stock.items import archiving

from ..models import Checkout, ItemWait

ABOUT = "item_wait"


def offered(wait: ItemWait, loan: Checkout) -> None:
    """What is set aside for them, until when they may have it, and until when they can say yes, by a link that lets
    them.
    """
    _tell(wait, "wait_offered", f"offered:{loan.id}", loan=loan)


def lapsed(wait: ItemWait) -> None:
    """That they did not answer in time, and how to wait again."""
    _tell(wait, "wait_lapsed", f"lapsed:{wait.id}")


def withdrawn(wait: ItemWait, loan: Checkout, by: Actor | None = None) -> None:
    """That what they were told of had not come back after all, or who of the staff took it back; they are in line where
    they were.
    """
    _tell(wait, "wait_withdrawn", withdrawn_step(loan.id), loan=loan, by=by)


def withdrawn_step(loan_id: int | str | None) -> str:
    """Of the e-mail that this loan is not offered any more."""
    return f"withdrawn:{loan_id}"


def call_back(wait: ItemWait, loan: Checkout) -> bool:
    """Keep the e-mail with the offer in the house; False if it has left."""
    return outbox.cancel(ABOUT, wait.id, f"offered:{loan.id}")


def call_back_withdrawn(wait: ItemWait, loan: Checkout) -> bool:
    """The same of the e-mail that this loan is not offered any more."""
    return outbox.cancel(ABOUT, wait.id, withdrawn_step(loan.id))


def _tell(
    wait: ItemWait,
    kind: str,
    step: str,
    *,
    loan: Checkout | None = None,
    by: Actor | None = None,
) -> None:
    contact = people.contact(wait.student_id)
    if contact is None:
        return
    told = {
        "to": contact,
        "wait": wait,
        "school": settings.get("name"),
        "loan": loan,
        "by": by,
        "token": links.sign("offer", wait.id, to=contact.id),
    }
    if loan and loan.offered_until:
        told["needs_approval"] = archiving.terms(loan.item_id).needs_approval
        with letters.speaking_to(contact):
            told["until"] = calendar.written(loan.offered_until, "%A %-d %B, %H:%M")
    letters.post(
        f"lending/mail/{kind}", contact, told, about=(ABOUT, wait.id), kind=kind, step=step
    )
