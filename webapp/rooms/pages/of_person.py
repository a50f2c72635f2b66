"""A person's rooms on their page, for staff who see them: bookings to come, times they wait for, missed and owed."""

from collections.abc import Iterator

from flask import render_template

from webapp.core.actor import Actor
from webapp.people.sections import About, Part

from .. import access, check_in
from ..payments import owing
from ..reservations import reservations
from ..waits import waits

MOST = 20  # bookings to come


def parts(actor: Actor, person: About) -> Iterator[Part]:
    """In a fixed number of queries, however many there are. Nothing for students: theirs is Home."""
    if not actor.is_staff:
        return
    counted = person.figures
    coming = counted.rooms_to_come and reservations.listed(
        actor, student=person.id, limit=MOST
    )
    shown = {
        "person": person,
        "current_user": actor,
        "rooms": access,
        "bookings": coming or (),
        "waits": waits.of_person(actor, person.id) if counted.waits_for else (),
        "owed": owing.bookings_of(person.id),
        "missed": check_in.told(counted.missed),
    }
    for place in ("acts", "waits", "rooms", "below", "owes"):
        yield Part(place, render_template(f"rooms/of_person/{place}.html", **shown))
