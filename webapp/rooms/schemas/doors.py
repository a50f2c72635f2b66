"""What may be said at a room's door."""

from webapp.core.inputs import Day, Input, Instant


class DoorInput(Input):
    until: Instant


class DoorSheetQuery(Input):
    date: Day | None = None
    paper: str = "a4"
