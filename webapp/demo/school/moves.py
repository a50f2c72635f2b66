"""The story's transfers: stands and drums go to the concert and come home, chairs are to follow."""

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


def tell(story: Story, desk: Actor, what: dict[str, Kind]) -> None:
    def move(start: str, end: str, notes: str, days: int, *wanted: Wanted) -> int:
        ends = [locations.id_of(name) for name in (start, end)]
        day = calendar.after(calendar.today(), days)
        made = transfers.draft(
            desk,
            from_location=ends[0],
            to_location=ends[1],
            expected_on=day,
            notes=notes,
            lines=wanted,
        )
        return made.transfer.id

    def counted(name: str, quantity: int) -> Wanted:
        return Wanted(item=what[name].id, quantity=quantity)

    def tagged(name: str) -> Wanted:
        return Wanted(unit=units.on_shelf(what[name].id)[0].id)

    def to_rehearsal() -> None:
        transit.send(
            desk, move(HALL, DRUMS, "Big Band rehearsal", 1, counted("Orchestra Stand", 6))
        )

    def after_rehearsal() -> None:
        transit.receive(desk, transfers.listed(desk, status="in_transit")[0].id)

    def to_concert() -> None:
        things = tagged("Drum Kit"), tagged("Marimba"), counted("Orchestra Stand", 6)
        id = move(
            DRUMS,
            HALL,
            "School concert. The marimba goes last, on the flat trolley.",
            1,
            *things,
        )
        first = transit.send(desk, id).cargo[0]
        transit.receive(desk, id, parts=[Part(first.id)])

    def chairs() -> None:
        move(HALL, STRINGS, "For the cello class", 4, counted("Cello Chair", 3))

    start = story.at(-9, "09:10")
    story.tell(start, to_rehearsal)
    story.tell(start + timedelta(hours=2), after_rehearsal)
    story.tell(story.at(-1, "11:20"), to_concert)
    story.tell(story.at(-1, "11:40"), chairs)
