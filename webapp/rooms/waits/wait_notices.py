"""The letter to somebody who waited: what is held for them, until when, and the link that books it."""

from webapp.core import letters
from webapp.core.db import db
from webapp.people import people
from webapp.school import calendar

from ..models import Room, Wait


def offered(wait: Wait) -> None:
    to, room = people.contact(wait.student_id), db.session.get(Room, wait.offered_room_id)
    assert to, "offered to somebody"
    assert room, "offered to somebody"
    assert wait.offered_from, "offered to somebody"
    assert wait.offered_until, "offered to somebody"
    assert wait.expires_at, "offered to somebody"
    until = calendar.clock(wait.expires_at)
    day, times = (
        calendar.local(wait.offered_from),
        calendar.span(wait.offered_from, wait.offered_until, " to "),
    )
    when = f"{day:%A %-d %B}, {times}"
    told = {"name": to.name, "room": room, "wait": wait, "when": when, "until": until}
    letters.post(
        "rooms/mail/offered",
        to,
        told,
        about=("wait", wait.id),
        kind="wait_offered",
        step="offered",
    )
