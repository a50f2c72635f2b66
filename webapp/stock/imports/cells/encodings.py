"""Encodings: which letters a file's bytes most likely stand for, by the letters of the languages it may be in."""

import codecs
import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, TypedDict, cast

from webapp.core.errors import Invalid
from webapp.core.words import _, lazy


class _Languages(TypedDict):
    languages: list[str]


class _Tables(TypedDict):
    """`encodings.toml`: each encoding with its languages, and the letters of each language, the commonest first."""

    encodings: dict[str, _Languages]
    letters: dict[str, str]


TABLES = cast(
    _Tables, tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
)
LABELS = {
    "utf-8": "Unicode (UTF-8)",
    "utf-16": "Unicode (UTF-16)",
    "cp1252": lazy("Windows, Western Europe"),
    "mac_roman": "Macintosh",
    "cp1250": lazy("Windows, Central Europe"),
    "cp1254": lazy("Windows, Turkish"),
    "cp850": lazy("DOS, Western Europe"),
}
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
WORD = re.compile(rb"[^\s,;|\"]*[\x80-\xff][^\s,;|\"]*")
SIGNS = "’‘“”„–—…«»€£°§²³½¼º\xa0"  # that are usual beside words
MOST_WORDS = 2_000
MOST_CHOICES, SAMPLES = 5, 3
RARER = 0.08  # what each encoding counts less than the one before it in the table
MOST_TIMES = 5  # that one word counts: one all over the file is but one
# what a character speaks for its encoding, by how common it is in the language:
MOST_COMMON, RARE, FOREIGN = 4, 2, -3
# and by where it stands in its word:
BESIDE, WITHIN, NO_TEXT = 0.5, -4, -8


class Encoding(NamedTuple):
    """A way to read a file, and some of its words read so."""

    name: str
    label: str
    sample: str


def decode(data: bytes, name: str | None = None) -> tuple[str, str, list[Encoding]]:
    """The text, the encoding it was read in and, where nothing in the file tells which that is, the likeliest ones.

    Invalid at `encoding` if the file cannot be read in the one that is asked for.
    """
    certain = next((encoding for mark, encoding in MARKS if data.startswith(mark)), None)
    certain = certain or ("utf-8" if _reads(data, "utf-8") else None)
    choices = [] if certain else likeliest(data)
    chosen = (
        certain
        if certain and name in (None, "utf-8", "utf-16")
        else name or choices[0].name
    )
    try:
        return data.decode(chosen), chosen, choices
    except UnicodeDecodeError:
        raise Invalid(
            fields={
                "encoding": _("The file cannot be read as %(chosen)s", chosen=label(chosen))
            }
        ) from None


def label(name: str) -> str:
    """What people call an encoding."""
    return LABELS.get(name.removesuffix("-sig"), name)


def likeliest(data: bytes) -> list[Encoding]:
    """The encodings that can read the file, the likeliest first, with words by which they can be told apart."""
    counts = Counter(match[0] for match in WORD.finditer(data)).most_common(MOST_WORDS)
    words = {
        name: [(word.decode(name), times) for word, times in counts]
        for name in TABLES["encodings"]
        if _reads(data, name)
    }
    usual = {name: 1 - place * RARER for place, name in enumerate(TABLES["encodings"])}
    scores = {name: _score(words[name], name) * usual[name] for name in words}
    names = sorted(words, key=scores.__getitem__, reverse=True)[:MOST_CHOICES]
    return _with_samples({name: words[name] for name in names})


def _with_samples(ways: dict[str, list[tuple[str, int]]]) -> list[Encoding]:
    differing = _differing(list(ways.values()))
    samples = {
        name: " · ".join(words[number][0] for number in differing)
        for name, words in ways.items()
    }
    return [Encoding(name, LABELS[name], sample) for name, sample in samples.items()]


def _differing(ways: list[list[tuple[str, int]]]) -> list[int]:
    """Which of the words are read most differently, by their numbers; of those alike the commonest."""
    numbers = range(len(ways[0]) if ways else 0)
    readings = {number: len({words[number][0] for words in ways}) for number in numbers}
    best = sorted(numbers, key=readings.__getitem__, reverse=True)[:SAMPLES]
    return sorted(best)


def _reads(data: bytes, name: str) -> bool:
    try:
        data.decode(name)
    except UnicodeDecodeError:
        return False
    return True


def _score(words: list[tuple[str, int]], name: str) -> float:
    """How well the words fit the encoding's languages: the one that all together fit best, and each its own."""
    languages = [
        TABLES["letters"][language] for language in TABLES["encodings"][name]["languages"]
    ]
    total: Counter[str] = Counter()
    each = 0.0
    for word, many in words:
        beside, times = list(_characters(word)), min(many, MOST_TIMES)
        fits = {letters: times * _fit(beside, letters) for letters in languages}
        for letters, points in fits.items():
            total[letters] += points  # type: ignore[assignment]
        each += max(fits.values())
    return max((total[letters] for letters in languages), default=0) + each


def _fit(characters: list[tuple[str, float]], letters: str) -> float:
    """A letter counts by how common it is in the language, anything else by its place."""
    total = 0.0
    for character, place in characters:
        known = letters.find(character)
        points = (
            MOST_COMMON - known / len(letters) * (MOST_COMMON - RARE)
            if known >= 0
            else FOREIGN
        )
        total += place + (points if character.isalpha() else 0)
    return total


def _characters(word: str) -> Iterator[tuple[str, float]]:
    """The characters beyond ASCII, and what speaks for each by its place in the word."""
    for at, character in enumerate(word):
        if character.isascii():
            continue
        before, after = word[at - 1 : at], word[at + 1 : at + 2]
        yield character, _place(character, before, after)


def _place(character: str, before: str, after: str) -> float:
    if character.isalpha():
        return WITHIN if character.isupper() and before.islower() else 0
    if unicodedata.category(character) in ("Cc", "Cn", "Co") or character == "\ufffd":
        return NO_TEXT
    if before.isalpha() and after.isalpha() and character != "’":
        return WITHIN
    return BESIDE if character in SIGNS else FOREIGN
