"""Event words: what each kind of decision about a loan is called, on its page and in the history."""

from webapp.core.words import lazy

DECIDED = {
    "approve": lazy("Approved"),
    "decline": lazy("Declined"),
    "offer": lazy("Offered from the queue"),
    "take": lazy("Said yes"),
    "change": lazy("Changed"),
    "moved": lazy("Moved off closed days"),
    "changed": lazy("Asked for something else"),
    "give": lazy("Given to somebody else"),
    "contact": lazy("Somebody else fetches it"),
    "look": lazy("Looked at"),
    "missed": lazy("Not picked up, so released"),
    "cancel": lazy("Cancelled"),
    "expired": lazy("Not answered in time"),
    "extend": lazy("Due on another day"),
    "renew": lazy("Kept longer"),
    "counter": lazy("Handed out otherwise"),
    "parted": lazy("Stayed promised, when part of it was handed out"),
    "joined": lazy("Part of the same loan again"),
    "accessories": lazy("Accessories checked"),
    "unsettled": lazy("Taken back, but not settled"),
    "settled": lazy("Settled"),
    "undo": lazy("Decision undone"),
}
UNDONE = {  # by the kind of what was undone; of any other it is only told that it was
    "missed": lazy("Promised again"),
    "cancel": lazy("Not cancelled after all"),
    "contact": lazy("Named as before to fetch it"),
    "look": lazy("Waits for a second look again"),
    "change": lazy("Change undone"),
    "changed": lazy("Change undone"),
    "counter": lazy("Change undone"),
    "accessories": lazy("Accessories as before"),
    "settled": lazy("Not settled after all"),
    "extend": lazy("Due as before"),
    "renew": lazy("Due as before"),
    "moved": lazy("Not moved after all"),
}
AT_NEW_HOURS = lazy("Moved, for the desk's hours changed")  # on its day, to another moment
AT_ONCE = lazy("Agreed at once, for it needs no approval")
