"""Translations: `translations/<language>/LC_MESSAGES/messages.po`, kept in step with the sentences of the source.

`make words` writes each anew: what is translated stays, what is gone goes, what is new waits for its translation. What
a process reads, the .mo beside it, has nothing in it but the sentences, so that the same sentences are the same bytes.
A folder for a language is all that starts one.
"""

import re
from collections.abc import Sequence
from functools import cache
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from babel.plural import PluralRule, to_gettext

FOLDER = Path(__file__).parents[1] / "translations"
PLACE = Path("LC_MESSAGES") / "messages.po"
TAGS = ("zero", "one", "two", "few", "many", "other")  # the forms of CLDR, in order
COUNTS = (*range(1000), *(10**digits for digits in range(3, 10)))  # one of each kind
HEAD = """# Backline in {name}. Which sentences there are, `make words` says; translators fill them in.
msgid ""
msgstr ""
{headers}

"""


def languages(folder: Path = FOLDER) -> list[str]:
    """Those that are being translated into, in the order of their codes."""
    return sorted(path.name for path in folder.iterdir() if path.is_dir())


def locale(language: str) -> Locale:
    """A language as Babel knows it."""
    return Locale.parse(language, sep="-")


@cache
def plural(language: str) -> PluralRule:
    """The rule by which a language counts, by CLDR, with only those of its forms that whole numbers take."""
    rule = locale(language).plural_form
    taken = {rule(count) for count in COUNTS}
    forms = [tag for tag, _condition in rule.abstract if tag in taken]
    if "other" not in taken:  # but for fractions: the last form stands for all the rest
        forms.pop()
    return PluralRule({tag: rule.rules[tag] for tag in forms})


def plural_forms(language: str) -> str:
    """The same as gettext has it. Nobody counts by powers of ten, which CLDR calls `e`."""
    return re.sub(r"\be\b", "0", to_gettext(plural(language)))


def forms(language: str) -> int:
    """How many forms a sentence has that counts."""
    return len(plural(language).tags) + 1


def index(language: str, count: int) -> int:
    """Which of its forms so many take, from 0."""
    rule = plural(language)
    tags = [tag for tag in TAGS if tag in rule.tags or tag == "other"]
    return tags.index(rule(count))


class Sentences(Catalog):
    """A language's sentences, whose head says nothing of days, people and programs."""

    def __init__(self, language: str) -> None:
        super().__init__(locale=locale(language), fuzzy=False)
        self.language = language

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Language", self.language),
            ("Plural-Forms", plural_forms(self.language)),
        ]


def path_of(language: str, folder: Path = FOLDER) -> Path:
    return folder / language / PLACE


def read(path: Path) -> Catalog:
    """What has been translated; nothing where there is no file yet."""
    if not path.exists():
        return Catalog()
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)


def in_step(language: str, known: Catalog, source: Catalog) -> Sentences:
    """Every sentence of the source with its translation, which is empty where there is none."""
    sentences = Sentences(language)
    for message in source:
        if message.id:
            before = known.get(_key(message))
            is_same = before is not None and before.id == message.id
            sentences.add(
                message.id,
                _filled(before.string if is_same else "", message, forms(language)),
                flags=message.flags | ({"fuzzy"} if is_same and before.fuzzy else set()),
                user_comments=before.user_comments if is_same else (),
            )
    return sentences


def _key(message: Message) -> str:
    return message.id[0] if message.pluralizable else message.id


def _filled(
    said: str | Sequence[str], message: Message, count: int
) -> str | tuple[str, ...]:
    if not message.pluralizable:
        return said if isinstance(said, str) else ""
    given = [] if isinstance(said, str) else list(said)
    return tuple((given + [""] * count)[:count])


def written(sentences: Sentences) -> str:
    """The .po."""
    out = BytesIO()
    write_po(out, sentences, omit_header=True, no_location=True, sort_output=True, width=0)
    headers = "\n".join(f'"{name}: {value}\\n"' for name, value in sentences.mime_headers)
    name = locale(sentences.language).get_display_name("en")
    return HEAD.format(name=name, headers=headers) + out.getvalue().decode()


def compiled(sentences: Sentences) -> bytes:
    """The .mo, of what is translated: all else is said in English."""
    translated = Sentences(sentences.language)
    for message in sentences:
        if message.id and not message.fuzzy and all(said(message)):
            translated.add(message.id, message.string)
    out = BytesIO()
    write_mo(out, translated)
    return out.getvalue()


def said(message: Message) -> Sequence[str]:
    """The forms of a translation: one, or as many as the language has."""
    return message.string if message.pluralizable else [message.string]


def write_all(source: Catalog, folder: Path = FOLDER) -> None:
    """Both files of every language."""
    for language in languages(folder):
        path = path_of(language, folder)
        path.parent.mkdir(parents=True, exist_ok=True)
        sentences = in_step(language, read(path), source)
        path.write_text(written(sentences))
        path.with_suffix(".mo").write_bytes(compiled(sentences))
