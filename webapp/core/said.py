"""The word after an act: what is so now, who hears of it, and the way back; the page that follows shows it, once."""

from datetime import timedelta
from typing import NamedTuple
from urllib.parse import urlsplit

from flask import request, session
from flask_login import current_user

from . import clock, outbox
from .words import _, listed, ngettext

KEY = "said"
NAMED = 3  # who hears of it; more are others
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


def with_hearing(said: Said) -> Said:
    """With who hears of it by e-mail, or that nobody did."""
    hint = " ".join(filter(None, (said.hint, _heard())))
    return said._replace(hint=hint)


def _heard() -> str:
    hearing = outbox.hearing()
    if not hearing:
        return _("Nobody had been told of it.") if outbox.was_called_back() else ""
    me = getattr(current_user, "name", None)
    if [each.name for each in hearing] == [me]:
        return _("You get an e-mail.")
    others = [each.name for each in hearing if each.name != me]
    names = (
        listed(others) if len(others) <= NAMED else listed([*others[:NAMED], _("others")])
    )
    if all(each.leaves_now for each in hearing):
        return ngettext(
            "%(names)s gets an e-mail.",
            "%(names)s get an e-mail.",
            len(others),
            names=names,
        )
    return ngettext(
        "%(names)s gets an e-mail in a minute.",
        "%(names)s get an e-mail in a minute.",
        len(others),
        names=names,
    )


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
