"""What the demo school lends together."""

from webapp.core.actor import Actor
from webapp.stock.sets import sets
from webapp.stock.sets.contents import NewPart

from .items import Kind

SETS = (
    (
        "Violin set 4/4",
        "For the first year. Tell us if the bow needs new hair.",
        {
            "Student Violin 4/4": 1,
            "Violin Bow 4/4": 1,
            "Violin Case": 1,
            "Shoulder Rest": 1,
        },
    ),
    (
        "Guitar to take home",
        "",
        {"Classical Guitar 4/4": 1, "Guitar Gig Bag": 1, "Clip-On Tuner": 1},
    ),
)


def move_in(teacher: Actor, what: dict[str, Kind]) -> dict[str, int]:
    """Every set's id by its name."""
    return {
        name: sets.add(
            teacher,
            name=name,
            notes=notes,
            parts=[NewPart(item=what[part].id, quantity=n) for part, n in parts.items()],
        ).id
        for name, notes, parts in SETS
    }
