"""What may be said to a request: to each of its lines, or to a set of it as one."""

from collections.abc import Mapping
from typing import Literal, Self

from pydantic import Field, model_validator

from webapp.core.inputs import Id, Input, Prose
from webapp.core.words import _

from ..asking.asking import MOST_THINGS
from ..asking.several import below
from ..decisions.decisions import Terms
from ..requests import request_sets
from ..requests.requests import Answer
from ..requests.whole import Whole
from .checkouts import NoteInput, TermsInput

Verdict = Literal["yes", "other", "no"]


class Answered(Input):
    """A line of a request, or a set of it as one."""

    checkout: Id | None = None
    set: Id | None = Field(
        default=None, description="Instead of a line: all its parts that wait"
    )

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        if (self.checkout is None) == (self.set is None):
            raise ValueError(_("Name a line or a set"))
        return self


class LineApproval(Answered, TermsInput):
    @model_validator(mode="after")
    def _keeps_sets(self) -> Self:
        if self.set and self.item:
            raise ValueError(_("Name the line for which it is another item"))
        return self

    def answers(self, whole: Whole) -> Mapping[int, Terms]:
        """What it says of each line; for a set, `granted` counts whole sets."""
        if self.checkout:
            return {self.checkout: _terms(self)}
        terms = _terms(self)
        return {
            id: each
            for part in whole.of_set(self.set or 0)
            for id, each in request_sets.terms_of_parts(part, terms).items()
        }


class LineDecline(Answered):
    reason: Prose = Field(min_length=1, max_length=500)

    def answers(self, whole: Whole) -> Mapping[int, str]:
        if self.checkout:
            return {self.checkout: self.reason}
        parts = whole.of_set(self.set or 0)
        return {line.id: self.reason for part in parts for line in part.waiting}


class RequestApproval(NoteInput):
    """Which lines are approved, all that wait if none is named, and which are declined in the same act."""

    lines: list[LineApproval] | None = Field(
        default=None, min_length=1, max_length=MOST_THINGS
    )
    declined: list[LineDecline] = Field(default=[], max_length=MOST_THINGS)

    @model_validator(mode="after")
    def _names_each_once(self) -> Self:
        named = (*(self.lines or ()), *self.declined)
        check_once([line.checkout for line in named if line.checkout])
        check_once([line.set for line in named if line.set])
        return self

    def places(self, whole: Whole) -> dict[int, str]:
        """Where each line is spoken of, by its id; what is not named, by its place in the request."""
        places = {line.id: f"lines.{at}" for at, line in enumerate(whole.lines)}
        for at, line in enumerate(self.lines or ()):
            with below(f"lines.{at}"):
                places |= dict.fromkeys(line.answers(whole), f"lines.{at}")
        for at, declined in enumerate(self.declined):
            places |= dict.fromkeys(declined.answers(whole), f"declined.{at}")
        return places

    def answer_to(self, whole: Whole) -> Answer:
        """What is said of a line itself counts, whatever is said of its set."""
        answers: dict[int, Terms | str] = {}
        if self.lines is None:
            answers |= {line.id: {} for line in whole.waiting}
        named = (*(self.lines or ()), *self.declined)
        for line in sorted(named, key=lambda line: line.set is None):
            answers |= line.answers(whole)
        return Answer(
            {id: terms for id, terms in answers.items() if not isinstance(terms, str)},
            {id: reason for id, reason in answers.items() if isinstance(reason, str)},
            self.notes,
        )


class RequestDecline(Input):
    """Which lines are declined, and which sets as one; all that wait if none is named."""

    reason: Prose = Field(min_length=1, max_length=500)
    lines: list[Id] | None = Field(default=None, min_length=1, max_length=MOST_THINGS)
    sets: list[Id] | None = Field(default=None, min_length=1, max_length=MOST_THINGS)

    def answer_to(self, whole: Whole) -> Answer:
        ids = [*(self.lines or ())]
        for set_id in self.sets or ():
            parts = whole.of_set(set_id)
            ids += [line.id for part in parts for line in part.waiting]
        if self.lines is None and self.sets is None:
            ids = [line.id for line in whole.waiting]
        return Answer({}, dict.fromkeys(ids, self.reason))


class LineAnswer(TermsInput):
    """What a page says to one line."""

    verdict: Verdict = "yes"
    reason: Prose = Field(default="", max_length=500)

    @property
    def terms(self) -> Terms:
        return _terms(self) if self.verdict == "other" else {}


class SetAnswer(Input):
    """What a page says to a set as one, unless each part has an answer of its own."""

    verdict: Verdict = "yes"
    reason: Prose = Field(default="", max_length=500)

    @property
    def terms(self) -> Terms:
        """As it was asked for."""
        return {}


def check_once(ids: list[int]) -> None:
    if len(ids) > len(set(ids)):
        raise ValueError(_("Name each line once"))


def _terms(line: TermsInput) -> Terms:
    """What is not said stays as it was asked for."""
    return {
        "granted": line.granted,
        "item": line.item,
        "checkout_date": line.checkout_date,
        "due_date": line.due_date,
    }
