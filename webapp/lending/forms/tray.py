"""The tray as its page sends it: what was scanned so far travels in the form, with what was said of each line."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from pydantic import ValidationError
from werkzeug.datastructures import MultiDict

from webapp.core.inputs import problems
from webapp.stock.units.scans import LONGEST

from ..models.checkouts import Columns
from ..piles.codes import Code
from ..schemas.piles import BackInput, TrayInput

Sent = MultiDict[str, str]
ONE = (
    "quantity",
    "condition",
    "notes",
    "not_settled",
    "anyway",
    "checkout",
)  # what may be said of a line, one of each


BACK_FIRST = "back_first"  # the place of what comes back before it goes on


@dataclass(frozen=True)
class Tray:
    """What lies in it, oldest first."""

    said: TrayInput
    codes: list[Code] = field(default_factory=list)
    is_added: bool = False  # the last one, just now

    @classmethod
    def of(cls, sent: Sent) -> Self:
        """Invalid for a person, a day or a kind that makes no sense."""
        tray = cls(TrayInput.model_validate(_whole(sent), strict=False))
        newest_first = sent.getlist("line")
        codes = [
            _line(sent, place, code)
            for place, code in enumerate(reversed(newest_first))
            if str(place) not in sent.getlist("drop")
        ]
        added = _added(sent) + _rest_of_sets(sent)
        return replace(tray, codes=codes + added, is_added=bool(added))


def at_place(tray: Tray, place: str | None) -> Code | None:
    """The line at a place, as a button says it."""
    known = {str(at): code for at, code in enumerate(tray.codes)}
    return known.get(place or "")


def in_address(sent: Sent) -> list[tuple[str, str]]:
    """The fields by which an address says the same; of what is said of the whole tray the last word counts."""
    said = [*_whole(sent).items()]
    own = {*TrayInput.model_fields, "add", BACK_FIRST}
    return said + [
        (name, text) for name, text in sent.items(multi=True) if text and name not in own
    ]


def _whole(sent: Sent) -> dict[str, str]:
    """What is said of the whole tray: a button says it after the hidden field."""
    last = {name: sent.getlist(name)[-1:] for name in TrayInput.model_fields}
    return {name: value for name, values in last.items() for value in values if value}


def _added(sent: Sent) -> list[Code]:
    """What is in the box."""
    typed, us_keys = (sent.get(name, "").strip() for name in ("code", "us_keys"))
    return [Code(typed[:LONGEST], us_keys[:LONGEST])] if typed else []


def _rest_of_sets(sent: Sent) -> list[Code]:
    """What else belongs to the set of a line, where its button was pressed."""
    places = sent.getlist("rest")
    codes = [code for place in places for code in sent.getlist(f"rest-{place}")]
    return [Code(code[:LONGEST]) for code in codes if code]


def _line(sent: Sent, place: int, code: str) -> Code:
    """One line as it was sent; what cannot be is kept beside the rest, as it was typed."""
    said = {"code": sent.get(f"instead-{place}") or code[:LONGEST] or "?"}
    said |= _of_line(sent, place)
    try:
        return BackInput.model_validate(said, strict=False).said
    except ValidationError as error:
        return _as_typed(said, problems(error))


def _as_typed(said: Columns, wrong: Mapping[str, str]) -> Code:
    """What makes sense of what was said of a line, with what does not, and why."""
    names = {place.partition(".")[0] for place in wrong}
    told = " ".join(wrong.values())
    if "code" in names:
        return Code(said["code"][:LONGEST], wrong=told)
    typed = {name: said[name] for name in names & said.keys()}
    good = {name: value for name, value in said.items() if name not in names}
    code = BackInput.model_validate(good, strict=False).said
    return replace(code, wrong=told, typed=typed)


def _of_line(sent: Sent, place: int) -> Columns:
    """What is said of one line; a number that was not changed stands for all that were asked for, a loan for the
    first that fits.

    Of what is taken instead nothing was said yet but how many: the rest is about the thing that was there before.
    """
    sent_of = {name: sent.get(f"{name}-{place}", "").strip() for name in ONE}
    said: Columns = {name: value for name, value in sent_of.items() if value}
    if sent.get(f"instead-{place}"):
        return {name: value for name, value in said.items() if name == "quantity"}
    for name, unsaid in (("quantity", "whole"), ("checkout", "first")):
        if said.get(name) == sent.get(f"{unsaid}-{place}"):
            said.pop(name, None)
    if f"looked-{place}" in sent:
        said["accessories"] = sent.getlist(f"accessories-{place}")
    return said
