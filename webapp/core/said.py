"""The word after an act: what is so now, who hears of it, and the way back; the page that follows shows it, once."""

from datetime import timedelta
from typing import NamedTuple
from urllib.parse import urlsplit

from flask import request, session

from . import clock

KEY = "said"
LASTS = timedelta(minutes=2)  # a page that follows later says nothing of it any more


class Said(NamedTuple):
    """What an act did, in words of whoever did it; `undo` is the address that takes it back, if one does."""

    words: str
    hint: str = ""
    undo: str = ""
    tone: str = ""  # "mute" for what was taken back
    link: str = ""  # to what one may want next
    link_words: str = ""

    @property
    def sign(self) -> str:
        """Its picture."""
        return "undo-2" if self.tone == "mute" else "check"


def keep(said: Said, to: str) -> None:
    """Until the page at this address is drawn; a newer word takes its place."""
    session[KEY] = [urlsplit(to).path, clock.now().timestamp(), list(said)]


def take() -> Said | None:
    """The word that is kept for this page; None if there is none, or an old one."""
    path, at, said = session.get(KEY) or ("", 0, ())
    if path != request.script_root + request.path:
        return None
    del session[KEY]
    is_fresh = clock.now().timestamp() - at < LASTS.total_seconds()
    return Said(*said) if is_fresh else None
