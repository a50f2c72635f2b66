"""Deciding when loans forget who had them; and what that would forget today."""

from typing import NamedTuple
from zlib import crc32

from webapp.core.actor import Actor
from webapp.core.errors import Invalid, Stale
from webapp.core.words import _
from webapp.school import deciding, settings

from . import rule

SETTING = "forget_loans_after"


class Forgetting(NamedTuple):
    """After how many months, and how many loans that would forget today."""

    months: int
    loans: int

    @property
    def version(self) -> int:
        """A number that stands for what is decided, for If-Match."""
        return crc32(str(self.months).encode()) % 10**9


def facts(actor: Actor, months: int | None = None) -> Forgetting:
    """What is decided, or what would be with so many months. NotAllowed but for admins."""
    deciding.check_may(actor)
    after = rule.months() if months is None else months
    return Forgetting(after, rule.count(after))


def decide(actor: Actor, *, months: int, seen_version: int | None = None) -> Forgetting:
    """Loans forget who had them so many months after they are closed, from now on; never, for 0.

    Stale if somebody decided otherwise since that version. What is forgotten stays so, whatever is decided later.
    """
    deciding.lock()
    deciding.check_may(actor)
    now = Forgetting(rule.months(), 0)
    if seen_version not in (None, now.version):
        raise Stale(_("Somebody changed the settings in the meantime"))
    if not 0 <= months <= rule.MOST_MONTHS:
        raise Invalid(fields={"months": _("At most %(most)s", most=rule.MOST_MONTHS)})
    settings.change(SETTING, months)
    return facts(actor)
