"""Every language says all that English says, with the same facts and tags; its two files say the same."""

import gettext
import re
from collections import Counter
from io import BytesIO

import pytest
from babel.messages.catalog import Catalog

from scripts import translations, words
from webapp.core import languages

LANGUAGES = translations.languages()
FACT = re.compile(r"%\((\w+)\)s")
TAG = re.compile(r"<[^>]*>")
ENDS = ("…", ":", "?")


@pytest.fixture(scope="module")
def source():
    return words.catalogue()


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request):
    return request.param


@pytest.fixture(scope="module")
def translated(language):
    return translations.read(translations.path_of(language))


def facts(text):
    return set(FACT.findall(text))


def wrong_facts(message, language):
    """What a translation says that English does not, or leaves out; a form for one thing alone need not count it."""
    one, many = message.id if message.pluralizable else (message.id, message.id)
    taken = {}
    for count in translations.COUNTS:
        taken.setdefault(translations.index(language, count), set()).add(count)
    for number, text in enumerate(translations.said(message)):
        needed = facts(one) if taken.get(number) == {1} else facts(many)
        if not needed <= facts(text) <= facts(one) | facts(many):
            yield f"{text!r} has other facts than {many!r}"


def edges(text):
    """The blanks at both ends of a sentence, and the mark at its end that leads on."""
    bare = text.strip()
    mark = bare[-1] if bare.endswith(ENDS) else ""
    return text[: len(text) - len(text.lstrip())], mark, text[len(text.rstrip()) :]


def problems(message, language):
    """What is wrong with the translation of a sentence."""
    said = translations.said(message)
    if message.fuzzy or not all(said):
        yield f"{message.id!r} is not translated"
        return
    if message.pluralizable and len(said) != translations.forms(language):
        yield f"{message.id!r} has {len(said)} forms"
        return
    yield from wrong_facts(message, language)
    yield from wrong_shapes(said, message.id if message.pluralizable else [message.id])


def wrong_shapes(said, ids):
    """What of a translation has other tags, other edges, or a percent sign that stands alone."""
    for text in said:
        if Counter(TAG.findall(text)) not in [Counter(TAG.findall(id)) for id in ids]:
            yield f"{text!r} has other tags than {ids[-1]!r}"
        if edges(text) not in map(edges, ids):
            yield f"{text!r} begins or ends otherwise than {ids[-1]!r}"
        if "%" in FACT.sub("", text).replace("%%", ""):
            yield f"{text!r} has a sign of per cent that is not written %%"


def test_a_language_says_all_of_todays_sentences_and_no_others(
    language, translated, source
):
    known = {message.id for message in translated if message.id}
    assert known == {message.id for message in source if message.id}, "run `make words`"
    assert not translated.obsolete


def test_every_translation_keeps_facts_tags_and_edges(language, translated):
    found = [each for m in translated if m.id for each in problems(m, language)]
    assert not found, "\n".join(found)


def test_the_files_of_a_language_are_in_step(language, translated, source):
    """Those that are committed are those that `make words` writes."""
    sentences = translations.in_step(language, translated, source)
    path = translations.path_of(language)
    assert path.read_text() == translations.written(sentences), "run `make words`"
    assert path.with_suffix(".mo").read_bytes() == translations.compiled(sentences)


def test_a_language_is_called_by_its_own_name(language):
    name = translations.locale(language).get_display_name()
    assert languages.NAMES[language] == name[0].upper() + name[1:]


