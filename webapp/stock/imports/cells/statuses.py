"""Standing: whether a thing may be lent, and in which condition it is, by one word of any language."""

import re
from dataclasses import dataclass
from functools import lru_cache

from webapp.core.words import lazy

from ...models.states import CONDITIONS
from . import words, yes_no
from .values import Value

ISSUED = "issued before Backline"  # stored, and therefore English, as is every reason here
KNOWN = {
    word: name
    for name, table in words.TABLES["standing"].items()
    for word in words.of_all_languages(table)
}
# what must not be lent, the worst first, and how it is told:
READ_AS = {
    "lost": lazy("lost"),
    "gone": lazy("no longer there"),
    "repair": lazy("out for repair"),
    "damaged": lazy("damaged"),
    "lent": lazy("issued"),
    "kept": lazy("not for lending"),
    "reserved": lazy("reserved"),
}
WORST_FIRST = tuple(READ_AS)
PARTS = re.compile(r"[,;/+&]| - ")
# what a column of that name says about the things that are ticked in it:
FLAGS = {"lost", "gone", "damaged", "kept"}
SHORTEST = 4  # letters of a word that tells something in the middle of others


@dataclass(frozen=True)
class Standing:
    """`blocked` says why it may not be lent; `condition` is one of CONDITIONS. None: nothing was said about it."""

    condition: str | None = None
    blocked: str | None = None

    def __or__(self, other: "Standing") -> "Standing":
        """Both at once: the worse condition, and all reasons."""
        conditions = filter(None, (self.condition, other.condition))
        reasons = dict.fromkeys(filter(None, (self.blocked, other.blocked)))
        return Standing(
            max(conditions, key=CONDITIONS.index, default=None), "; ".join(reasons) or None
        )


@lru_cache(maxsize=1_000)  # a column says the same few words
def read(cell: str) -> Value[Standing]:
    """What a status or a condition says. An unknown word falls to the safe side: not lendable, with a mark."""
    name = KNOWN.get(words.plain(cell))
    if name is None and words.is_nothing(cell):
        return Value(Standing())
    if name := name or _worst_part(cell):
        return Value(_standing(name, cell))
    if inside := _inside(words.plain(cell)):
        return Value(
            _standing(inside, cell),
            mark=lazy("“%(cell)s” is read as %(words)s", cell=cell, words=READ_AS[inside]),
        )
    return Value(
        _standing("", cell),
        mark=lazy(
            "“%(cell)s” is not a known status, so it is blocked until somebody has checked it",
            cell=cell,
        ),
    )


def issued(cell: str) -> Value[Standing]:
    """What a column says that says whether, or to whom, a thing is issued: a name there means that it is."""
    answer = yes_no.read(cell)
    if answer.value is not None:
        return Value(Standing(blocked=ISSUED if answer.value else None))
    if KNOWN.get(words.plain(cell)) in {"free", *WORST_FIRST}:
        return read(cell)
    return Value(
        Standing(blocked=ISSUED), mark=lazy("“%(cell)s” is read as issued", cell=cell)
    )


def lendable(cell: str) -> Value[Standing]:
    """What a column says that tells whether a thing is available: anything but a yes means that it is not."""
    answer = yes_no.read(cell)
    if answer.value is None or words.is_nothing(cell):
        return read(cell)
    blocked = None if answer.value else "said not to be available before Backline"
    return Value(Standing(blocked=blocked))


def flagged(name: str, cell: str) -> Value[Standing]:
    """What a tick, or anything else but a no, says in a column named "Lost" or "Verkauft"."""
    answer = yes_no.read(cell)
    if answer.value is False:
        return Value(Standing())
    mark = (
        ""
        if answer.value
        else lazy("“%(cell)s” is read as %(words)s", cell=cell, words=words.plain(name))
    )
    return Value(_standing(KNOWN.get(words.plain(name), ""), name), mark=mark)


def is_flag(name: str) -> bool:
    """Whether a column's name says by itself why a thing is not to be lent."""
    return KNOWN.get(words.plain(name)) in FLAGS


def _standing(name: str, cell: str) -> Standing:
    if name == "free":
        return Standing()
    if name in CONDITIONS:
        return Standing(condition=name)
    blocked = (
        ISSUED
        if name == "lent"
        else f"said to be {cell.strip().lower()[:80]} before Backline"
    )
    return Standing("damaged" if name == "repair" else None, blocked)


def _worst_part(cell: str) -> str:
    """Of several words, all of them known: the worst; else ""."""
    names = [KNOWN.get(words.plain(part), "") for part in PARTS.split(cell)]
    return min(names, key=_rank) if all(names) else ""


def _rank(name: str) -> tuple[int, int]:
    """Worst first."""
    if name in WORST_FIRST:
        return 0, WORST_FIRST.index(name)
    return 1, -CONDITIONS.index(name) if name in CONDITIONS else 1


def _inside(text: str) -> str:
    """What is worst among the words in the middle of others; words that say it may be lent do not count there."""
    spaced = f" {text} "
    names = {
        name
        for word, name in KNOWN.items()
        if len(word) >= SHORTEST and f" {word} " in spaced
    }
    return min(names & {*WORST_FIRST}, key=_rank, default="")
