"""The school's own words in each kind of e-mail: which have some, what they are, and how such an e-mail then looks."""

from typing import NamedTuple
from zlib import crc32

from webapp.core import letter_kinds, letters
from webapp.core.actor import Actor
from webapp.core.errors import Invalid, NotFound, Stale
from webapp.core.letter_kinds import Kind
from webapp.core.letters import Rendered
from webapp.core.words import _

from . import deciding, mail_words, settings

READER = "Robin Example"  # whom the preview is written to; nobody


class OwnWords(NamedTuple):
    """A kind of e-mail, its heading, and the school's own words in it; empty where it has the usual ones."""

    kind: str
    title: str
    heading: str
    words: str

    @property
    def version(self) -> int:
        """A number that stands for the words, for If-Match."""
        return crc32(self.words.encode()) % 10**9


def list_all(actor: Actor) -> list[OwnWords]:
    """All kinds of e-mails, under their headings, in order. NotAllowed but for admins."""
    deciding.check_may(actor)
    return [
        _own(kind, group.title) for group in letter_kinds.groups() for kind in group.kinds
    ]


def find(actor: Actor, kind: str) -> OwnWords:
    """The words of one kind. NotAllowed but for admins; NotFound where no e-mail is called so."""
    own = {each.kind: each for each in list_all(actor)}.get(kind)
    if own is None:
        raise NotFound(_("Kind of e-mail not found"))
    return own


def decide(
    actor: Actor, kind: str, *, words: str | None = None, version: int | None = None
) -> OwnWords:
    """Put these words above each e-mail of a kind, from now on; empty for the usual ones, and as they are if not said.

    Stale if somebody changed them since this version; Invalid for what no e-mail could fill in.
    """
    deciding.lock()
    now = find(actor, kind)
    if version not in (None, now.version):
        facts = {"words": now.words, "version": now.version}
        raise Stale(_("Somebody changed these words in the meantime"), facts=facts)
    if words is None:
        return now
    _check(words)
    settings.change(f"{settings.WORDS_OF}{kind}", words.strip())
    return find(actor, kind)


def preview(actor: Actor, kind: str, words: str) -> Rendered:
    """An e-mail of this kind with these words, about made-up facts. Invalid for what no e-mail could fill in."""
    find(actor, kind)
    _check(words)
    return drawn(kind, words)


def drawn(name: str, own: str) -> Rendered:
    """The same, of a kind that there is, in the school's language."""
    kind = letter_kinds.find(name)
    assert kind, "there is one of this name"
    with letters.speaking_to(None):
        house = mail_words.around_with(own, kind.template, READER)
        return letters.render_in(house, kind.template, kind.facts())


def _check(own: str) -> None:
    if problems := mail_words.problems({mail_words.KINDS_WORDS: own}):
        raise Invalid(fields=problems)


def _own(kind: Kind, heading: str) -> OwnWords:
    own = settings.words_of(kind.name)
    return OwnWords(kind.name, kind.title, heading, own)
