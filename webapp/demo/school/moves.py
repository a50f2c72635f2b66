"""The story's transfers: stands and drums go to the concert and come home, chairs are to follow."""

from dataclasses import dataclass
from datetime import timedelta

from webapp.core.actor import Actor
from webapp.school import calendar
from webapp.stock import locations
from webapp.stock.transfers import transfers, transit
from webapp.stock.transfers.cargo import Wanted
from webapp.stock.transfers.parts import Part
from webapp.stock.units import units

from .items import Kind
from .story import Story

HALL, DRUMS, STRINGS = "Recital hall", "Percussion room", "String room"


@dataclass(frozen=True)
class Moves:
    """The transfers of the desk; each method is one act."""

    desk: Actor
    what: dict[str, Kind]

    def to_rehearsal(self) -> None:
        stands = self._pieces("Orchestra Stand", 6)
        transit.send(self.desk, self._draft(HALL, DRUMS, "Big Band rehearsal", 1, stands))

    def after_rehearsal(self) -> None:
        sent = transfers.listed(self.desk, status="in_transit")[0]
        transit.receive(self.desk, sent.id)

    def to_concert(self) -> None:
        things = (
            self._unit("Drum Kit"),
            self._unit("Marimba"),
            self._pieces("Orchestra Stand", 6),
        )
        notes = "School concert. The marimba goes last, on the flat trolley."
        id = self._draft(DRUMS, HALL, notes, 1, *things)
        first = transit.send(self.desk, id).cargo[0]
        transit.receive(self.desk, id, parts=[Part(first.id)])

    def chairs(self) -> None:
        chairs = self._pieces("Cello Chair", 3)
        self._draft(HALL, STRINGS, "For the cello class", 4, chairs)

    def _draft(self, start: str, end: str, notes: str, days: int, *wanted: Wanted) -> int:
        """The id of a transfer expected in so many days."""
        made = transfers.draft(
            self.desk,
            from_location=locations.id_of(start),
            to_location=locations.id_of(end),
            expected_on=calendar.after(calendar.today(), days),
            notes=notes,
            lines=wanted,
        )
        return made.transfer.id

    def _pieces(self, name: str, quantity: int) -> Wanted:
        return Wanted(item=self.what[name].id, quantity=quantity)

    def _unit(self, name: str) -> Wanted:
        return Wanted(unit=units.on_shelf(self.what[name].id)[0].id)


def plan(story: Story, desk: Actor, what: dict[str, Kind]) -> None:
    moves = Moves(desk, what)
    start = story.at(-9, "09:10")
    story.plan(start, moves.to_rehearsal)
    story.plan(start + timedelta(hours=2), moves.after_rehearsal)
    story.plan(story.at(-1, "11:20"), moves.to_concert)
    story.plan(story.at(-1, "11:40"), moves.chairs)
