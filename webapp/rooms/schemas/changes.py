"""What may be said about moving a reservation."""

from webapp.core.inputs import Day, Id, Input, Instant

from .rooms import Text


class MoveInput(Input):
    """The new time and room. Without a room it stays where it is."""

    room: Id | None = None
    start_time: Instant
    end_time: Instant
    override_reason: Text = ""


class MovePage(Input):
    version: Id
    room: Id
    start_time: Instant
    end_time: Instant


class MoveQuery(Input):
    """Where a tap on a free time leads."""

    date: Day | None = None
    room: Id | None = None
    start_time: Instant | None = None
    end_time: Instant | None = None
