"""E-mails about a roll-over: one a person, worded when it leaves, of what still holds then."""

from sqlalchemy import select

from webapp.core import letters, mail, outbox, rows
from webapp.core.jobs import Job
from webapp.core.words import _
from webapp.people import people

from .. import events
from ..models import Checkout
from . import notices

KIND = "rolled_over"


@letters.in_its_language
def write(job_id: int, person_id: int) -> None:
    """To somebody of whom something was rolled over; it waits a moment, so that it can be undone."""
    if person := people.contact(person_id):
        outbox.write(
            kind=KIND,
            subject_type="job",
            subject_id=job_id,
            step=notices.rolled_step(person_id),
            address=person.email,
            name=person.name,
            subject=_("Your loans are due later"),
            text="",
            due_at=outbox.decided(),
        )


def call_back(job_id: int, person_id: int) -> bool:
    """Whether it had not left, and now does not."""
    return outbox.cancel("job", job_id, notices.rolled_step(person_id))


def word(letter: mail.Claimed) -> mail.Content | None:
    """What of it holds now; None where nothing does, or for who may not come in any more."""
    person = people.contact(int(letter.step.rpartition(":")[2]))
    if person is None:
        return None
    query = select(Checkout).where(
        Checkout.student_id == person.id, Checkout.stored_status == "out"
    )
    out = rows.listed(query.order_by(Checkout.due_on, Checkout.id))
    standing = events.longer([loan.id for loan in out])
    loans = [
        loan
        for loan in out
        if (own := standing.get(loan.id))
        and own[-1].after.get("roll_over") == letter.subject_id
    ]
    if not loans:
        return None
    return letters.content("lending/mail/rolled_over", person, {"loans": loans})


def untold(job: Job) -> set[int]:
    """Whose e-mail about it has not left."""
    steps = {notices.rolled_step(id): id for id in job.input["people"]}
    return {steps[step] for step in outbox.not_left("job", job.id) if step in steps}
