"""What was done to a unit, in words: each act of the ledger as a row of its life."""

from typing import NamedTuple

from webapp.core.words import _, lazy, translated
from webapp.stock.movements.movement_types import TYPES
from webapp.stock.movements.movements import Moved


class Deed(NamedTuple):
    """What an act is called: `named` with whose loan it was, where that is known and may be."""

    words: str
    named: str = ""
    tone: str = ""


NO_LONGER = Deed(lazy("No longer set aside"), lazy("No longer set aside for %(name)s"))
DEEDS = {
    "adjust": Deed(lazy("Adjusted")),
    "approve repair": Deed(lazy("Repair approved")),
    "archive": Deed(lazy("Archived")),
    "assess damage": Deed(lazy("Damage assessed"), tone="wait"),
    "beyond repair": Deed(lazy("Beyond repair"), tone="alert"),
    "cancel": NO_LONGER,
    "cancel repair": Deed(lazy("Nothing was wrong with it"), tone="ok"),
    "finish repair": Deed(lazy("Back from repair"), tone="ok"),
    "hand out": Deed(lazy("Handed out"), lazy("Out to %(name)s")),
    "import": Deed(lazy("Imported")),
    "lost": Deed(lazy("Lost on loan"), lazy("Lost on loan to %(name)s"), "alert"),
    "lost on the way": Deed(lazy("Lost on the way"), tone="alert"),
    "missed": Deed(lazy("Not picked up"), lazy("Not picked up by %(name)s")),
    "moved": NO_LONGER,
    "opening balance": Deed(lazy("Taken into the records")),
    "receive": Deed(lazy("Came in")),
    "release": NO_LONGER,
    "report damage": Deed(lazy("Damage reported"), tone="alert"),
    "restore": Deed(lazy("In use again")),
    "return": Deed(lazy("Came back"), lazy("Came back from %(name)s"), "ok"),
    "return damaged": Deed(
        lazy("Came back damaged"), lazy("Came back damaged from %(name)s"), "alert"
    ),
    "return to supplier": Deed(lazy("Sent back to the supplier")),
    "sale return": Deed(lazy("Came back from a buyer")),
    "sell": Deed(lazy("Sold")),
    "send to repair": Deed(lazy("Sent to repair"), tone="wait"),
    "set aside": Deed(lazy("Set aside"), lazy("Set aside for %(name)s")),
    "start maintenance": Deed(lazy("Maintenance begun"), tone="wait"),
    "stocktake": Deed(lazy("Put right after a stocktake")),
    "tag": Deed(lazy("Given its tag")),
    "undo": Deed(lazy("An act was undone")),
    "used up": Deed(lazy("Used up"), lazy("Used up by %(name)s")),
    "write off": Deed(lazy("Written off"), tone="alert"),
}
PLACED = {
    "transfer cancelled": lazy("Transfer cancelled: at %(place)s"),
    "transfer received": lazy("Arrived at %(place)s"),
    "transfer rejected": lazy("Sent back: at %(place)s"),
    "transfer sent": lazy("On its way: %(place)s"),
}
STATED = ("adjust", "import", "stocktake", "undo")  # do not say what it is then


def in_words(moved: Moved, name: str = "") -> str:
    """The row's first words; an act without words of its own is told by what it moved."""
    if moved.act in PLACED:
        return _(PLACED[moved.act], place=moved.location)
    if deed := DEEDS.get(moved.act):
        return _(deed.named, name=name) if name and deed.named else translated(deed.words)
    return translated(TYPES[moved.type].words)


def tone(moved: Moved) -> str:
    """How it is coloured, besides its words."""
    deed = DEEDS.get(moved.act)
    return deed.tone if deed else ""


def state_then(moved: Moved) -> str:
    """Where it was then, for an act that does not say it."""
    return moved.to_state if moved.act in STATED or moved.act not in DEEDS | PLACED else ""
