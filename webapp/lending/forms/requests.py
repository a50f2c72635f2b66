"""How the answer to one line of a request is drawn; a page has one for each line."""

from typing import Any, Self

from wtforms import HiddenField, RadioField, StringField

from webapp.core.form_fields import PersonField, label
from webapp.core.forms import Form
from webapp.core.words import lazy

from ..models import Checkout
from ..schemas.answers import LineAnswer, SetAnswer
from ..schemas.requests import (
    ContactChoicePage,
    ContactPage,
    GivePage,
    LineChangePage,
    RequestChangePage,
)

VERDICTS = {
    "yes": lazy("Approve"),
    "other": lazy("Other…"),
    "no": lazy("Decline…"),
}
SET_VERDICTS = VERDICTS | {"other": lazy("Part by part…")}


class LineAnswerForm(Form, reads=LineAnswer, title="Your answer", button="Send the answer"):
    verdict = label("Your answer", choices=VERDICTS, field=RadioField)
    granted = label("How many")
    item = label("Which item", choices={})
    checkout_date = label("From")
    due_date = label("Until")
    reason = label("Reason", "The student reads this", field=StringField, list="reasons")

    @classmethod
    def of(cls, line: Checkout, items: list[tuple[int | str, str]]) -> Self:
        """The form of one line, whose fields are called by the line's number, so that a page may have several."""
        return cls(choices={"item": items}, prefix=f"{line.id}-")

    @property
    def is_sent(self) -> bool:
        """Whether it was on the page that is answered."""
        return bool(self.verdict.raw_data)

    def start(self, line: Checkout, verdict: str, reason: str) -> None:
        """What it says before anybody has typed: as it was asked for, or no where nothing is free."""
        self.verdict.data, self.reason.data = verdict, reason
        self.granted.data = line.quantity
        self.checkout_date.data, self.due_date.data = line.starts_on, line.due_on

    def said(self) -> LineAnswer:
        values: dict[str, Any] = self.read()
        return LineAnswer.model_construct(**values)


class SetAnswerForm(Form, reads=SetAnswer, title="Your answer", button="Send the answer"):
    """The answer to all parts of a set, or that each has its own."""

    verdict = label("Your answer", choices=SET_VERDICTS, field=RadioField)
    reason = label("Reason", "The student reads this", field=StringField, list="reasons")

    @classmethod
    def of(cls, asked_id: int) -> Self:
        return cls(prefix=f"set-{asked_id}-")

    @property
    def is_sent(self) -> bool:
        """Whether it was on the page that is answered."""
        return bool(self.verdict.raw_data)

    def start(self, verdict: str, reason: str) -> None:
        """What it says before anybody has typed."""
        self.verdict.data, self.reason.data = verdict, reason

    def said(self) -> SetAnswer:
        values: dict[str, Any] = self.read()
        return SetAnswer.model_construct(**values)


class RequestChangeForm(
    Form, reads=RequestChangePage, title="Change your request", button="Save the change"
):
    purpose = label("Note for your teacher (optional)", "What it is for")
    send_anyway = HiddenField()


class GiveForm(
    Form, reads=GivePage, title="Give it to somebody else", button="Give it to them"
):
    template = "lending/requests/give"
    borrower = label("To whom", "Name, e-mail or card", field=PersonField)
    reason = label("Why (optional)", "Both people read this", field=StringField)


class ContactForm(Form, reads=ContactPage, title="Who fetches it", button="Save"):
    template = "lending/requests/contact"
    contact = label(
        "Who fetches it",
        "Name, e-mail or card; empty for whoever it is for",
        field=PersonField,
    )


class ContactChoiceForm(
    Form, reads=ContactChoicePage, title="Who fetches it", button="Save"
):
    template = "lending/requests/contact"
    contact = label("Who fetches it", choices={})


class LineChangeForm(
    Form, reads=LineChangePage, title="Change it", button="Save the change"
):
    quantity = label("How many")
    checkout_date = label("From")
    due_date = label("Until")
    is_cancelled = label("I do not need this any more")

    @classmethod
    def of(cls, line: Checkout) -> Self:
        """The form of one line, or of a set by its first part: it says what is asked for, until somebody types."""
        return cls(
            prefix=f"{line.id}-",
            quantity=line.quantity,
            checkout_date=line.starts_on,
            due_date=line.due_on,
        )

    def said(self) -> LineChangePage:
        values: dict[str, Any] = self.read()
        return LineChangePage.model_construct(**values)
