"""What people are told about checkouts: letters, written in the transaction of the act they tell of."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from webapp.core import letters, outbox
from webapp.core.db import db
from webapp.people import links, people
from webapp.people.people import Contact
from webapp.school import calendar, settings

from ..loans import swaps
from ..loans.together import count_approved, together
from ..models import Checkout, Request
from ..suspensions import borrowing_records

ANSWERED = "answered:"  # how the steps of the letters about several lines begin


def requested(request: Request, checkout: Checkout, *, besides: int) -> None:
    """To whoever answers it, except the one who wrote it down. Leaves at once, with a link that lets them decide."""
    for decider in deciders(request, besides=besides):
        requested_of(decider, request, checkout)


def requested_of(decider: Contact, request: Request, checkout: Checkout) -> None:
    _write(
        checkout,
        requested_step(decider),
        "requested",
        decider,
        token=links.sign("decision", checkout.id, to=decider.id),
        group=request.group_name,
        in_place=swaps.in_place([checkout]),
        lost=borrowing_records.of_student(checkout.student_id).lost,
    )


def requested_several(request: Request, lines: Sequence[Checkout], *, besides: int) -> None:
    """The same of a request for several things: one letter, with a link that lets them answer each."""
    for decider in deciders(request, besides=besides):
        step = requested_step(decider)
        about_request("requested_several", request, lines, to=decider, step=step)


def about_request(
    kind: str, request: Request, lines: Sequence[Checkout], *, to: Contact, step: str
) -> None:
    """To one who answers it, with a link that lets them answer each of these lines."""
    token = links.sign("request", request.id, to=to.id)
    told = {
        "request": request,
        "lines": lines,
        "token": token,
        "together": together(lines),
        "in_place": swaps.in_place(lines),
        "lost": borrowing_records.of_student(request.student_id).lost,
    }
    about_whole(kind, to, told, request.id, step)


def deciders(request: Request, *, besides: int) -> list[Contact]:
    """Who answers a request, except one person who knows of it."""
    contacts = people.deciders(request.student_id, request.group_id)
    return [contact for contact in contacts if contact.id != besides]


def requested_step(decider: Contact) -> str:
    return f"requested:{decider.id}"


def answered(lines: Sequence[Checkout], *, step: str, note: str = "") -> None:
    """To the borrower, what was said to each of several lines; waits a moment, so that it can be undone."""
    first, things = lines[0], together(lines)
    known = people.contacts([first.student_id, first.decided_by])
    if borrower := known.get(first.student_id):
        told = {
            "lines": lines,
            "together": things,
            **_counted(first),
            "decider": known.get(first.decided_by or 0),
            "request_id": first.request_id,
            "note": note,
        }
        about_whole("answered", borrower, told, first.request_id, step, outbox.decided())


def _counted(line: Checkout) -> dict[str, int]:
    """Of how many things that were asked for with it how many are approved: those answered before count, and those
    cancelled since; a set is one.
    """
    query = select(Checkout).where(
        Checkout.request_id == line.request_id,
        Checkout.student_id == line.student_id,
        ~Checkout.is_joined,
    )
    things = together(db.session.scalars(query.order_by(Checkout.id)))
    return {"approved_things": count_approved(things), "all_things": len(things)}


def answered_step(lines: Sequence[Checkout]) -> str:
    """Each answer has a letter of its own, however many there are to one request."""
    return f"{ANSWERED}{lines[0].id}"


def decided(checkout: Checkout, *, note: str = "") -> None:
    """To the borrower, approved or declined; waits a moment, so that it can be undone."""
    tell(checkout, checkout.status_decided, due_at=outbox.decided(), note=note)


def lent(checkout: Checkout) -> None:
    """To whoever left the desk with it: what they have, and until when."""
    tell(checkout, "lent")


def returned(checkout: Checkout) -> None:
    tell(checkout, "returned")


def lost(checkout: Checkout, operation_id: int, pieces: int) -> None:
    """What was recorded, each time; `lost_step` names its letter."""
    tell(checkout, "lost", step=lost_step(operation_id), pieces=pieces)


def found(checkout: Checkout, operation_id: int) -> None:
    """To who was told that it was lost, once that is taken back."""
    tell(checkout, "found", step=f"found:{operation_id}")


def lost_step(operation_id: int) -> str:
    return f"lost:{operation_id}"


def missed(checkout: Checkout, event_id: int) -> None:
    """To who did not fetch it in time, each time."""
    tell(checkout, "missed", step=missed_step(event_id))


def promised_again(checkout: Checkout, event_id: int | None) -> None:
    """To who was told so, once that is taken back."""
    tell(checkout, "promised_again", step=f"promised_again:{event_id}")


def missed_step(event_id: int | None) -> str:
    return f"missed:{event_id}"


def cancelled(checkout: Checkout, event_id: int) -> None:
    """Each time; it waits a moment, so that it can be undone."""
    step, due_at = cancelled_step(event_id), outbox.decided()
    tell(checkout, "cancelled", step=step, due_at=due_at)


def cancelled_several(lines: Sequence[Checkout], event_id: int) -> None:
    """The same of several lines of a request, by the event of the first: one letter."""
    _tell_several(lines, "cancelled", cancelled_step(event_id), outbox.decided())


def cancelled_step(event_id: int) -> str:
    return f"cancelled:{event_id}"


def restored(lines: Sequence[Checkout], event_id: int, *, by: str) -> None:
    """To who knows that it was cancelled, once that is taken back; `event_id` is that of the first."""
    step = f"restored:{event_id}"
    if len(lines) == 1:
        tell(lines[0], "restored", step=step, by=by)
    else:
        _tell_several(lines, "restored", step, by=by)


def _tell_several(
    lines: Sequence[Checkout],
    kind: str,
    step: str,
    due_at: datetime | None = None,
    **said: Any,
) -> None:
    """To the borrower, about several lines of a request."""
    first = lines[0]
    if borrower := people.contact(first.student_id):
        told = {"together": together(lines), "request_id": first.request_id} | said
        about_whole(f"{kind}_several", borrower, told, first.request_id, step, due_at)


def rearranged(checkout: Checkout, event_id: int, *, reason: str = "") -> None:
    """To the borrower, what is promised now, each time it is another item or other days; not before the answer."""
    step, due_at = rearranged_step(event_id), _answer_leaves_at(checkout)
    tell(checkout, "rearranged", step=step, due_at=due_at, reason=reason)


def _answer_leaves_at(checkout: Checkout) -> datetime | None:
    """When the letter leaves that says it is approved, by itself or with others; None once it has left."""
    whole = checkout.request_id
    steps = [step for _id, step in outbox.written("request", [whole]) if _is_answer(step)]
    single = outbox.waiting("checkout", [checkout.id], ["approved"])
    together = outbox.waiting("request", [whole], steps) if steps else {}
    return max([*single.values(), *together.values()], default=None)


def _is_answer(step: str) -> bool:
    return step.startswith(ANSWERED)


def rearranged_step(event_id: int) -> str:
    return f"rearranged:{event_id}"


def tell(
    checkout: Checkout,
    kind: str,
    *,
    step: str = "",
    due_at: datetime | None = None,
    **said: Any,
) -> None:
    """One letter to the borrower, if they may still come in; its step is its kind, if not said."""
    known = people.contacts([checkout.student_id, checkout.decided_by])
    if borrower := known.get(checkout.student_id):
        decider = known.get(checkout.decided_by or 0)
        _write(
            checkout, step or kind, kind, borrower, due_at=due_at, decider=decider, **said
        )


def _write(
    checkout: Checkout,
    step: str,
    kind: str,
    to: Contact,
    *,
    due_at: datetime | None = None,
    **said: Any,
) -> None:
    told = {"checkout": checkout, "to": to, "school": settings.get("name")} | said
    told["begins_later"] = checkout.starts_on > calendar.today()
    about = "checkout", checkout.id
    letters.post(
        f"lending/mail/{kind}", to, told, about=about, kind=kind, step=step, due_at=due_at
    )


def about_whole(
    kind: str,
    to: Contact,
    told: Mapping[str, Any],
    request_id: int,
    step: str,
    due_at: datetime | None = None,
) -> None:
    """A letter about a whole request."""
    told = {"to": to, "school": settings.get("name")} | dict(told)
    about = "request", request_id
    letters.post(
        f"lending/mail/{kind}", to, told, about=about, kind=kind, step=step, due_at=due_at
    )
