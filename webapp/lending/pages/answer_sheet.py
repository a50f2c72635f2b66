"""The sheet on which a request is answered: a form for each line and one for each set, which stands for its parts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from webapp.core.actor import Actor
from webapp.core.errors import Refusal
from webapp.core.words import _

from ..decisions.decisions import Terms
from ..forms.requests import LineAnswerForm, SetAnswerForm
from ..loans.together import together
from ..models import Checkout
from ..requests import request_sets
from ..requests.request_facts import Judgement
from ..requests.requests import Answer
from .decide import items_to_give

PART_BY_PART = "other"


@dataclass(frozen=True)
class AnswerSheet:
    """By the ids of lines, and by those of the sets that were asked for."""

    lines: Mapping[int, LineAnswerForm]
    sets: Mapping[int, SetAnswerForm]

    @classmethod
    def of(cls, who: Actor, lines: Iterable[Checkout]) -> Self:
        """For these lines, as it was sent, if it was."""
        lines = list(lines)
        items = items_to_give(who, lines)
        asked = {line.request_set_id for line in lines if line.request_set_id}
        return cls(
            {line.id: LineAnswerForm.of(line, items[line.id]) for line in lines},
            {id: SetAnswerForm.of(id) for id in asked},
        )

    def start(self, lines: list[Checkout], judgements: Mapping[int, Judgement]) -> None:
        """Yes where it fits, else no with the reason: for each line, and for a set as one."""
        for line in lines:
            lacks = request_sets.lacking([line], judgements)
            self.lines[line.id].start(line, *_first_verdict(bool(lacks)))
        for asked, parts in together(lines):
            if asked:
                lacks = request_sets.lacking(parts, judgements)
                self.sets[asked.id].start(*_first_verdict(bool(lacks)))

    def read(self, lines: Iterable[Checkout], note: str) -> Answer:
        """What was chosen for each line that was sent. Invalid, at the field, for what makes no sense."""
        approved: dict[int, Terms] = {}
        declined: dict[int, str] = {}
        for line in lines:
            form = self._form(line)
            if form is None:
                continue
            with form:
                said = form.said()
            if said.verdict == "no":
                declined[line.id] = said.reason
            else:
                approved[line.id] = said.terms
        return Answer(approved, declined, note)

    def show_at_fields(self, lines: Iterable[Checkout], no: Refusal) -> None:
        """Each of a refusal's sentences at the field it is about: "12.granted" is of line 12."""
        by_id = {str(line.id): line for line in lines}
        for name, words in no.fields.items():
            id, _dot, field = name.partition(".")
            form = self._form(by_id[id]) if id in by_id else None
            if form and field in form:
                form[field].errors = [words]

    def _form(self, line: Checkout) -> LineAnswerForm | SetAnswerForm | None:
        """The one that answers a line: its set's, unless that is decided part by part. None for what was not sent."""
        form = self.lines.get(line.id)
        if form is None or not form.is_sent:
            return None
        as_set = self.sets.get(line.request_set_id or 0)
        is_as_one = as_set and as_set.is_sent and as_set.verdict.data != PART_BY_PART
        return as_set if is_as_one else form


def _first_verdict(is_lacking: bool) -> tuple[str, str]:
    return ("no", _("It is not available then")) if is_lacking else ("yes", "")
