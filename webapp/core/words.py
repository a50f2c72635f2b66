"""Sentences in the language of whoever reads them: `_`, `ngettext` and `lazy`, for verbs, doors and templates alike.

What is said has its English sentence as its key and named parameters: `_("Only %(free)s are free", free=3)`; so a
percent sign is written `%%`. The language is the reader's: a door sets it for each request, a letter for whom it goes
to, and what speaks to nobody in particular speaks English. What is stored is a code with its facts, never a sentence.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, partial, reduce
from gettext import NullTranslations, translation
from pathlib import Path
from typing import Any, NamedTuple, Self

from markupsafe import escape

from . import numbers

ENGLISH = "en"
FOLDER = Path(__file__).parents[2] / "translations"
_catalogue: ContextVar[NullTranslations | None] = ContextVar("catalogue", default=None)
_language: ContextVar[str] = ContextVar("language", default=ENGLISH)


Catalogue = Callable[[], NullTranslations]  # read when its language is first spoken


def found(folder: Path) -> dict[str, Catalogue]:
    """The catalogues of a folder by their language, as `<language>/LC_MESSAGES/messages.mo`."""
    return {
        path.parts[-3]: cache(partial(translation, "messages", folder, [path.parts[-3]]))
        for path in sorted(folder.glob("*/LC_MESSAGES/messages.mo"))
    }


CATALOGUES = found(FOLDER)  # English needs none: its sentences are the keys


def languages() -> list[str]:
    """The languages that Backline speaks, English first."""
    return [ENGLISH, *(language for language in CATALOGUES if language != ENGLISH)]


def language() -> str:
    """The language that is spoken now, as HTML calls it."""
    return _language.get()


def use(language: str) -> None:
    """Speak a language from now on; English where it is not known."""
    catalogue = CATALOGUES.get(language)
    _language.set(language if catalogue else ENGLISH)
    _catalogue.set(catalogue() if catalogue else None)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak a language for a while, to somebody else than who reads the answer."""
    before = _language.get()
    use(language)
    try:
        yield
    finally:
        use(before)


def translated(message: str) -> str:
    """A sentence in the language that is spoken, its facts not filled in yet."""
    catalogue = _catalogue.get()
    return message if catalogue is None else catalogue.gettext(str.__str__(message))


def translated_number(one: str, many: str, number: int) -> str:
    """The sentence for so many in the language that is spoken, its facts not filled in yet."""
    catalogue = _catalogue.get()
    if catalogue is None:
        return one if number == 1 else many
    return catalogue.ngettext(one, many, number)


def gettext(message: str, /, **facts: Any) -> str:
    """A sentence in the language that is spoken, with its facts."""
    return str.__mod__(translated(message), facts)


_ = gettext


def ngettext(one: str, many: str, number: int, /, **facts: Any) -> str:
    """The sentence for so many, which it may call `%(num)s`: English has one for 1 and one for all else."""
    facts = numbers.counted({"num": number} | facts, number, language())
    return str.__mod__(translated_number(one, many, number), facts)


class Lazy(str):
    """A sentence that is said before anybody reads it, as a form's label is: it is translated where it is shown.

    As a string it is its English sentence, so it may be a key.
    """

    __slots__ = ()

    def __str__(self) -> str:
        return str.__mod__(translated(str.__str__(self)), ())

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __html__(self) -> str:
        return escape(str(self))

    def __add__(self, other: str) -> str:
        return str(self) + other

    def __radd__(self, other: str) -> str:
        return other + str(self)

    def lower(self) -> str:
        return str(self).lower()

    def capitalize(self) -> str:
        return str(self).capitalize()


class LazyWithFacts(Lazy):
    """The same with its facts filled in."""

    __slots__ = ("facts", "message")
    message: str
    facts: Mapping[str, Any]

    def __new__(cls, message: str, facts: Mapping[str, Any]) -> Self:
        known = {name: in_english(fact) for name, fact in facts.items()}
        sentence = super().__new__(cls, str.__mod__(message, known))
        sentence.message, sentence.facts = message, facts
        return sentence

    def __str__(self) -> str:
        return str.__mod__(translated(self.message), self.facts)


def lazy(message: str, /, **facts: Any) -> str:
    """A sentence that is translated where it is shown; one that is so already, as it is."""
    if isinstance(message, Lazy):
        return message
    return LazyWithFacts(message, facts) if facts else Lazy(message)


def in_english(words: Any) -> Any:
    """The English of a lazy sentence, for what is stored or compared; anything else as it is."""
    return str.__str__(words) if isinstance(words, Lazy) else words


def either(names: Iterable[str]) -> str:
    """All of them as a choice: "A or B or C"; at least one."""
    return reduce(lambda some, name: _("%(some)s or %(name)s", some=some, name=name), names)


def both(names: Iterable[str]) -> str:
    """All of them together: "A and B and C"; at least one."""
    return reduce(
        lambda some, name: _("%(some)s and %(name)s", some=some, name=name), names
    )


def listed(names: Iterable[str]) -> str:
    """All of them as a list: "A, B and C"; at least one."""
    *some, last = map(str, names)
    return _("%(some)s and %(last)s", some=", ".join(some), last=last) if some else last


class Plural(NamedTuple):
    """A sentence for one and for many, before it is known how many there are."""

    one: str
    many: str

    def of(self, number: int, /, **facts: Any) -> str:
        """The sentence for so many."""
        return ngettext(self.one, self.many, number, **facts)


plural = Plural
