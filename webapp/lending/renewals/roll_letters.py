"""E-mails about a roll-over: one a person, worded when it leaves, of what still holds then."""

from sqlalchemy import select

from webapp.core import letters, mail, outbox, rows
from webapp.core.jobs import Job
from webapp.core.posting import Later, Worded
from webapp.core.words import lazy
from webapp.people import people

from ..loans import events
from ..models import Checkout
from . import notices


def write(job_id: int, person_id: int) -> None:
    """To somebody of whom something was rolled over; it waits a moment, so that it can be undone."""
    if person := people.contact(person_id):
        subject = lazy("Your loans are due later")
        LATER.leave(job_id, person, subject, when=str(person_id), due_at=outbox.decided())


def call_back(job_id: int, person_id: int) -> bool:
    """Whether it had not left, and now does not."""
    return outbox.cancel("job", job_id, notices.rolled_step(person_id))


def word(letter: mail.Claimed) -> Worded | None:
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
    return Worded(letters.content("lending/mail/rolled_over", person, {"loans": loans}))


LATER = Later("rolled_over", "job", word)


def untold(job: Job) -> set[int]:
    """Whose e-mail about it has not left."""
    steps = {notices.rolled_step(id): id for id in job.input["people"]}
    return {steps[step] for step in outbox.not_left("job", job.id) if step in steps}
