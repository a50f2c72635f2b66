"""The school's own words in every e-mail: how people are greeted, a paragraph of its own, and who signs."""

from typing import Literal

from webapp.core.letters import Around
from webapp.core.words import _

from . import settings

NAME = "{name}"  # in a greeting: who reads it
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


def _greeting(reader: str) -> str:
    own = settings.get("mail_greeting").strip()
    return own.replace(NAME, reader) if own else _("Dear %(name)s,", name=reader)
