"""Endings: what ended a loan where nobody decided that it ends."""

from webapp.core.words import lazy

MISTAKE = "mistake"  # of what was new in a pile that was undone
JOINED = "joined"  # of a rest whose hand-out was undone
NOT_TAKEN = "not_taken"  # of what was offered to somebody who waited
WITHDRAWN = "withdrawn"  # of such an offer that was taken back
ENDED_OFFERS = {
    NOT_TAKEN: lazy("Offer not taken"),
    WITHDRAWN: lazy("Offer withdrawn"),
}  # how those two are called, where others of that state are cancelled
ENDINGS = {
    MISTAKE: lazy("Handed out by mistake"),
    JOINED: lazy("Part of the same loan again"),
    NOT_TAKEN: lazy("Offered from the queue, and not taken"),
    WITHDRAWN: lazy("Offered from the queue, and withdrawn"),
}
