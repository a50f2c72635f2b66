"""The school's own words in every e-mail: how people are greeted, and who signs."""

from webapp.core.letters import Around
from webapp.core.words import _

from . import settings

NAME = "{name}"  # in a greeting: who reads it


def around(_template: str, reader: str) -> Around:
    """What stands around an e-mail to who has this name."""
    school = settings.get("name")
    return Around(school, _("Dear %(name)s,", name=reader) if reader else "", "", school)
