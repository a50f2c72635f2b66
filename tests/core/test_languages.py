"""Sentences are said in the reader's language: plurals, facts, what is said before anybody reads, and to whom."""

from io import BytesIO

import pytest
from babel.messages.catalog import Catalog
from flask import render_template_string
from openpyxl import load_workbook
from wtforms.fields.core import Label

from scripts import translations
from tests.support.quoted import TEST, Quoted
from webapp.core import languages, letters, spreadsheet, words
from webapp.core.doors import public
from webapp.core.errors import NotFound
from webapp.people.people import Contact


@pytest.fixture
def quoted(monkeypatch):
    monkeypatch.setitem(words.CATALOGUES, TEST, Quoted)
    yield
    words.use(words.ENGLISH)


@pytest.fixture
def jinja(own_app):
    with own_app.test_request_context():
        yield render_template_string


sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def test_english_needs_no_catalogue():
    assert words._("Only %(free)s are free, %(share)s %%", free=3, share=10) == (
        "Only 3 are free, 10 %"
    )
    assert words.ngettext("%(num)s row", "%(num)s rows", 1) == "1 row"
    assert words.ngettext("%(num)s row", "%(num)s rows", 0) == "0 rows"
    assert words.ngettext("one of %(item)s", "some of %(item)s", 2, item="x") == "some of x"


def test_a_language_is_spoken_for_a_while(quoted):
    with words.speaking(TEST):
        assert words._("Hello %(name)s", name="Ada") == "«Hello Ada»"
        assert words.ngettext("%(num)s row", "%(num)s rows", 2) == "«2 row»"
        with words.speaking(words.ENGLISH):
            assert words._("Hello") == "Hello"
        assert words.language() == TEST
    assert words._("Hello") == "Hello"


def test_a_catalogue_is_read_when_its_language_is_first_spoken(tmp_path, monkeypatch):
    """Once a process: who speaks English pays nothing for the other languages."""
    path = translations.path_of("de", tmp_path)
    path.parent.mkdir(parents=True)
    path.write_text('msgid "Hello"\nmsgstr "Hallo"\n')
    source = Catalog()
    source.add("Hello")
    translations.write_all(source, tmp_path)
    monkeypatch.setattr(words, "CATALOGUES", words.found(tmp_path))
    assert words.languages() == ["en", "de"]
    read = words.CATALOGUES["de"]
    assert read.cache_info().misses == 0
    for _time in range(2):
        with words.speaking("de"):
            assert words._("Hello") == "Hallo"
    assert read.cache_info().misses == 1


def test_an_unknown_language_is_english(quoted):
    words.use("tlh")
    assert words.language() == "en"
    assert words._("Hello") == "Hello"


def test_what_is_said_before_anybody_reads_is_translated_where_it_is_shown(quoted):
    label = words.lazy("Save")
    assert {"Save": 1}[label] == 1
    with words.speaking(TEST):
        assert str(label) == "«Save»"
        assert f"{label}!" == "«Save»!"
        assert str(Label("it", label)()) == '<label for="it">«Save»</label>'
    assert str(label) == "Save"


def test_a_sentence_with_facts_is_translated_where_it_is_shown_and_stored_in_english(
    quoted,
):
    with words.speaking(TEST):
        mark = words.lazy(
            "%(cell)s is read as %(state)s", cell="weg", state=words.lazy("lost")
        )
        assert str(mark) == "«weg is read as «lost»»"
        assert words.in_english(mark) == "weg is read as lost"
        assert mark[:4] == "weg "
        assert words.in_english(7) == 7
    assert str(mark) == "weg is read as lost"


def test_names_are_joined_in_the_language(quoted):
    assert words.either(["A"]) == "A"
    assert words.either(["A", "B", "C"]) == "A or B or C"
    assert words.both(["1 item", "2 sequences"]) == "1 item and 2 sequences"
    with words.speaking(TEST):
        assert words.either(["A", "B"]) == "«A or B»"


