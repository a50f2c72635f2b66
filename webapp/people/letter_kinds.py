"""The kinds of e-mails about one's own way in: all that are in templates/people/mail, with made-up facts."""

from types import SimpleNamespace as Some

from webapp.core import clock, scopes
from webapp.core.letter_kinds import Facts, Group, Kind
from webapp.core.words import _, lazy

ID = 1


def _account() -> Facts:
    by = Some(id=ID, name="Kim Sample")
    token = Some(name=_("Room displays"), expires_at=clock.now())
    may = scopes.in_words(["read", "rooms"])
    return {"to": Some(id=ID), "by": by, "is_own": False, "token": token, "may": may}


GROUPS = (
    Group(
        lazy("Signing in"),
        (
            Kind("people.password_changed", lazy("Password changed"), _account),
            Kind("people.token_issued", lazy("API token issued"), _account),
        ),
    ),
)
