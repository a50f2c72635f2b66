"""Changes of hours, closed days and terms: what one hits is told before it is made, and seen to after."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from itertools import chain
from typing import TypeVar

from webapp.core import ical, jobs, letters
from webapp.core.actor import Actor
from webapp.core.db import db
from webapp.core.jobs import Job
from webapp.core.read_only import Fields
from webapp.people import people, system_user
from webapp.people.people import Contact

from .. import calendar, deciding, open_days, settings
from ..day_spans import Closed
from ..open_days import OpenDays
from . import done, kept, parties
from .done import KIND
from .parties import Choices, Hit, Told

AT_ONCE = 50  # hits that are seen to in the request itself
BATCH = 20  # people
NO_CHOICES = Choices()
Decided = TypeVar("Decided")


def preview(
    actor: Actor,
    act: Callable[[], object],
    choices: Choices = NO_CHOICES,
    *,
    unless_clear: bool = False,
) -> list[Hit]:
    """What the act would hit, and what would become of that as chosen; nothing is changed, but where it hits nothing
    and is to be carried out then.

    Refused as the act is.
    """
    before = _begin(actor)
    savepoint = db.session.begin_nested()
    try:
        act()
        found = parties.hits(before, open_days.now_decided())
        told = parties.foresee(found, choices)
        if unless_clear and not told:
            savepoint.commit()
            _settle(actor, found, before, choices, {})
    finally:
        if savepoint.is_active:
            savepoint.rollback()
        open_days.forget()
    return told


def decide(
    actor: Actor, act: Callable[[], Decided], choices: Choices
) -> tuple[Decided, Job | None]:
    """Carry the act out, and do with what it hits as chosen; what the act answers, and the job where it hits anything.

    Few are seen to at once, many by the worker, person by person. Refused as the act is.
    """
    before = _begin(actor)
    decided = act()
    found = parties.hits(before, open_days.now_decided())
    about = done.about(decided, before, open_days.now_decided())
    return decided, _settle(actor, found, before, choices, about)


def _begin(actor: Actor) -> OpenDays:
    deciding.lock()
    deciding.check_may(actor)
    return open_days.now_decided()


def _settle(
    actor: Actor,
    found: list[list[Hit]],
    before: OpenDays,
    choices: Choices,
    about: Fields,
) -> Job | None:
    """See to what is hit, read once more when nothing more can come to be: who asks now reads the new open days."""
    is_small = sum(map(len, found)) <= AT_ONCE
    if is_small:
        people.lock_all(*_whose(found))
    parties.hold(found)
    whose = _whose(parties.hits(before, open_days.now_decided()))
    job = _job(actor, whose, before, choices, about)
    while is_small and job and job.state == "waiting":
        jobs.carry_out(job)
    return job


def see_to(job: Job) -> bool:
    """The next people of a change: each is told once of all that was moved or cancelled for them."""
    whose = job.input["people"][job.done : job.done + BATCH]
    contacts, found = people.lock_all(*whose), _held(job, whose)
    for id in whose:
        _see_to(job, id, contacts.get(id), found)
    job.done += len(whose)
    return job.done >= job.total


def _see_to(job: Job, id: int, contact: Contact | None, found: list[list[Hit]]) -> None:
    actor, choices = people.acting(job.by), Choices(**job.input["choices"])
    with letters.speaking_to(contact):
        told = parties.settle(actor or system_user.ACTOR, id, found, choices, job.id)
        if told and contact:
            _tell(contact, told, _closings(id, found), job)
    done.keep(job, told, is_told=contact is not None)


def _held(job: Job, whose: list[int]) -> list[list[Hit]]:
    """What is hit of these people, as it is once its locks are taken, by the day on which the change was made."""
    before, on = kept.read(job.input["before"]), date.fromisoformat(job.input["on"])
    parties.hold(parties.hits(before, open_days.now_decided(), whose, on))
    return parties.hits(before, open_days.now_decided(), whose, on)


def _whose(found: list[list[Hit]]) -> list[int]:
    return sorted({hit.person for hit in chain(*found)})


def _job(
    actor: Actor, whose: list[int], before: OpenDays, choices: Choices, about: Fields
) -> Job | None:
    if not whose:
        return None
    said = {
        "people": whose,
        "before": kept.written(before),
        "choices": choices._asdict(),
        "on": calendar.today().isoformat(),
        "about": about,
    }
    return jobs.add(KIND, said, total=len(whose), by=actor.id)


def _closings(person: int, found: list[list[Hit]]) -> list[Closed]:
    """The closed days that what is hit of them lies on: how they are called, the first and the last."""
    days = {hit.was for hit in chain(*found) if hit.person == person}
    decided, closings = open_days.now_decided(), dict[Closed, None]()
    for on in sorted(days):
        closed = decided.closing(on)
        if closed and (span := closed.span(on)):
            closings[Closed(closed.name, *span, yearly=False)] = None
    return list(closings)


def _tell(to: Contact, told: list[Told], closings: list[Closed], job: Job) -> None:
    """One e-mail of all of it; what leaves their calendar, it carries too."""
    letters.post(
        "school/mail/open_days",
        to,
        {"told": told, "closings": closings},
        about=("job", job.id),
        kind=KIND,
        step=done.step(to.id),
        calendar=_cancellations(told, to),
    )


def _cancellations(told: list[Told], to: Contact) -> str | None:
    """Of each event a calendar of its own: one may hold only a single event (RFC 5546), but they may follow each other
    (RFC 5545)."""
    by_uid: dict[str, list[ical.Event]] = defaultdict(list)
    for each in told:
        if each.event:
            by_uid[each.event.uid].append(each.event)
    return "".join(_cancellation(events, to) for events in by_uid.values()) or None


def _cancellation(events: list[ical.Event], to: Contact) -> str:
    return ical.invitation(events, settings.zone(), name=to.name, address=to.email)
