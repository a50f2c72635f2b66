"""Wear: what breaks of the demo school's things, as somebody at the desk would write it."""

from webapp.stock import pictograms

from .items import Kind

WORN = {  # what breaks, by what it is; four each, so that chance goes on alike
    "strings": (
        "The bridge leans",
        "A peg slips",
        "The fingerboard is loose",
        "The varnish is chipped",
    ),
    "plucked": (
        "A string is broken",
        "A tuning peg is stiff",
        "A fret buzzes",
        "The strap pin is loose",
    ),
    "brass": (
        "A valve sticks",
        "The bell has a dent",
        "The water key leaks",
        "The tuning slide is stuck",
    ),
    "woodwind": (
        "The pads stick",
        "A key is bent",
        "A cork is torn",
        "One screw is missing",
    ),
    "percussion": (
        "The head is worn",
        "A tuning lug is missing",
        "One leg is loose",
        "A strap is torn",
    ),
    "bow": (
        "The hair is worn",
        "The screw turns freely",
        "The tip is chipped",
        "The grip is loose",
    ),
    "keys": (
        "Two keys stick",
        "The power lead is loose",
        "The pedal squeaks",
        "A button is missing",
    ),
    "audio": (
        "The plug is loose",
        "A knob is missing",
        "It hums",
        "The cable is broken",
    ),
    "sheet": (
        "Some pages are torn",
        "The cover is loose",
        "A page is missing",
        "It was written in with a pen",
    ),
}
OTHER = ("It is bent", "A part of it is loose", "It is worn through", "It has a crack")


def of(kind: Kind) -> tuple[str, ...]:
    """What may be broken of such a thing; of an accessory little is known but of a bow."""
    word = pictograms.word_of(kind.name)
    if kind.category == "accessory":
        return WORN["bow"] if word == "bow" else OTHER
    return WORN.get(pictograms.of(kind.name, kind.category), OTHER)
