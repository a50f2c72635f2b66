"""The school's own words in every e-mail: how people are greeted, a paragraph of its own, and who signs.

A kind of e-mail may have words of its own, at its top; the paragraph about loans or rooms is for those that have none.
"""

import re
from collections.abc import Mapping
from typing import Literal

from webapp.core import letter_kinds
from webapp.core.letters import Around
from webapp.core.words import _

from . import settings

NAME = "{name}"  # in a greeting, and in the words of a kind: who reads it
PLACEHOLDER = re.compile(r"\{[^{}\n]*\}")
KINDS_WORDS = "words"  # the field in which those of a kind are typed
KNOWN = {"mail_greeting": {NAME}, KINDS_WORDS: {NAME}}  # by the field; the others have none
OWN = (
    *("mail_greeting", "mail_signature", "mail_note_lending", "mail_note_rooms"),
    KINDS_WORDS,
)
NOTES: dict[str, Literal["mail_note_lending", "mail_note_rooms"]] = {
    "lending": "mail_note_lending",
    "rooms": "mail_note_rooms",
}  # by the slice whose template it is


def around(template: str, reader: str) -> Around:
    """What stands around an e-mail from this template, to who has this name."""
    own = settings.words_of(letter_kinds.of_template(template))
    return around_with(own, template, reader)


def around_with(own: str, template: str, reader: str) -> Around:
    """The same if its kind had these words of its own; empty for none."""
    school = settings.get("name")
    note = NOTES.get(template.partition("/")[0])
    own = own.strip()
    return Around(
        school,
        _greeting(reader) if reader else "",
        own.replace(NAME, reader),
        settings.get(note).strip() if note and not own else "",
        settings.get("mail_signature").strip() or school,
    )


def problems(values: Mapping[str, object]) -> dict[str, str]:
    """What no e-mail could fill in among the school's own words, by the name of the setting."""
    own = {name: str(value) for name, value in values.items() if name in OWN}
    return {name: words for name in own if (words := _problem(name, own[name]))}


def _problem(name: str, written: str) -> str:
    known = KNOWN.get(name, set())
    unknown = [found for found in PLACEHOLDER.findall(written) if found not in known]
    if not unknown:
        return ""
    if known:
        return _("%(word)s is not known here; only {name} is", word=unknown[0])
    return _("%(word)s is filled in by no e-mail; write it out", word=unknown[0])


def _greeting(reader: str) -> str:
    own = settings.get("mail_greeting").strip()
    return own.replace(NAME, reader) if own else _("Dear %(name)s,", name=reader)
