"""What the steps of a repair are called, as a button and once they are taken."""

from webapp.core.words import lazy

BUTTONS = {
    "assess": lazy("Assess the damage"),
    "approve": lazy("Approve"),
    "send": lazy("Send for repair"),
    "finish": lazy("It is back: quality check"),
    "give_up": lazy("Beyond repair"),
    "cancel": lazy("Nothing is wrong with it: it is back on the shelf"),
    "gone": lazy("It is not here any more"),
}
TAKEN = {  # what is so once a step is taken
    "assess": lazy("Assessed"),
    "approve": lazy("Approved: it can be sent to be repaired"),
    "send": lazy("It is being repaired"),
    "finish": lazy("Finished"),
    "give_up": lazy("Given up: it is not repaired"),
    "cancel": lazy("Nothing is wrong with it: it is back on the shelf"),
    "gone": lazy("Noted: it is not here any more"),
}
