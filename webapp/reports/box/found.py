"""Found: what the box answers to what was typed or scanned, and how sure it is of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from webapp.core import text
from webapp.core.actor import Actor

from . import grouping, matching, typos
from .grouping import Group
from .hits import Hit, Page, Piece, pieces
from .matching import MOST_WORDS

LONGEST = 200  # characters; what is longer is cut


@dataclass(frozen=True)
class Found:
    """An answer of the box."""

    typed: str
    groups: Sequence[Group] = ()
    words: Sequence[str] = field(default=())
    is_near: bool = False  # nothing is called just so, and these nearly are
    is_cut: bool = False  # more was typed than is looked for
    meant: str = ""  # what the keys say on a US keyboard, where only that is known

    @property
    def count(self) -> int:
        """How many there are, all groups together."""
        return sum(group.count for group in self.groups)

    @property
    def is_more(self) -> bool:
        """Whether there are more than were counted."""
        return any(group.is_more for group in self.groups)

    @property
    def only_one(self) -> Hit | None:
        """What a scan stands for, where its code is on one thing or card."""
        exact = next((group for group in self.groups if group.name == "exact"), None)
        return exact.hits[0] if exact and exact.count == 1 else None

    def pieces_of(self, written: str) -> list[Piece]:
        """What is written of a hit, with what was typed apart."""
        return pieces(written, self.words)


def find(actor: Actor, typed: str, us_keys: str = "", pages: Sequence[Page] = ()) -> Found:
    """What is called so, has this code or number, or is a page of this name, as far as the actor sees it.

    `us_keys` is what the keys of a scanner write on a US keyboard, where it counts if nothing is known by `typed`.
    One statement, and one more where nothing is called just so; then a fixed number for what is shown.
    """
    asked, is_cut = typed.strip()[:LONGEST].strip(), len(typed.strip()) > LONGEST
    if not text.words(asked):
        return Found("", grouping.of_pages(pages))
    answer = _exactly(actor, asked, pages)
    if not answer.count:
        answer = _mapped(actor, us_keys.strip()[:LONGEST]) or _nearly(actor, asked, pages)
    return replace(answer, is_cut=is_cut)


def _exactly(actor: Actor, typed: str, pages: Sequence[Page] = ()) -> Found:
    words = text.words(typed)[:MOST_WORDS]
    matches = matching.exactly_or_by_words(actor, typed, [typed])
    listed = grouping.of_pages([page for page in pages if _is_called(page, words)])
    found = grouping.groups(actor, typed, matches, [typed])
    return Found(typed, [*found, *listed], words)


def _mapped(actor: Actor, us_keys: str) -> Found | None:
    """What the keys say on a US keyboard, where that is the code of one thing or card."""
    answer = _exactly(actor, us_keys) if us_keys else None
    return replace(answer, meant=us_keys) if answer and answer.only_one else None


def _nearly(actor: Actor, typed: str, pages: Sequence[Page]) -> Found:
    words = text.words(typed)[:MOST_WORDS]
    fitting = [page for page in pages if typos.fits(words, _words_of(page))]
    matches = matching.nearly(actor, typed)
    groups = [*grouping.groups(actor, "", matches, ()), *grouping.of_pages(fitting)]
    return Found(typed, groups, words, is_near=bool(groups))


def _is_called(page: Page, words: Sequence[str]) -> bool:
    """Whether each typed word begins one of its name."""
    name = "".join(f" {word}" for word in _words_of(page))
    return all(f" {word}" in name for word in words)


def _words_of(page: Page) -> list[str]:
    return text.folded(page.name).split()
