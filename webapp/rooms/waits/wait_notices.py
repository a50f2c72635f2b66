"""The e-mail to somebody who waited: what is held for them, until when, and the link that books it."""

from webapp.core import dates, letters
from webapp.core.db import db
from webapp.people import people
from webapp.school import calendar

from ..models import Room, Wait


def offered(wait: Wait) -> None:
    """Tell them what is offered; without a word where there is nobody to tell, or nothing is."""
    contact, room = (
        people.contact(wait.student_id),
        db.session.get(Room, wait.offered_room_id),
    )
    assert contact, "offered to somebody"
    assert room, "offered to somebody"
    assert wait.offered_from, "offered to somebody"
    assert wait.offered_until, "offered to somebody"
    assert wait.expires_at, "offered to somebody"
    with letters.speaking_to(contact):
        times = calendar.to(wait.offered_from, wait.offered_until)
        day = calendar.local(wait.offered_from)
        when = dates.written(day, "%A %-d %B, %H:%M", times)
        until = calendar.clock(wait.expires_at)
    letters.post(
        "rooms/mail/offered",
        contact,
        {
            "name": contact.name,
            "room": room,
            "wait": wait,
            "when": when,
            "until": until,
        },
        about=("wait", wait.id),
        kind="wait_offered",
        step="offered",
    )
