"""Typos: which words somebody may have meant who typed another, with one letter too many, too few, wrong or swapped."""

from collections.abc import Collection

SHORTEST = 4  # letters: of shorter words every other one is like some other
LONGEST_END = 5  # letters of a beginning or an end that may be right

Pieces = tuple[
    str, ...
]  # of a text whose words stand between spaces: all of them are in it


def plain(word: str) -> list[Pieces]:
    """A word of three letters and more is looked for anywhere, a shorter one where a word begins."""
    return [(word.rjust(3) if len(word) < 3 else word,)]


def nearly(word: str) -> list[Pieces]:
    """What is still there of a word with one wrong letter: its first half, its second, or all but the middle."""
    if len(word) < SHORTEST:
        return plain(word)
    half = min(len(word) // 2, LONGEST_END)
    ways: list[Pieces] = [(_first(word, half),), (_last(word, half),)]
    if len(word) == half * 2:
        ways.append((_first(word, half - 1), _last(word, half - 1)))
    return ways


def _first(word: str, letters: int) -> str:
    """The beginning of a word, with a space or two before it: three characters at least."""
    return word[:letters].rjust(max(letters + 1, 3))


def _last(word: str, letters: int) -> str:
    """The same of its end."""
    return word[-letters:].ljust(max(letters + 1, 3))


def fits(typed: Collection[str], words: Collection[str]) -> bool:
    """Whether each typed word is in one of these, or begins one, with at most one typo in it."""
    return all(any(_is_near(one, word) for word in words) for one in typed)


def _is_near(typed: str, word: str) -> bool:
    """With one typo at most, in a whole word or its beginning."""
    if typed in word:
        return True
    if len(typed) < SHORTEST:
        return False
    lengths = (len(typed), len(typed) - 1, len(typed) + 1, len(word))
    return any(is_one_apart(typed, word[:length]) for length in lengths)


def is_one_apart(one: str, other: str) -> bool:
    """Whether two words are the same but for one letter, or two neighbours that are swapped."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    left, right = one[start:], other[start:]
    return (
        left[1:] == right[1:]
        or left[1:] == right
        or left == right[1:]
        or (left[:2] == right[1::-1] and left[2:] == right[2:])
    )
