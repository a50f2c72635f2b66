"""How the answer to one line of a request is drawn; a page has one for each line."""

from typing import Any, Self

from wtforms import RadioField, StringField

from webapp.core.form_fields import label
from webapp.core.forms import Form
from webapp.core.words import lazy

from ..models import Checkout
from ..schemas.requests import LineAnswer

VERDICTS = {"yes": lazy("Yes"), "other": lazy("Other…"), "no": lazy("No…")}


class LineAnswerForm(Form, reads=LineAnswer, title="Your answer", button="Send the answer"):
    verdict = label("Your answer", choices=VERDICTS, field=RadioField)
    granted = label("How many")
    item = label("Which item", choices={})
    checkout_date = label("From")
    due_date = label("Until")
    why = label("Why (optional, the student reads it)", field=StringField, list="reasons")

    @classmethod
    def of(cls, line: Checkout, items: list[tuple[int | str, str]]) -> Self:
        """The form of one line, whose fields are called by the line's number, so that a page may have several."""
        return cls(choices={"item": items}, prefix=f"{line.id}-")

    def start(self, line: Checkout, verdict: str, why: str) -> None:
        """What it says before anybody has typed: as it was asked for, or no where nothing is free."""
        self.verdict.data, self.why.data = verdict, why
        self.granted.data = line.quantity
        self.checkout_date.data, self.due_date.data = line.starts_on, line.due_on

    def said(self) -> LineAnswer:
        values: dict[str, Any] = self.read()
        return LineAnswer.model_construct(**values)
