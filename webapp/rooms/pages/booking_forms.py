"""What a form that books or moves shows around its fields."""

from datetime import timedelta
from typing import Any

from pydantic import TypeAdapter, ValidationError
from wtforms import Field

from webapp.core import clock
from webapp.core.doors import actor
from webapp.core.errors import Refusal
from webapp.core.inputs import Id, Instant
from webapp.school import calendar

from .. import rooms
from ..reservations import booking, pending
from ..rules import rules
from ..times import availability


def drawn(form: Any, but: int | None = None) -> dict[str, Any]:
    """What a booking form shows around its fields, and its times; of one that cannot be read, what is clear.

    `but` for the reservation that would move there.
    """
    told: dict[str, Any] = {
        "room": None,
        "on": None,
        "quote": None,
        "is_taken": False,
        "verdict": None,
    }
    told |= {"why": "", "promise": ""}
    room, starts, ends = (
        _read(Id, form.room),
        _read(Instant, form.start_time),
        _read(Instant, form.end_time),
    )
    form.offer([], ())  # what was typed, whatever else cannot be told
    try:
        told["room"] = rooms.find(actor(), room)
        told["on"] = calendar.local(calendar.instant(starts)).date()
        steps = [
            at
            for at in availability.steps(availability.opening(told["on"]))
            if at >= clock.now()
        ]
        form.offer(
            steps,
            availability.free_starts(
                told["room"], told["on"], availability.step(), but=but
            ),
        )
        whose = _read(Id, form["student"]) if "student" in form else None
        times = {"start_time": starts, "end_time": ends}
        told["quote"] = quote = booking.quote(
            actor(), room=room, **times, student=whose, but=but
        )
        purpose = form.purpose.data if "purpose" in form else ""
        times = {"starts": quote.starts, "ends": quote.ends}
        told["is_taken"] = _is_taken(form, quote, but)
        told["verdict"] = rules.forecast(
            actor(), whose, purpose or "practice", quote.room, **times, but=but
        )
        if told["verdict"].needs_approval:
            told["promise"] = pending.promise(quote.starts)
    except (Refusal, ValueError, AttributeError) as no:
        told["why"] = next(iter(getattr(no, "fields", {}).values()), str(no))
    return told


def _is_taken(form: Any, quote: booking.Quote, but: int | None) -> bool:
    """Whether it cannot be had, whoever asks; where it can be waived, the time to tidy up is in nobody's way."""
    tidy = 0 if "waive_turnover" in form else quote.room.turnover_minutes
    return bool(
        availability.held(
            quote.room, quote.starts, quote.ends + timedelta(minutes=tidy), but=but
        )
    )


def _read(kind: Any, field: Field) -> Any:
    try:
        return TypeAdapter(kind).validate_python(field.data)
    except ValidationError:
        return None
