"""The school's own words in every e-mail: how people are greeted, a paragraph of its own, and who signs."""

import re
from collections.abc import Mapping
from typing import Literal

from webapp.core.letters import Around
from webapp.core.words import _

from . import settings

NAME = "{name}"  # in a greeting: who reads it
PLACEHOLDER = re.compile(r"\{[^{}\n]*\}")
KNOWN = {"mail_greeting": {NAME}}  # by the setting; the others have none
OWN = ("mail_greeting", "mail_signature", "mail_note_lending", "mail_note_rooms")
NOTES: dict[str, Literal["mail_note_lending", "mail_note_rooms"]] = {
    "lending": "mail_note_lending",
    "rooms": "mail_note_rooms",
}  # by the slice whose template it is


def around(template: str, reader: str) -> Around:
    """What stands around an e-mail from this template, to who has this name."""
    school = settings.get("name")
    note = NOTES.get(template.partition("/")[0])
    return Around(
        school,
        _greeting(reader) if reader else "",
        settings.get(note).strip() if note else "",
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
