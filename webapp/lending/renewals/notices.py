"""What borrowers are told about keeping longer: e-mails, written in the transaction of the act they tell of."""

from webapp.core import letters, outbox
from webapp.core.db import db
from webapp.people import links, people
from webapp.people.people import Contact
from webapp.school import settings

from ..models import Checkout, CheckoutEvent, RenewalRequest, Request
from ..notices import notices


def extended(loan: Checkout, event_id: int, *, reason: str = "") -> None:
    """That it is due on another day, each time; it waits a moment, so that it can be undone."""
    notices.tell(
        loan, "extended", step=step(event_id), due_at=outbox.decided(), reason=reason
    )


def kept_by_itself(loan: Checkout, event_id: int) -> None:
    """That nobody had to do anything for it to be due later."""
    notices.tell(loan, "kept_by_itself", step=step(event_id))


def not_extended(loan: Checkout, event_id: int) -> None:
    """To who was told so, once that is taken back."""
    notices.tell(loan, "not_extended", step=f"not_extended:{event_id}")


def step(event_id: int) -> str:
    """Of the e-mail that tells of another due day, by the event."""
    return f"extended:{event_id}"


def rolled_step(person_id: int) -> str:
    """Of a person's e-mail about all of theirs that was rolled over in one act."""
    return f"rolled_over:{person_id}"


def is_yet_to_leave(loan: Checkout, event: CheckoutEvent) -> bool:
    """Whether the e-mail that tells of this with others of theirs has not left: it says what holds when it does."""
    job, step = event.after.get("roll_over"), rolled_step(loan.student_id)
    return job is not None and bool(outbox.waiting("job", [job], [step]))


def asked(request: RenewalRequest) -> None:
    """To whoever answers it, with a link that lets them."""
    for decider in _deciders(request):
        token = links.sign("renewal", request.id, to=decider.id)
        step = notices.requested_step(decider)
        _write(request, decider, "renewal_requested", step, token=token)


def answered(request: RenewalRequest) -> None:
    """To its borrower; it waits a moment, so that it can be undone."""
    known = people.contacts([request.student_id, request.decided_by])
    if borrower := known.get(request.student_id):
        decider = known.get(request.decided_by or 0)
        kind = f"renewal_{request.status}"
        _write(request, borrower, kind, request.status, decider=decider)


def call_back(request: RenewalRequest) -> None:
    """Nobody is asked any more who has not been sent it yet."""
    for decider in _deciders(request):
        outbox.cancel("renewal", request.id, notices.requested_step(decider))


def _deciders(request: RenewalRequest) -> list[Contact]:
    whole = db.session.get_one(Request, request.checkout.request_id)
    contacts = people.deciders(request.student_id, whole.group_id)
    return [contact for contact in contacts if contact.id != request.student_id]


def _write(
    request: RenewalRequest, to: Contact, kind: str, step: str, **said: object
) -> None:
    is_answer = step == request.status
    told = {"request": request, "checkout": request.checkout, "to": to}
    letters.post(
        f"lending/mail/{kind}",
        to,
        told | {"school": settings.get("name")} | said,
        about=("renewal", request.id),
        kind=kind,
        step=step,
        due_at=outbox.decided() if is_answer else None,
    )
