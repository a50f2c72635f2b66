"""What a form that books or moves shows around its fields."""

from datetime import date, datetime, timedelta
from typing import TypedDict, TypeVar

from pydantic import TypeAdapter, ValidationError
from wtforms import Field

from webapp.core import clock
from webapp.core.doors import actor
from webapp.core.errors import Refusal
from webapp.core.inputs import Id, Instant
from webapp.school import calendar

from .. import rooms
from ..forms.reservations import MoveForm, ReservationForm
from ..models import Room
from ..reservations import booking, pending
from ..reservations.booking import Quote
from ..rules import rules
from ..rules.verdicts import Verdict
from ..times import availability, open_time
from . import named_students

Value = TypeVar("Value")
BookingForm = ReservationForm | MoveForm
ID: TypeAdapter[int] = TypeAdapter(Id)
INSTANT: TypeAdapter[datetime] = TypeAdapter(Instant)


class BookingShown(TypedDict):
    """What is clear so far of a booking to be; `why` says what is not, `promise` when a teacher will answer.

    Where the school is closed at its start, `opens` is when it opens next.
    """

    room: Room | None
    on: date | None
    opens: datetime | None
    quote: Quote | None
    is_taken: bool
    verdict: Verdict | None
    why: str
    promise: str


def shown_around(form: BookingForm, moves: int | None = None) -> BookingShown:
    """What the page of a booking form shows, and the form's times; of one that cannot be read, what is clear.

    `moves` is the reservation that would move there.
    """
    shown = BookingShown(
        room=None,
        on=None,
        opens=None,
        quote=None,
        is_taken=False,
        verdict=None,
        why="",
        promise="",
    )
    form.offer([], ())  # what was typed, whatever else cannot be told
    try:
        _show_day(shown, form, moves)
        student = named_students.id_of(form["student"].data) if "student" in form else None
        quote = _quote(form, shown["room"], moves, student)
        if quote:
            _show_quote(shown, form, quote, moves, student)
    except (Refusal, ValueError) as refusal:
        fields = refusal.fields if isinstance(refusal, Refusal) else {}
        shown["why"] = next(iter(fields.values()), str(refusal))
    return shown


def _show_day(shown: BookingShown, form: BookingForm, moves: int | None) -> None:
    """The room, the day, and which of its times are free."""
    starts = _read(INSTANT, form.start_time)
    room = rooms.find(actor(), _read(ID, form.room) or 0)
    shown["room"] = room
    if starts is None:
        return
    at = calendar.instant(starts)
    on = calendar.local(at).date()
    shown["on"] = on
    shown["opens"] = _next_opening(at, on)
    steps = availability.open_steps(on)
    free = availability.free_starts(room, on, availability.step(), but=moves)
    form.offer([at for at in steps if at >= clock.now()], free)


def _next_opening(at: datetime, on: date) -> datetime | None:
    """When the school opens next, if it is closed then."""
    if any(span.starts <= at < span.ends for span in open_time.spans(on)):
        return None
    return availability.opening_from(max(at, clock.now()))


def _quote(
    form: BookingForm, room: Room | None, moves: int | None, student: int | None
) -> Quote | None:
    """What it would cost; None while a time cannot be read."""
    starts, ends = _read(INSTANT, form.start_time), _read(INSTANT, form.end_time)
    if room is None or starts is None or ends is None:
        return None
    return booking.quote(
        actor(),
        room=room.id,
        start_time=starts,
        end_time=ends,
        student=student,
        but=moves,
    )


def _show_quote(
    shown: BookingShown,
    form: BookingForm,
    quote: Quote,
    moves: int | None,
    student: int | None,
) -> None:
    """The price, whether somebody else has it, and what the rules say."""
    shown["quote"] = quote
    shown["is_taken"] = _is_taken(form, quote, moves)
    purpose = form["purpose"].data if "purpose" in form else ""
    verdict = rules.forecast(
        actor(),
        student,
        purpose or "practice",
        quote.room,
        quote.starts,
        quote.ends,
        but=moves,
    )
    shown["verdict"] = verdict
    if verdict.needs_approval:
        shown["promise"] = pending.promise(quote.starts)


def _is_taken(form: BookingForm, quote: Quote, moves: int | None) -> bool:
    """Whether it cannot be had, whoever asks; where it can be waived, the time to tidy up is in nobody's way."""
    minutes = 0 if "waive_turnover" in form else quote.room.turnover_minutes
    until = quote.ends + timedelta(minutes=minutes)
    return bool(availability.occupied(quote.room, quote.starts, until, but=moves))


def _read(kind: TypeAdapter[Value], field: Field) -> Value | None:
    """None for what cannot be read: the field itself says so."""
    try:
        return kind.validate_python(field.data)
    except ValidationError:
        return None