GOOD = {
    "Only %(free)s are free": "Nur %(free)s sind frei",
    "<b>Late</b> ": "<b>Zu spät</b> ",
    ("One row", "%(num)s rows"): ("Eine Zeile", "%(num)s Zeilen"),
    ("%(num)s day", "%(num)s days"): ("%(num)s Tag", "%(num)s Tage"),
    "Really?": "Wirklich?",
    "100 %%": "100 %%",
}
BAD = {
    "Only %(free)s are free": "Nur %(frei)s sind frei",
    "<b>Late</b>": "<strong>Zu spät</strong>",
    " or ": "oder",
    ("One row", "%(num)s rows"): ("Eine Zeile", "Zeilen"),
    ("%(num)s day", "%(num)s days"): ("Tag", "%(num)s Tage"),
    "Really?": "Wirklich.",
    "Save…": "Sichern",
    "Late": "",
    "100 %%": "100 %",
}


def of(pairs):
    catalogue = Catalog(locale="de")
    for id, string in pairs.items():
        catalogue.add(id, string)
    return [message for message in catalogue if message.id]


@pytest.mark.parametrize("message", of(GOOD), ids=lambda message: str(message.id))
def test_what_is_right_with_a_translation_is_seen(message):
    assert not list(problems(message, "de"))


@pytest.mark.parametrize("message", of(BAD), ids=lambda message: str(message.id))
def test_what_is_wrong_with_a_translation_is_found(message):
    assert list(problems(message, "de"))


def test_a_language_has_as_many_forms_as_whole_numbers_need():
    count = {language: translations.forms(language) for language in ("de", "ja", "pl")}
    assert count == {"de": 2, "ja": 1, "pl": 3}
    assert translations.forms("cs") == 3, "its fourth is for fractions"


@pytest.mark.parametrize("language", ["ar", "cs", "de", "es", "fr", "nl", "pl"])
def test_gettext_counts_as_cldr_does(language, tmp_path):
    """By what Python reads of the file's head."""
    read = gettext.c2py(
        translations.plural_forms(language).partition("plural=")[2].rstrip(";")
    )
    for count in translations.COUNTS:
        assert read(count) == translations.index(language, count), count


@pytest.fixture
def kept_in_step(tmp_path):
    """What `make words` makes of a folder, whose .po says this before, once the source says that."""

    def written(before, after):
        path = translations.path_of("de", tmp_path)
        path.parent.mkdir(parents=True)
        path.write_text(before)
        translations.write_all(of_source(after), tmp_path)
        return path

    return written


def of_source(ids):
    source = Catalog()
    for id in ids:
        source.add(id)
    return source


BEFORE = """
msgid "Late"
msgstr "Zu spät"

msgid "Gone"
msgstr "Weg"

msgid "Was one"
msgstr "War eins"

#, fuzzy
msgid "Not sure"
msgstr "Unsicher"

#~ msgid "Long gone"
#~ msgstr "Lange weg"
"""


def test_what_is_translated_stays_and_what_is_gone_goes(kept_in_step):
    many = ("Was one", "%(num)s were")
    path = kept_in_step(BEFORE, ["Late", "New", "Not sure", many])
    kept = {m.id: m.string for m in translations.read(path) if m.id}
    assert kept == {"Late": "Zu spät", "New": "", "Not sure": "Unsicher", many: ("", "")}
    assert "gone" not in path.read_text()
    read = gettext.GNUTranslations(BytesIO(path.with_suffix(".mo").read_bytes()))
    assert read.gettext("Late") == "Zu spät"
    assert read.gettext("New") == "New", "it is said in English"
    assert read.gettext("Not sure") == "Not sure", "nobody is sure of it"
    assert read.ngettext(*many, 2) == many[1]


def test_the_same_sentences_are_the_same_bytes(kept_in_step, tmp_path):
    path = kept_in_step(BEFORE, ["Late", "New"])
    files = path, path.with_suffix(".mo")
    before = [file.read_bytes() for file in files]
    translations.write_all(of_source(["New", "Late"]), tmp_path)
    assert [file.read_bytes() for file in files] == before


def test_a_new_language_is_a_folder(tmp_path):
    (tmp_path / "fr").mkdir()
    translations.write_all(of_source(["Late"]), tmp_path)
    assert "in French" in translations.path_of("fr", tmp_path).read_text()
