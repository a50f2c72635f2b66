"""How keeping longer is drawn."""

from webapp.core.form_fields import label
from webapp.core.forms import Form

from ..schemas.renewals import (
    AskLongerPage,
    ExtendInput,
    RenewalApprovePage,
    RenewalDeclinePage,
)


class ExtendForm(
    Form, reads=ExtendInput, title="Another due day", button="Set the due day"
):
    template = "lending/renewals/extend"
    due_date = label("Due on")
    reason = label("Why (optional)", "The borrower reads this")


class AskLongerForm(Form, reads=AskLongerPage, title="Ask to keep it longer", button="Ask"):
    template = "lending/renewals/ask"
    due_date = label("Until")
    notes = label("Why (optional)", "Whoever answers it reads this")


class RenewalApproveForm(
    Form, reads=RenewalApprovePage, title="Approve another day", button="Approve"
):
    template = "lending/renewals/answer"
    due_date = label("Until")
    notes = label("Say something to them (optional)", "They read it with your answer")


class RenewalDeclineForm(Form, reads=RenewalDeclinePage, title="Decline", button="Decline"):
    template = "lending/renewals/answer"
    reason = label("Reason", "The student reads this")
