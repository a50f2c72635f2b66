"""E-mails to whoever fetches something in its borrower's stead: that it lies ready, and later that they need not."""

from collections import Counter
from collections.abc import Collection

from sqlalchemy import select

from webapp.core import letters, mail, outbox, rows
from webapp.core.db import db
from webapp.core.outbox import Letter
from webapp.core.posting import Later, Worded
from webapp.core.words import lazy
from webapp.people import people
from webapp.school import calendar, settings

from ..models import Checkout

KIND, NO_MORE = "ready_to_fetch", "not_to_fetch"
Told = tuple[int, int]  # the ids of a loan and of who was to fetch it


def ready(checkout: Checkout) -> None:
    """To who fetches it, if anybody does; waits a moment, and whether they still may is asked as it leaves."""
    contact = people.contact(checkout.stands_in_id) if checkout.stands_in_id else None
    if contact is None:
        return
    told, (fetch, no_more) = (checkout.id, contact.id), _written([checkout.id])
    if outbox.cancel("checkout", checkout.id, _no_more(contact.id, no_more[told])):
        return  # what they were told is true again
    if fetch[told] == no_more[told]:
        subject = lazy(
            "To fetch for %(name)s: %(item)s",
            name=checkout.student_name,
            item=checkout.item_name,
        )
        when = f"{contact.id}:{fetch[told] + 1}"
        LATER.leave(checkout.id, contact, subject, when=when, due_at=outbox.decided())


def fetched(ids: Collection[int]) -> None:
    """Nobody is told any more that they fetch these loans, unless they were already."""
    outbox.cancel_kind("checkout", ids, KIND)


def call_back(ids: Collection[int]) -> None:
    """The same, and who was told already hears that they need not; the loans are still called as they were told."""
    fetched(ids)
    fetch, no_more = _written(ids)
    for told in sorted(fetch - no_more):
        _tell_no_more(told, fetch[told])


def word(letter: mail.Claimed) -> Worded | None:
    """What it says now; None where they do not fetch it any more, or it does not lie ready."""
    contact = people.contact(_who(letter.step))
    query = select(Checkout).where(
        Checkout.id == letter.subject_id,
        Checkout.stored_status == "approved",
        Checkout.ready_at.is_not(None),
    )
    found = rows.listed(query)
    if contact is None or not found or found[0].stands_in_id != contact.id:
        return None
    told = {"checkout": found[0], "to": contact, "school": settings.get("name")}
    told["begins_later"] = found[0].starts_on > calendar.today()
    return Worded(letters.content(f"lending/mail/{KIND}", contact, told))


LATER = Later(KIND, "checkout", word)


def _tell_no_more(told: Told, times: int) -> None:
    checkout, contact = db.session.get_one(Checkout, told[0]), people.contact(told[1])
    if contact:
        letters.post(
            f"lending/mail/{NO_MORE}",
            contact,
            {"checkout": checkout, "to": contact, "school": settings.get("name")},
            about=("checkout", checkout.id),
            kind=NO_MORE,
            step=_no_more(contact.id, times),
            due_at=outbox.decided(),
        )


def _written(ids: Collection[int]) -> tuple[Counter[Told], Counter[Told]]:
    """How often who was told to fetch these loans, and that they need not, without what was withdrawn."""
    query = select(Letter.kind, Letter.subject_id, Letter.step).where(
        Letter.subject_type == "checkout",
        Letter.subject_id.in_(list(ids)),
        Letter.kind.in_((KIND, NO_MORE)),
        Letter.cancelled_at.is_(None),
    )
    counts = {KIND: Counter[Told](), NO_MORE: Counter[Told]()}
    for kind, id, step in db.session.execute(query):
        counts[kind][id, _who(step)] += 1
    return counts[KIND], counts[NO_MORE]


def _no_more(contact_id: int, times: int) -> str:
    return f"{NO_MORE}:{contact_id}:{times}"


def _who(step: str) -> int:
    """The id of the person whom a letter with this step is to."""
    return int(step.split(":")[1])