def test_a_table_has_its_head_in_the_language(quoted):
    head, rows = [words.lazy("Name"), "SKU"], [[words.lazy("lost"), 1]]
    with words.speaking(TEST):
        assert list(spreadsheet.lines(head, rows)) == [
            "\ufeff«Name»,SKU\r\n",
            "«lost»,1\r\n",
        ]
        book = b"".join(spreadsheet.workbook(head, rows))
    sheet = load_workbook(BytesIO(book)).active
    assert [cell.value for cell in sheet[1]] == ["«Name»", "SKU"]
    assert [cell.value for cell in sheet[2]] == ["«lost»", 1]


@sqlite
def test_a_template_says_it_in_the_language_and_escapes_facts(jinja, quoted):
    words.use(TEST)
    page = "{% trans name='<i>' %}<b>Hello</b>\n   {{ name }}{% endtrans %}"
    assert jinja(page) == "«<b>Hello</b> &lt;i&gt;»"
    assert jinja("{{ _('A&nbsp;%(x)s', x='<i>') }}") == "«A&nbsp;&lt;i&gt;»"
    assert jinja("{{ label }}", label=words.lazy("<Save>")) == "«&lt;Save&gt;»"


@sqlite
@pytest.mark.parametrize(("count", "said"), [(1, "one"), (2, "2 rows"), (0, "0 rows")])
def test_a_template_has_plurals(jinja, count, said):
    page = "{% trans count=count %}one{% pluralize %}{{ count }} rows{% endtrans %}"
    assert jinja(page, count=count) == said
    assert jinja("{{ ngettext('one', '%(num)s rows', count) }}", count=count) == said


@sqlite
def test_a_text_is_not_escaped_as_a_page_is(jinja, quoted):
    words.use(TEST)
    text = "{% autoescape false %}{% trans name='<i>' %}Dear {{ name }}{% endtrans %}{% endautoescape %}"
    assert jinja(text) == "«Dear <i>»"


@sqlite
@pytest.mark.parametrize(
    ("path", "accepts", "said"),
    [
        ("/hello", "en-x-test, en;q=0.5", "«Hello» en-x-test"),
        ("/hello", "tlh", "Hello en"),
        ("/hello", "", "Hello en"),
        ("/api/hello", "en-x-test", "«Hello» en-x-test"),
        ("/api/hello", "tlh", "Hello en"),
        ("/api/hello", "", "Hello en"),
    ],
)
def test_pages_and_programs_hear_the_language_they_ask_for(
    own_app, quoted, path, accepts, said
):
    own_app.get(path)(public(lambda: f"{words._('Hello')} {words.language()}"))
    words.use(TEST)  # what the request before it was answered in
    page = own_app.test_client().get(path, headers={"Accept-Language": accepts})
    assert page.text == said
    assert page.headers["Content-Language"] == said.split()[1]
    assert "Accept-Language" in page.headers["Vary"]


@sqlite
def test_a_refusal_is_told_in_the_language_of_the_reader(own_app, quoted):
    @own_app.get("/gone")
    @public
    def gone():
        raise NotFound(words._("It is gone"))

    page = own_app.test_client().get("/gone", headers={"Accept-Language": TEST})
    assert "«It is gone»" in page.text


@sqlite
def test_an_email_speaks_its_readers_language_and_not_that_of_who_acts(
    own_app, quoted, tmp_path
):
    (tmp_path / "any.txt").write_text("{{ _('Hello') }}\n{% trans %}Good day{% endtrans %}")
    own_app.jinja_loader.searchpath.append(str(tmp_path))
    tess, sol = (
        Contact(1, "Tess", "t@s.test", "teacher"),
        Contact(2, "Sol", "s@s.test", "student", TEST),
    )
    with own_app.app_context():
        with words.speaking(TEST):
            assert letters.content("any", tess, {})["subject"] == "Hello"
            assert words.language() == TEST
        assert letters.content("any", sol, {})["subject"] == "«Hello»"


def test_who_is_asked_for_the_language_is_the_request_first(own_app):
    assert own_app.before_request_funcs[None][0] is languages.speak
