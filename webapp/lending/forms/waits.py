"""How the queue of an item is drawn: joining it, pausing one's place, and moving somebody."""

from webapp.core.form_fields import PersonField, label
from webapp.core.forms import Form

from ..schemas.checkouts import CancelInput
from ..schemas.waits import JoinQueueInput, PauseWaitInput, PlaceInput, StaffJoinQueueInput


class JoinQueueForm(
    Form, reads=JoinQueueInput, title="Wait for it", button="Join the queue"
):
    template = "lending/waits/join"
    quantity = label("How many", "More than one is offered once all of them are there.")
    days = label(
        "For how many days at least", "What is there for a shorter time is not offered."
    )


class StaffJoinQueueForm(JoinQueueForm, reads=StaffJoinQueueInput):
    first = ("student",)
    student = label(
        "Who waits",
        "Name, e-mail or card; leave empty for yourself",
        field=PersonField,
    )
    unit = label("Which one (optional)", "Its tag, if no other will do")


class PauseForm(Form, reads=PauseWaitInput, title="Pause", button="Pause my place"):
    template = "lending/waits/pause"
    until = label("Until (optional)", "You keep your place, and nothing is offered to you.")


class WithdrawForm(
    Form, reads=CancelInput, title="Withdraw the offer", button="Withdraw the offer"
):
    template = "lending/waits/withdraw"
    reason = label("Why (optional)", "They read it, if they know of the offer.")


class PlaceForm(Form, reads=PlaceInput, title="Move in the queue", button="Move"):
    template = "lending/waits/move"
    place = label("To place", "1 is the first.")
    reason = label("Why (optional)", "Staff read it in the queue's history.")
